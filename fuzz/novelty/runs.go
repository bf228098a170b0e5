package novelty

const (
	// minHex, minID and minBase64 are how long hex, an id and base64 are at least,
	// in bytes. What is shorter is words and numbers.
	minHex, minID, minBase64 = 8, 8, 16
	uuidLength               = 36
)

// kinds counts what a run is made of.
type kinds struct {
	digits, lower, upper, hex, others int
	switches                          int // between letters and digits
	humps                             int // from small to capital letters
}

func count(s string) kinds {
	var k kinds
	for i := range len(s) {
		b := s[i]
		switch {
		case digit(b):
			k.digits++
			k.hex++
		case 'a' <= b && b <= 'z':
			k.lower++
		case 'A' <= b && b <= 'Z':
			k.upper++
			if i > 0 && 'a' <= s[i-1] && s[i-1] <= 'z' {
				k.humps++
			}
		default:
			k.others++
		}
		if 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F' {
			k.hex++
		}
		if i > 0 && digit(b) != digit(s[i-1]) {
			k.switches++
		}
	}
	return k
}

// markOfRun gives the mark for a whole run, "" for one that is looked at word by word.
func markOfRun(s string) string {
	if len(s) == uuidLength && uuid(s) {
		return markUUID
	}
	if len(s) < minID {
		return ""
	}
	k := count(s)
	switch {
	case len(s) >= minBase64 && k.upper > 0 && k.lower > 0 && (k.digits > 1 || k.humps > len(s)/6) && !path(s):
		return markBase64
	default:
		return ""
	}
}

// path reports whether a run is the path of a URL or a file rather than base64,
// in which a slash comes about once in 64 bytes.
func path(s string) bool {
	slashes := 0
	for i := range len(s) {
		if s[i] == '/' {
			slashes++
		}
	}
	return slashes > 1+len(s)/32 || slashes > 0 && s[0] == '/'
}

// markOfWord gives the mark for a word of letters and digits, "" for one that is
// copied but for its numbers.
func markOfWord(s string) string {
	k := count(s)
	switch {
	case k.digits == 0:
		return ""
	case len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X'):
		return markHex
	case k.digits == len(s):
		return ""
	case len(s) >= minHex && k.hex == len(s):
		return markHex
	case unit(s):
		return ""
	case k.switches > 1, len(s) >= minID && k.digits > 1:
		return markID
	default:
		return ""
	}
}

// unit reports whether s is a number with a unit of time.
func unit(s string) bool {
	i := 0
	for i < len(s) && digit(s[i]) {
		i++
	}
	return i > 0 && unitLength(s[i:]) == len(s)-i
}

// unitLength is the length of the unit of time that s is, up to the end of a word.
func unitLength(s string) int {
	for _, name := range [...]string{"ns", "us", "ms", "s", "m", "h", "µs"} {
		if len(s) >= len(name) && s[:len(name)] == name && (len(s) == len(name) || !wordByte(s[len(name)])) {
			return len(name)
		}
	}
	return 0
}

// numberAt is the length of the number at the beginning of s, with fractions, an
// exponent, the points of an address and a unit of time.
func numberAt(s string) int {
	i := 0
	for i < len(s) && (digit(s[i]) || (s[i] == '.' || s[i] == ',') && i+1 < len(s) && digit(s[i+1])) {
		i++
	}
	if e := exponent(s[i:]); e > 0 {
		i += e
	}
	return i + unitLength(s[i:])
}

// exponent is the length of the exponent of a number.
func exponent(s string) int {
	if len(s) < 2 || s[0] != 'e' && s[0] != 'E' {
		return 0
	}
	i := 1
	if s[i] == '+' || s[i] == '-' {
		i++
	}
	from := i
	for i < len(s) && digit(s[i]) {
		i++
	}
	if i == from || i < len(s) && wordByte(s[i]) {
		return 0
	}
	return i
}

// uuid reports whether s is one (RFC 9562 §4).
func uuid(s string) bool {
	for i := range len(s) {
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return false
			}
		default:
			if !hexDigit(s[i]) {
				return false
			}
		}
	}
	return true
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

func hexDigit(b byte) bool {
	return digit(b) || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// wordByte reports whether b is of a word.
func wordByte(b byte) bool {
	return digit(b) || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// runByte reports whether b is of a run: a word, or what base64 and ids join
// words with.
func runByte(b byte) bool {
	return wordByte(b) || b == '-' || b == '_' || b == '+' || b == '/'
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}
