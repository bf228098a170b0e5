package fuzz

import (
	"github.com/regspec/regspec/fuzz/traffic"
)

// Inputs are inputs of the target that send something of what a sequence does, to
// begin with.
func (t Target) Inputs(q traffic.Sequence) []string {
	switch t.Name {
	case "FuzzSequence":
		return []string{string(traffic.Encode(q))}
	case "FuzzRequest":
		return []string{string(traffic.Encode(one(q.Steps[len(q.Steps)-1])))}
	case "FuzzUpdateCredentials":
		return []string{"", "\x00", "\x01\x02\x03", "some bytes, of which it makes choices"}
	}
	var inputs []string
	for _, step := range q.Steps {
		inputs = append(inputs, t.ofStep(step)...)
	}
	return inputs
}

func (t Target) ofStep(step traffic.Step) []string {
	switch t.Name {
	case "FuzzJSONBody":
		if step.Body.Format != traffic.Form {
			return []string{body(step)}
		}
	case "FuzzFormBody":
		if step.Body.Format != traffic.JSON {
			return []string{body(step)}
		}
	case "FuzzContentType":
		if step.Type != "" && step.Type != traffic.NoType {
			return []string{step.Type}
		}
	case "FuzzContacts":
		return values(step, traffic.ParamContacts)
	case "FuzzLogoURL":
		return values(step, traffic.ParamLogo)
	case "FuzzRedirectURI":
		return values(step, traffic.ParamRedirect)
	case "FuzzApplicationType":
		return values(step, traffic.ParamApplication)
	}
	return nil
}

// body is the body of a step, with made-up credentials.
func body(step traffic.Step) string {
	return string(step.Render(func(int) traffic.Credentials {
		return traffic.Credentials{ID: "vwljdhUMhhNbdKizpjZlxv", Secret: "hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb"} //nolint:gosec // made up
	}).Body)
}

func values(step traffic.Step, name string) []string {
	var all []string
	for _, m := range step.Body.Members {
		if m.Name == name && m.Value.Kind == traffic.Text {
			all = append(all, m.Value.Text)
		}
	}
	return all
}
