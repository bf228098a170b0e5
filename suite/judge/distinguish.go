package judge

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// difference is one thing by which the answers of two kinds can be told apart.
type difference struct {
	aspect      report.Aspect
	what        string // "status"
	before, now string
}

// fieldSample is how many answers of each kind must have the same in a field
// before it tells anything: one of two servers behind a balancer may by chance
// have answered a few of one kind, and the other the rest. That twelve and twelve
// fall so has odds below one in a million.
const fieldSample = 12

// first is how many answers of each kind, of those that come first, may be other than the rest: a server may answer
// in another way from some attempt on.
const first = 4

// differences compares answers of one kind with answers of another. What varies
// among answers of one kind, as a date or a number of the request does, is no
// difference.
func differences(before, now []wire.Exchange) []difference {
	all := between(before, now)
	if len(all) == 0 && min(len(before), len(now)) >= first+fieldSample {
		all = between(before[first:], now[first:])
	}
	return all
}

// between compares answers that are each like the others of their kind.
func between(before, now []wire.Exchange) []difference {
	var all []difference
	compare := func(aspect report.Aspect, what string, of func(wire.Answer) string) {
		one, steady := constant(before, of)
		other, alsoSteady := constant(now, of)
		if steady && alsoSteady && one != other {
			all = append(all, difference{aspect, what, one, other})
		}
	}
	compare(report.AspectStatus, "status", func(a wire.Answer) string { return strconv.Itoa(a.Status) })
	compare(report.AspectMessage, "message", func(a wire.Answer) string { return Read(a).errorMember() })
	if len(all) == 0 {
		compare(report.AspectContent, "body", func(a wire.Answer) string { return string(a.Body) })
	}
	for _, name := range fieldNames(before, now) {
		if min(len(before), len(now)) < fieldSample {
			break
		}
		known := len(all)
		compare(report.AspectHeader, "field "+name, func(a wire.Answer) string {
			values := wire.Values(a.Header, name)
			if len(values) == 0 {
				return "no " + name
			}
			return fmt.Sprintf("%s: %s", name, strings.Join(values, ", "))
		})
		if len(all) == known { // its values may differ from answer to answer
			compare(report.AspectHeader, "field "+name, func(a wire.Answer) string {
				if len(wire.Values(a.Header, name)) == 0 {
					return "no " + name
				}
				return "a " + name
			})
		}
	}
	return all
}

// constant is what all the answers have, if they all have the same. What was
// sent does not count: one kind of request has other values than the other, and
// an answer may repeat them.
func constant(exchanges []wire.Exchange, of func(wire.Answer) string) (string, bool) {
	value := ""
	for i, x := range exchanges {
		if x.Answer == nil {
			return "", false
		}
		got := withoutSent(of(*x.Answer), x.Request)
		if i > 0 && got != value {
			return "", false
		}
		value = got
	}
	return value, true
}

// withoutSent puts a mark in the place of each value that was sent.
func withoutSent(text string, sent wire.Sent) string {
	for _, field := range Parameters(sent.Body) {
		if value, ok := field.Value.(string); ok && len(value) >= shortestEcho {
			text = strings.ReplaceAll(text, value, "[as sent]")
		}
	}
	return text
}

// shortestEcho is how long a value must be to be recognised in an answer, in bytes.
const shortestEcho = 8

// fieldNames lists the fields of the answers' headers that can tell something.
// How the body is framed, and where the server is on its own clock, cannot.
func fieldNames(groups ...[]wire.Exchange) []string {
	names := map[string]bool{}
	for _, group := range groups {
		for _, x := range group {
			if x.Answer == nil {
				continue
			}
			for _, field := range x.Answer.Header {
				names[http.CanonicalHeaderKey(field.Name)] = true
			}
		}
	}
	for _, name := range []string{"Date", "Age", "Expires", "Last-Modified", "Content-Length", "Transfer-Encoding", "Trailer", "Connection", "Keep-Alive"} {
		delete(names, name)
	}
	return slices.Sorted(maps.Keys(names))
}
