package oracle

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// Outcomes are the answers to a request that conform.
type Outcomes struct {
	Success  bool
	Messages []Wanted // refusals with one of these messages
	// OwnWords allows refusals in words that are none of the fourteen messages,
	// AnyRefusal ones with any message.
	OwnWords, AnyRefusal bool
	// AnyShape allows refusals that are not JSON with an error member.
	AnyShape bool
	// NotImplemented allows 501, for a method or a transfer coding.
	NotImplemented bool
	// Advice is, when a success conforms but is unwise, the id of the rule that says so.
	Advice RuleID
}

// Refusal says whether any refusal conforms.
func (o Outcomes) Refusal() bool {
	return o.OwnWords || o.AnyRefusal || o.AnyShape || len(o.Messages) > 0
}

// Allowed says which outcomes of a request conform.
func Allowed(k *Known, sent wire.Sent) Outcomes {
	var r ruling
	r.judge(k, &sent)
	return r.outcomes()
}

func (r *ruling) outcomes() Outcomes {
	o := Outcomes{
		Success: r.against.free(), OwnWords: r.own, AnyRefusal: r.any, AnyShape: r.shape, NotImplemented: r.notImplemented,
	}
	for _, w := range r.wanted {
		if !slices.Contains(o.Messages, w) {
			o.Messages = append(o.Messages, w)
		}
	}
	// What the fault itself calls for comes first, before what something doubtful beside it might.
	about := messagesAbout(r.against.subject)
	last := func(w Wanted) int {
		if slices.Contains(about, w.Message) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(o.Messages, func(a, b Wanted) int { return cmp.Compare(last(a), last(b)) })
	if r.against.level == cases.Hardening {
		o.Success, o.Advice = true, r.against.rule
	}
	return o
}

// messagesAbout are the messages about the subject of a fault: a parameter, or a message.
func messagesAbout(subject string) []string {
	switch subject {
	case "":
		return nil
	case pType.String():
		return []string{msgNoType}
	case pApplication.String():
		return []string{msgApplication}
	case pContacts.String():
		return []string{msgContacts, msgEmail}
	case pLogo.String():
		return []string{msgLogo}
	case pRedirect.String(), pRedirects.String():
		return []string{msgRedirects, msgRedirect}
	case pID.String():
		return []string{msgIDRequired, msgIDOnly, msgUnauthorized}
	case pSecret.String():
		return []string{msgSecretRequired, msgSecretOnly, msgUnauthorized}
	}
	return []string{subject}
}

// shown is how many messages are put into words before the rest is counted.
const shown = 6

// String says the outcomes in words.
func (o Outcomes) String() string {
	var parts []string
	if o.Success && o.Advice == "" {
		parts = append(parts, "success")
	}
	switch {
	case o.AnyShape && o.AnyRefusal:
		parts = append(parts, "any 4xx")
	case o.AnyRefusal:
		parts = append(parts, "a refusal with any message")
	default:
		for i, w := range o.Messages {
			if i == shown {
				parts = append(parts, "another value that is not clearly valid")
				break
			}
			parts = append(parts, cut(w.Text()))
		}
		if o.OwnWords {
			parts = append(parts, "a refusal in the server's own words")
		}
	}
	if o.NotImplemented {
		parts = append(parts, "501")
	}
	return strings.Join(parts, ", or ")
}
