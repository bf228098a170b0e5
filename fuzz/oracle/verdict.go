package oracle

import "fmt"

// Verdict checks what only shows over many answers: whether a name of the redirect list is honoured,
// whether ids and secrets can be guessed, and whether refusals say too much.
func (k *TargetModel) Verdict() []Mismatch {
	found := k.redirectVerdict()
	found = append(found, k.sample.verdict()...)
	return append(found, k.enumeration.verdict()...)
}

func (k *TargetModel) redirectVerdict() []Mismatch {
	for _, h := range k.honoured {
		if h == notAsked || h == honoured {
			return nil
		}
	}
	wanted := AllowedMessage{Message: msgRedirect, Value: questionValue, HasValue: true}
	return []Mismatch{NewMismatch(RuleRedirectName, msgRedirect, wanted.Text(),
		fmt.Sprintf("redirect_uri %s, redirect_uris %s", k.honoured[0], k.honoured[1]))}
}

func (h honour) String() string {
	return [...]string{"not asked for", "honoured", "accepted", "refused with another message"}[h]
}

// verdict checks whether the secrets or the ids can be guessed.
func (s *sample) verdict() []Mismatch {
	if len(s.ids) < sampleLeast {
		return nil
	}
	var found []Mismatch
	if b := bits(s.secrets); b < leastBits {
		found = append(found, NewMismatch(RuleEntropy, "client_secret",
			fmt.Sprintf("%d bits", leastBits), fmt.Sprintf("%.0f bits at most over %d secrets", b, len(s.secrets))))
	}
	if counting(s.ids) {
		found = append(found, NewMismatch(RuleCounting, "client_id",
			"ids that cannot be guessed from one another", fmt.Sprintf("%q, %q, %q …", s.ids[0], s.ids[1], s.ids[2])))
	}
	return found
}

// verdict checks whether the answers tell in what way credentials are wrong.
func (a *enumeration) verdict() []Mismatch {
	var found []Mismatch
	x, y, differ := a.distinguishes(unknownID, wrongSecret)
	if !differ {
		y, x, differ = a.distinguishes(wrongSecret, unknownID)
	}
	if differ {
		found = append(found, NewMismatch(RuleDistinguishable, msgUnauthorized,
			"one answer to both", fmt.Sprintf("unknown id: %s; wrong secret: %s", x, y)))
	}
	if x, y, differ := a.distinguishes(specialCharacters, unknownID, wrongSecret); differ {
		found = append(found, NewMismatch(RuleSpecial, msgUnauthorized,
			"one answer to all wrong credentials", fmt.Sprintf("quotes, wildcards and the like: %s; letters: %s", x, y)))
	}
	return found
}
