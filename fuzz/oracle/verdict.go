package oracle

import (
	"fmt"

	"github.com/regspec/regspec/cases"
)

// Verdict judges what only shows over many answers: whether a name of the redirect list is honoured, and
// what the samples say of ids, secrets and refusals.
func (k *Known) Verdict() []Violation {
	var found []Violation
	if v, ok := k.redirectVerdict(); ok {
		found = append(found, v)
	}
	if len(k.sample.ids) >= sampleLeast {
		if b := bits(k.sample.secrets); b < wantedBits {
			found = append(found, Violation{
				Rule: RuleEntropy, Level: cases.Hardening, Subject: "client_secret",
				Expected: fmt.Sprintf("%d bits", wantedBits), Actual: fmt.Sprintf("%.0f bits at most over %d secrets", b, len(k.sample.secrets)),
				Sentence: "The secrets vary too little to be safe from guessing.",
			})
		}
		if counting(k.sample.ids) {
			found = append(found, Violation{
				Rule: RuleCounting, Level: cases.Hardening, Subject: "client_id",
				Expected: "ids that cannot be guessed from one another", Actual: fmt.Sprintf("%q, %q, %q …", k.sample.ids[0], k.sample.ids[1], k.sample.ids[2]),
				Sentence: "The ids are counted up, so that whoever has one knows the others.",
			})
		}
	}
	x, y, told := k.apart.told(stranger, impostor)
	if !told {
		y, x, told = k.apart.told(impostor, stranger)
	}
	if told {
		found = append(found, Violation{
			Rule: RuleApart, Level: cases.Hardening, Subject: msgUnauthorized,
			Expected: "one answer to both", Actual: fmt.Sprintf("unknown id: %s; wrong secret: %s", x, y),
			Sentence: "An unknown client_id is answered otherwise than a wrong client_secret, so that ids can be found by trying.",
		})
	}
	if x, y, told := k.apart.told(injector, stranger, impostor); told {
		found = append(found, Violation{
			Rule: RuleSpecial, Level: cases.Hardening, Subject: msgUnauthorized,
			Expected: "one answer to all wrong credentials", Actual: fmt.Sprintf("quotes, wildcards and the like: %s; letters: %s", x, y),
			Sentence: "Credentials with quotes, wildcards or the like are answered otherwise than others that are wrong. They seem to mean something to the server.",
		})
	}
	return found
}

func (k *Known) redirectVerdict() (Violation, bool) {
	for _, h := range k.honoured {
		if h == unasked || h == honoured {
			return Violation{}, false
		}
	}
	return Violation{
		Rule: RuleRedirectName, Level: cases.Documented, Subject: msgRedirect,
		Expected: Wanted{Message: msgRedirect, Value: questionValue, HasValue: true}.Text(),
		Actual:   fmt.Sprintf("redirect_uri %s, redirect_uris %s", k.honoured[0], k.honoured[1]),
		Sentence: "A URI that is clearly none is refused with the document's message neither under redirect_uri nor under redirect_uris.",
	}, true
}

func (h honour) String() string {
	return [...]string{"not asked for", "honoured", "accepted", "refused with another message"}[h]
}
