package reference

import (
	"fmt"
	"html"
	"net/url"
	"strings"
)

// wording is a documented message, and texts that are not it.
type wording struct {
	subject  string // how the names of its defects begin
	message  string
	reworded string // what somebody might say instead
	swapped  string // the documented message that it is taken for
}

// everywhere are the usual ways to get a message wrong.
func (w wording) everywhere() []entry {
	stop, change := strings.TrimSuffix(w.message, "."), "without its stop"
	if stop == w.message {
		stop, change = w.message+".", "with a stop added"
	}
	otherCase := strings.ToLower(w.message)
	if otherCase == w.message {
		otherCase = strings.ToUpper(w.message[:1]) + w.message[1:]
	}
	spaced := strings.Replace(w.message, " ", "  ", 1)
	if spaced == w.message {
		spaced += " "
	}
	return []entry{
		{w.subject + "-message-stop", fmt.Sprintf("The message is sent %s: %s", change, stop), rewords(w.message, stop)},
		{w.subject + "-message-case", "The message is sent in other case: " + otherCase, rewords(w.message, otherCase)},
		{w.subject + "-message-space", fmt.Sprintf("The message is sent with one space too many: %q", spaced), rewords(w.message, spaced)},
		{w.subject + "-message-reworded", "The message is sent in words of the server's own: " + w.reworded, rewords(w.message, w.reworded)},
		{w.subject + "-message-swapped", "The message is sent that is meant for another fault: " + w.swapped, rewords(w.message, w.swapped)},
	}
}

// somewhere are slips on one of two ways through the server only.
func (w wording) somewhere() []entry {
	return []entry{
		{w.subject + "-message-reworded-in-form", "A form gets a message in words of the server's own: " + w.reworded, rewords(w.message, w.reworded, inForm)},
		{w.subject + "-message-reworded-in-json", "JSON gets a message in words of the server's own: " + w.reworded, rewords(w.message, w.reworded, inJSON)},
	}
}

// onUpdates is a slip that only an update meets.
func (w wording) onUpdates() []entry {
	return []entry{
		{w.subject + "-message-reworded-on-update", "An update gets a message in words of the server's own: " + w.reworded, rewords(w.message, w.reworded, onUpdate)},
	}
}

// named are the ways to get the value wrong that a message names. The blank is
// how the document writes it.
func (w wording) named(blank string) []entry {
	fill := func(ending, summary string, f func(string) string) entry {
		return entry{w.subject + "-value-" + ending, summary, refills(w.message, func(_ *exchange, v string) string { return f(v) })}
	}
	return []entry{
		fill("not-filled-in", "The message has "+blank+" where the value should be.", func(string) string { return blank }),
		fill("left-out", "The message has nothing where the value should be.", func(string) string { return "" }),
		fill("cut", "A value of more than 32 characters is cut in the message.", func(v string) string { return cut(v, 32) }),
		fill("cut-by-buffer", "A value of more than 480 bytes is cut in the message.", func(v string) string { return strings.ToValidUTF8(v[:min(len(v), 480)], "") }),
		fill("last-character-lost", "The value in the message lacks its last character.", func(v string) string { return cut(v, len([]rune(v))-1) }),
		fill("percent-escaped", "The value in the message is percent-escaped.", url.QueryEscape),
		fill("unescaped", "Percent escapes in the value are decoded once more for the message.", unescaped),
		fill("html-escaped", "The value in the message is escaped for HTML.", html.EscapeString),
		fill("in-small-letters", "The value in the message is in small letters.", strings.ToLower),
		fill("quoted", "The value in the message is in quotes.", func(v string) string { return "'" + v + "'" }),
		fill("in-ascii", "Characters outside ASCII become question marks in the message.", inASCII),
		{
			w.subject + "-value-of-another-parameter", "The message names the application_type in place of the value.",
			refills(w.message, func(e *exchange, _ string) string { return e.text(paramApplicationType) }),
		},
	}
}

// namedInList are the ways to name the wrong one of a list.
func (w wording) namedInList(about string) []entry {
	fill := func(ending, summary string, f func(items []string, v string) string) entry {
		return entry{w.subject + "-value-" + ending, summary, refills(w.message, func(e *exchange, v string) string {
			return f(itemsOf(e, about), v)
		})}
	}
	return []entry{
		fill("whole-list", "The message names the whole list.", func(items []string, _ string) string { return strings.Join(items, " ") }),
		fill("first", "The message always names the first of the list.", func(items []string, _ string) string { return items[0] }),
		fill("last", "The message always names the last of the list.", func(items []string, _ string) string { return items[len(items)-1] }),
		fill("from-there-on", "The message names the wrong one and all that follow it.", func(items []string, v string) string {
			_, rest, _ := strings.Cut(strings.Join(items, " "), v)
			return v + rest
		}),
	}
}

// itemsOf is what a list parameter holds, under all its names.
func itemsOf(e *exchange, about string) []string {
	var items []string
	for _, name := range namesOf(about) {
		items = append(items, partsOf(about, e.text(name))...)
	}
	if items == nil {
		items = []string{""}
	}
	return items
}

// cut gives at most the first n characters.
func cut(s string, n int) string {
	r := []rune(s)
	return string(r[:max(0, min(n, len(r)))])
}

func unescaped(s string) string {
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}

func inASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, s)
}
