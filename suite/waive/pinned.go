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

// open stands in a message for a part that differs each time. No message has it that came
// through JSON, and in others it would not print.
const open = "\x00"

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
	message := withoutTimes(common(o.text, second.text), o.sent)
	if o.aspect == report.AspectEnvelope { // what the message is, is another check's business
		message = jsonValue.ReplaceAllString(message, "${1}"+open+"${2}")
	}
	status, tells := strings.CutPrefix(o.text, strconv.Itoa(o.status))
	pin := Pin{}
	switch {
	case o.status == 0, o.status != second.status:
	case o.telling && status == "" && tells:
		return Pins{{Status: o.status}}
	case o.telling && !tells:
		pin.Status = o.status
	case !o.telling:
		message = withoutStatus(message, o.status)
	}
	message = shortened(escaped(message))
	pin.Message = &message
	return Pins{pin}
}

// word cuts a message into words and what is between them.
var word = sync.OnceValue(func() *regexp.Regexp { // its classes take long to compile
	return regexp.MustCompile(`[\pL\pN_]+|[^\pL\pN_]+`)
})

// common is what two messages have in common, with the rest left open.
func common(a, b string) string {
	wordsA, wordsB := word().FindAllString(a, -1), word().FindAllString(b, -1)
	if len(wordsA) == len(wordsB) {
		for i := range wordsA {
			if wordsA[i] != wordsB[i] {
				wordsA[i] = open
			}
		}
		return strings.Join(wordsA, "")
	}
	first, last := 0, 0
	shorter := min(len(wordsA), len(wordsB))
	for first < shorter && wordsA[first] == wordsB[first] {
		first++
	}
	for last < shorter-first && wordsA[len(wordsA)-1-last] == wordsB[len(wordsB)-1-last] {
		last++
	}
	return strings.Join(wordsA[:first], "") + open + strings.Join(wordsA[len(wordsA)-last:], "")
}

// moment is what differs at every moment: dates, times, and long numbers.
var moment = regexp.MustCompile(`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? \w{3} \d{4} )?\d\d:\d\d:\d\d(?:[.,]\d+)?|` +
	`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?|\d{9,}`)

// withoutTimes leaves open what differs at every moment, unless it was sent.
func withoutTimes(message, sent string) string {
	return moment.ReplaceAllStringFunc(message, func(found string) string {
		if strings.Contains(sent, found) {
			return found
		}
		return open
	})
}

// jsonValue is a text in JSON behind the name of its member.
var jsonValue = regexp.MustCompile(`(:\s*")(?:[^"\\]|\\.)*(")`)

// withoutStatus leaves a status open with which a message begins, and which is
// another check's business or nobody's: "400 Bad Request: …".
func withoutStatus(message string, status int) string {
	rest, ok := strings.CutPrefix(message, strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status))))
	if !ok {
		return message
	}
	return open + rest
}

// escaped writes a message as a pin does. What does not print is left open, too.
func escaped(message string) string {
	var b strings.Builder
	wasOpen := false
	for _, r := range message {
		isOpen := !unicode.IsPrint(r) || r == utf8.RuneError
		switch {
		case isOpen && !wasOpen:
			b.WriteByte('*')
		case isOpen:
		case r == '*' || r == '\\':
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
		wasOpen = isOpen
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
