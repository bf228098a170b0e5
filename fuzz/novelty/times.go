package novelty

import "strings"

// timeAt is the length of the date, time or both at the beginning of s: as
// RFC 3339, RFC 9110 §5.6.7 and logs write them. 0 when there is none.
func timeAt(s string) int {
	switch {
	case digit(s[0]):
		return firstOf(s, "9999-99-99", "9999/99/99", "99/Aaa/9999", "99 Aaa 9999", "9 Aaa 9999", "99-Aaa-99", "99:99", "9:99")
	case 'A' <= s[0] && s[0] <= 'Z' && day(s):
		rest := strings.TrimLeft(strings.TrimLeft(s[3:], "abcdefghijklmnopqrstuvwxyz"), ",")
		skipped := len(s) - len(rest)
		return after(skipped, firstOf(strings.TrimPrefix(rest, " "), "99 Aaa 9999", "99-Aaa-99", "Aaa 99 99:99", "Aaa  9 99:99"), rest)
	default:
		return 0
	}
}

// after adds up lengths when there is something after what was skipped.
func after(skipped, n int, rest string) int {
	if n == 0 {
		return 0
	}
	if strings.HasPrefix(rest, " ") {
		n++
	}
	return skipped + n
}

// firstOf gives the length of what is at the beginning of s in one of the layouts,
// with all that goes on with it.
func firstOf(s string, layouts ...string) int {
	for _, layout := range layouts {
		if !matches(s, layout) {
			continue
		}
		n := len(layout)
		if strings.HasSuffix(layout, ":99") {
			return n + seconds(s[n:])
		}
		if n < len(s) && (s[n] == 'T' || s[n] == ' ' || s[n] == ':') && matches(s[n+1:], "99:99") {
			n += 1 + len("99:99")
			n += seconds(s[n:])
		}
		if n < len(s) && wordByte(s[n]) {
			return 0
		}
		return n
	}
	return 0
}

// matches reports whether s begins in a layout: 9 is a digit, Aaa a month.
func matches(s, layout string) bool {
	if len(s) < len(layout) {
		return false
	}
	for i := 0; i < len(layout); i++ {
		switch layout[i] {
		case '9':
			if !digit(s[i]) {
				return false
			}
		case 'A':
			if !oneOf("JanFebMarAprMayJunJulAugSepOctNovDec", s[i:i+3]) {
				return false
			}
			i += 2
		default:
			if s[i] != layout[i] {
				return false
			}
		}
	}
	return true
}

// seconds is the length of what may follow hours and minutes: seconds, a
// fraction, a year and a zone.
func seconds(s string) int {
	n := 0
	if matches(s, ":99") {
		n = len(":99")
		if n+1 < len(s) && (s[n] == '.' || s[n] == ',') && digit(s[n+1]) {
			n++
			for n < len(s) && digit(s[n]) {
				n++
			}
		}
	}
	if matches(s[n:], " 9999") {
		n += len(" 9999")
	}
	for _, zone := range [...]string{"Z", " GMT", " UTC", " +9999", " -9999", "+99:99", "-99:99", "+9999", "-9999"} {
		if matchesZone(s[n:], zone) {
			return n + len(zone)
		}
	}
	return n
}

// matchesZone is as matches, but a zone's letters are themselves.
func matchesZone(s, zone string) bool {
	if len(s) < len(zone) || len(s) > len(zone) && wordByte(s[len(zone)]) {
		return false
	}
	for i := range len(zone) {
		if zone[i] == '9' && !digit(s[i]) || zone[i] != '9' && s[i] != zone[i] {
			return false
		}
	}
	return true
}

// day reports whether s begins with the name of a day.
func day(s string) bool { return len(s) > 3 && oneOf("MonTueWedThuFriSatSun", s[:3]) }

// oneOf reports whether name is one of names, of three letters each.
func oneOf(names, name string) bool {
	i := strings.Index(names, name)
	return i >= 0 && i%3 == 0
}
