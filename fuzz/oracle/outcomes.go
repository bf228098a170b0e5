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
	Messages []AllowedMessage // refusals with one of these messages
	// ServerWording allows refusals in words that are none of the fourteen messages,
	// AnyRefusal ones with any message.
	ServerWording, AnyRefusal bool
	// Any4xx allows refusals that are not JSON with an error member.
	Any4xx bool
	// NotImplemented allows 501, for a method or a transfer coding.
	NotImplemented bool
	// Advice is, when a success conforms but is unwise, the id of the rule that says so.
	Advice RuleID
}

// Refusal says whether any refusal conforms.
func (o Outcomes) Refusal() bool {
	return o.ServerWording || o.AnyRefusal || o.Any4xx || len(o.Messages) > 0
}

// Allowed says which outcomes of a request conform.
func Allowed(k *TargetModel, sent wire.Sent) Outcomes {
	var r ruling
	r.decide(k, &sent)
	return r.outcomes()
}

func (r *ruling) outcomes() Outcomes {
	o := Outcomes{
		Success: r.duty.none(), ServerWording: r.serverWording, AnyRefusal: r.anyMessage, Any4xx: r.any4xx, NotImplemented: r.notImplemented,
	}
	for _, w := range r.messages {
		if !slices.Contains(o.Messages, w) {
			o.Messages = append(o.Messages, w)
		}
	}
	// What the fault itself calls for comes first, before what something doubtful beside it might.
	about := messagesAbout(r.duty.subject)
	last := func(w AllowedMessage) int {
		if slices.Contains(about, w.Message) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(o.Messages, func(a, b AllowedMessage) int { return cmp.Compare(last(a), last(b)) })
	if r.duty.level == cases.Hardening {
		o.Success, o.Advice = true, r.duty.rule
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
	case o.Any4xx && o.AnyRefusal:
		parts = append(parts, "any 4xx")
	case o.AnyRefusal:
		parts = append(parts, "a refusal with any message")
	default:
		for i, w := range o.Messages {
			if i == shown {
				parts = append(parts, "another value that is not clearly valid")
				break
			}
			if !w.Part { // the parts that come of the usual ways to split are named
				parts = append(parts, cut(w.Text()))
			}
		}
		if o.ServerWording {
			parts = append(parts, "a refusal in the server's own words")
		}
	}
	if o.NotImplemented {
		parts = append(parts, "501")
	}
	return strings.Join(parts, ", or ")
}
