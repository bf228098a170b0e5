package finding

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// mostLines is how many requests a recipe may have.
const mostLines = 8

// Recipe are the lines for a POSIX shell that send the requests of the finding again, in their order. What a
// client was given is taken from the answer to its registration, since another server gives out other
// credentials. There are none where the requests are many, or go out in pieces, as no curl sends them.
func (f Finding) Recipe() []string {
	if len(f.Exchanges) > mostLines || slices.ContainsFunc(f.Exchanges, func(x wire.Exchange) bool { return x.Request.Pieces > 0 }) {
		return nil
	}
	var lines []string
	given := strings.NewReplacer()
	var pairs []string
	for i, x := range f.Exchanges {
		line := given.Replace(x.Request.Curl())
		id, secret := credentialsIn(x)
		if id == "" || !usedIn(f.Exchanges[i+1:], id, secret) {
			lines = append(lines, line)
			continue
		}
		n := len(pairs)/4 + 1
		lines = append(lines, fmt.Sprintf(`answer=$(%s); id%d=$(%s); secret%d=$(%s)`, line, n, take("client_id"), n, take("client_secret")))
		pairs = append(pairs, id, fmt.Sprintf(`'"$id%d"'`, n), secret, fmt.Sprintf(`'"$secret%d"'`, n))
		given = strings.NewReplacer(pairs...)
	}
	return lines
}

// take is a command that takes a member out of the last answer.
func take(member string) string {
	return fmt.Sprintf(`printf %%s "$answer" | sed -n 's/.*"%s" *: *"\([^"]*\)".*/\1/p'`, member)
}

// credentialsIn are those that an answer gives out, or "".
func credentialsIn(x wire.Exchange) (id, secret string) {
	var given struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if x.Answer == nil || json.Unmarshal(x.Answer.Body, &given) != nil || given.ID == "" || given.Secret == "" {
		return "", ""
	}
	return given.ID, given.Secret
}

func usedIn(later []wire.Exchange, id, secret string) bool {
	for _, x := range later {
		if body := string(x.Request.Body); strings.Contains(body, id) || strings.Contains(body, secret) {
			return true
		}
	}
	return false
}

// mostForms is how many other forms of a finding are shown, longestForm how much of each, in bytes.
const (
	mostForms   = 3
	longestForm = 120
)

// explanation is why it is wrong, and in what other forms it was seen.
func (f Finding) explanation() string {
	if len(f.Others) == 0 {
		return f.Mismatch.Explanation
	}
	var forms []string
	for _, other := range f.Others[:min(len(f.Others), mostForms)] {
		if len(other.Exchanges) > 0 {
			sent := other.Exchanges[len(other.Exchanges)-1].Request
			forms = append(forms, strings.TrimSpace(sent.Method+" "+beginning(report.Visible(string(sent.Body)))))
		}
	}
	text := fmt.Sprintf("%s Also seen with: %s", f.Mismatch.Explanation, strings.Join(forms, "; "))
	if more := len(f.Others) - len(forms); more > 0 {
		text += fmt.Sprintf("; and in %d more forms", more)
	}
	return text + "."
}

// beginning is the first parameters of a body, as far as there is room: half a credential
// would be hidden with all that follows it.
func beginning(body string) string {
	text, cut := strings.CutSuffix(oneLine(body, longestForm), "…")
	if !cut {
		return text
	}
	if at := strings.LastIndexAny(text, ",&"); at > 0 {
		text = text[:at+1]
	}
	return text + "…"
}
