package waive

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/report"
)

// longest is how much of a message a written pin repeats, in characters.
const longest = 200

// pinned is the pin for an observation, and the same one made once more, if it
// was. What differs between the two, or looks as if it did at another time, is
// left open. A connection that breaks is not pinned: how it does is a matter of
// timing.
func pinned(o observation, again *observation) Pins {
	if o.aspect == report.AspectConnection {
		return nil
	}
	second := o
	if again != nil {
		second = *again
	}
	parts := fixed(o.text, second.text, o.sent)
	if o.aspect == report.AspectEnvelope { // what the message is, is another check's business
		parts = withoutValues(parts)
	}
	status, tells := strings.CutPrefix(o.text, strconv.Itoa(o.status))
	switch {
	case o.status == 0, o.status != second.status:
	case o.telling && status == "" && tells:
		return Pins{{Status: o.status}}
	case o.telling && !tells:
		message := shortened(tidy(parts))
		return Pins{{Message: &message, Status: o.status}}
	case !o.telling:
		parts = withoutStatus(parts, o.status)
	}
	message := shortened(tidy(parts))
	return Pins{{Message: &message}}
}

// value is a text in JSON behind the name of its member.
var value = regexp.MustCompile(`(:\s*")(?:[^"\\]|\\.)*(")`)

// withoutValues leaves the texts within JSON open.
func withoutValues(parts []part) []part {
	const mark = "\x00" // no text that came through JSON has it
	var whole strings.Builder
	for _, p := range parts {
		if p.open {
			whole.WriteString(mark)
		} else {
			whole.WriteString(strings.ReplaceAll(p.text, mark, ""))
		}
	}
	var all []part
	for i, text := range strings.Split(value.ReplaceAllString(whole.String(), "${1}"+mark+"${2}"), mark) {
		if i > 0 {
			all = append(all, part{open: true})
		}
		all = append(all, part{text: text})
	}
	return all
}

// withoutStatus leaves a status open with which a text begins, and which is
// another check's business or nobody's: "400 Bad Request: …".
func withoutStatus(parts []part, status int) []part {
	opening := strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	if len(parts) == 0 || parts[0].open || !strings.HasPrefix(parts[0].text, opening) {
		return parts
	}
	parts[0].text = parts[0].text[len(opening):]
	return append([]part{{open: true}}, parts...)
}

// part is a piece of a message: a text, or what stands for any.
type part struct {
	text string
	open bool
}

// word cuts a message into words and what is between them.
var word = sync.OnceValue(func() *regexp.Regexp { // its classes take long to compile
	return regexp.MustCompile(`[\pL\pN_]+|[^\pL\pN_]+`)
})

// fixed gives the parts that two messages have in common.
func fixed(a, b, sent string) []part {
	wordsA, wordsB := word().FindAllString(a, -1), word().FindAllString(b, -1)
	if len(wordsA) == len(wordsB) {
		var parts []part
		for i := range wordsA {
			parts = append(parts, part{wordsA[i], wordsA[i] != wordsB[i]})
		}
		return settled(parts, sent)
	}
	first, last := 0, 0
	shorter := min(len(wordsA), len(wordsB))
	for first < shorter && wordsA[first] == wordsB[first] {
		first++
	}
	for last < shorter-first && wordsA[len(wordsA)-1-last] == wordsB[len(wordsB)-1-last] {
		last++
	}
	return settled([]part{
		{text: strings.Join(wordsA[:first], "")},
		{open: true},
		{text: strings.Join(wordsA[len(wordsA)-last:], "")},
	}, sent)
}

// passing is what is another at every moment: dates, times, and long numbers.
var passing = regexp.MustCompile(`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? \w{3} \d{4} )?\d\d:\d\d:\d\d(?:[.,]\d+)?|` +
	`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?|\d{9,}`)

// settled leaves open what is another at every moment, unless it was sent.
func settled(parts []part, sent string) []part {
	var joined []part // texts that stand beside one another are one
	for _, p := range parts {
		if n := len(joined); n > 0 && !p.open && !joined[n-1].open {
			joined[n-1].text += p.text
			continue
		}
		joined = append(joined, p)
	}
	var all []part
	for _, p := range joined {
		done := 0
		for _, at := range passing.FindAllStringIndex(p.text, -1) {
			if p.open || strings.Contains(sent, p.text[at[0]:at[1]]) {
				continue
			}
			all = append(all, part{text: p.text[done:at[0]]}, part{open: true})
			done = at[1]
		}
		all = append(all, part{p.text[done:], p.open})
	}
	return all
}

// tidy writes parts as a pin does. What does not print is left open.
func tidy(parts []part) string {
	var b strings.Builder
	open := func() {
		if !strings.HasSuffix(b.String(), "*") || strings.HasSuffix(b.String(), `\*`) {
			b.WriteByte('*')
		}
	}
	for _, p := range parts {
		if p.open {
			open()
			continue
		}
		for _, r := range p.text {
			switch {
			case r == '*' || r == '\\':
				b.WriteString(`\` + string(r))
			case unicode.IsPrint(r) && r != utf8.RuneError:
				b.WriteRune(r)
			default:
				open()
			}
		}
	}
	return b.String()
}

// shortened cuts a long message off and leaves its end open.
func shortened(message string) string {
	if utf8.RuneCountInString(message) <= longest {
		return message
	}
	cut := strings.TrimRight(string([]rune(message)[:longest]), `\*`)
	return cut + "*"
}
