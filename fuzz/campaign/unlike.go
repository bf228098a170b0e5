package campaign

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// unlike is one aspect in which two answers to the same request differ.
type unlike struct {
	aspect          string
	target, against string // what each has there, masked
}

// key is what differences of one cause have in common. What a field says does not matter, nor what a server decides
// where the other one fails.
func (u unlike) key() string {
	of, with := u.target, u.against
	switch {
	case strings.HasPrefix(u.aspect, field):
		of, with = strconv.FormatBool(of == absent), strconv.FormatBool(with == absent)
	case u.aspect == outcome && (failed(of) || failed(with)):
		of, with = failure(of), failure(with)
	}
	return u.aspect + ": " + of + " ≠ " + with
}

// alike reports whether two may have one cause.
func (u unlike) alike(other unlike) bool { return u.key() == other.key() }

// The aspects.
const (
	outcome = "outcome" // what a server decides; else it only words the answer differently
	message = "message"
	status  = "status"
	content = "body"
	field   = "header "
	member  = "member "
)

// The outcomes. What is said of one stands behind a comma.
const (
	succeeds = "success"
	empty    = "success without credentials"
	redirect = "redirect"
	refuses  = "refusal"
	fails    = "server error"
	silent   = "no answer"
)

// failure is how a server fails, whatever it says.
func failure(outcome string) string {
	if !failed(outcome) {
		return ""
	}
	how, _, _ := strings.Cut(outcome, ",")
	return how
}

// failed reports whether an outcome is none that a server decides on.
func failed(outcome string) bool {
	return strings.HasPrefix(outcome, fails) || strings.HasPrefix(outcome, silent)
}

// absent stands for what an answer lacks.
const absent = "none"

// view is what of an answer is compared, by aspect: as it is but for credentials and times, and masked.
type view struct{ exact, masked map[string]string }

// compare gives what differs between the answers of two servers. What follows from the outcome is not told
// beside it.
func compare(target, against view) []unlike {
	var all []unlike
	tell := func(aspect string) bool {
		if target.exact[aspect] == against.exact[aspect] {
			return false
		}
		one := unlike{aspect, target.masked[aspect], against.masked[aspect]}
		if one.target == one.against {
			one.aspect += ", in a value"
		}
		for _, side := range []*string{&one.target, &one.against} {
			if *side == "" {
				*side = absent
			}
		}
		all = append(all, one)
		return true
	}
	aspects := maps.Clone(target.exact)
	maps.Copy(aspects, against.exact)
	if tell(outcome) || otherFault(target, against) && tell(message) {
		return all
	}
	for _, aspect := range slices.Sorted(maps.Keys(aspects)) {
		tell(aspect)
	}
	return all
}

// otherFault reports whether two servers refuse a request for different faults.
func otherFault(target, against view) bool {
	of, with := target.masked[message], against.masked[message]
	return of != with && strings.HasPrefix(of, "‹") && strings.HasPrefix(with, "‹")
}

// viewOf makes the view of an exchange. given are the credentials that the server gave out.
func viewOf(x wire.Exchange, given []traffic.Credentials) view {
	v := view{map[string]string{outcome: outcomeOf(x)}, map[string]string{outcome: outcomeOf(x)}}
	hide := hiding(given)
	sent := novelty.Values(x.Request)
	add := func(aspect, text string) {
		v.exact[aspect] = hide(text)
		v.masked[aspect] = novelty.Mask(v.exact[aspect], sent)
	}
	if x.Break != nil || x.Answer == nil {
		return v
	}
	v.exact[status] = strconv.Itoa(x.Answer.Status)
	v.masked[status] = v.exact[status]
	for _, f := range x.Answer.Header {
		if name := http.CanonicalHeaderKey(f.Name); !slices.Contains(volatile, name) {
			add(field+name, f.Value)
		}
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(x.Answer.Body, &members) != nil {
		add(content, string(x.Answer.Body))
		return v
	}
	for name, value := range members {
		text := string(value)
		var said string
		if json.Unmarshal(value, &said) == nil {
			text = said
		} else if n, err := strconv.ParseFloat(text, 64); err == nil && n >= leastTime {
			text = "‹time›"
		}
		if name == "error" {
			v.exact[message], v.masked[message] = hide(text), messageOf(x)
			v.masked[outcome] += ", " + v.masked[message]
		} else {
			add(member+name, text)
		}
	}
	return v
}

// leastTime is the least number that is taken for a time.
const leastTime = 1e9

// volatile are the fields of an answer that depend on the moment, on the length or on the connection.
var volatile = []string{"Date", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Trailer", "Age"}

// messageOf is the message of an answer without the values that were sent.
func messageOf(x wire.Exchange) string {
	if o := oracle.Classify(x); o.Kind == oracle.KindRefusal && o.Message != "" {
		return "‹" + o.Message + "›"
	}
	return masked(x, "")
}

// outcomeOf is what a server decides: that a request succeeds or not, or nothing.
func outcomeOf(x wire.Exchange) string {
	switch {
	case x.Break != nil && (x.Break.Kind == wire.KindReset || x.Break.Kind == wire.KindClosed):
		return silent + " (" + string(wire.KindClosed) + ")" // which of these is a matter of moments
	case x.Break != nil:
		return silent + " (" + string(x.Break.Kind) + ")"
	case x.Answer == nil:
		return silent
	case x.Answer.Status >= http.StatusInternalServerError:
		return fails
	case x.Answer.Status >= http.StatusBadRequest:
		return refuses
	case x.Answer.Status >= http.StatusMultipleChoices:
		return redirect
	case oracle.Classify(x).Kind != oracle.KindSuccess:
		return empty
	}
	return succeeds
}

// hiding gives a function that masks the credentials that a server gave out.
func hiding(given []traffic.Credentials) func(string) string {
	pairs := make([]string, 0, 4*len(given))
	for _, c := range given {
		pairs = append(pairs, c.Secret, "‹client_secret›", c.ID, "‹client_id›")
	}
	return strings.NewReplacer(pairs...).Replace
}
