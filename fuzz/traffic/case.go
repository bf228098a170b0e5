package traffic

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// FromCase makes a sequence of what a case sends in one encoding. It reports
// false where a sequence cannot say it: a raw body with a credential in it, for
// one, or hundreds of kilobytes.
func FromCase(c cases.Case, encoding cases.Encoding) (Sequence, bool) {
	r := caseReader{encoding: encoding}
	for i := 0; i < len(c.Steps); i++ {
		step, ok := r.step(c.Steps[i])
		if !ok {
			return Sequence{}, false
		}
		if step.Body.roughly() > maxFill/8 || len(r.steps) == maxSteps {
			return Sequence{}, false
		}
		step.Together = c.Steps[i].Together
		if n := c.Steps[i].Times; n > 1 {
			step.Times = n
			i += n - 1
		}
		r.steps = append(r.steps, step)
	}
	return Sequence{r.steps}, true
}

type caseReader struct {
	encoding cases.Encoding
	steps    []Step
	clients  []string // the names of those registered so far, in order
}

func (r *caseReader) step(c cases.Step) (Step, bool) {
	s := Step{Query: c.Send.Query}
	if c.Send.Method != http.MethodPost {
		s.Method = c.Send.Method
	}
	for _, h := range c.Send.Headers {
		s.Header = append(s.Header, wire.Field{Name: h.Name, Value: fmt.Sprint(h.Value)})
	}
	if c.Send.Body != nil {
		body, err := cases.Expand(*c.Send.Body, noVariable)
		if err != nil {
			return Step{}, false
		}
		s.Body = ReadBody([]byte(fmt.Sprint(body)))
	} else if !r.fields(&s, c.Send.Fields) {
		return Step{}, false
	}
	s.Type = contentType(c.Send.ContentType, r.encoding, s.Body.Format)
	for name := range c.Capture {
		if client, ok := strings.CutSuffix(name, ".client_id"); ok {
			r.clients = append(r.clients, client)
		}
	}
	return s, true
}

// contentType is what a case says of it, in the words of a step.
func contentType(of string, encoding cases.Encoding, format Format) string {
	if of == "" {
		of = encoding.MediaType()
	}
	if of == format.MediaType() {
		return ""
	}
	return of
}

func noVariable(ref cases.Reference) (any, error) {
	return nil, fmt.Errorf("%s is not known before the target has answered", ref)
}

func (r *caseReader) fields(s *Step, fields []cases.Field) bool {
	if r.encoding == cases.Form {
		s.Body.Format = Form
	}
	for _, field := range fields {
		value, ok := r.value(field.Value)
		if !ok {
			return false
		}
		name := field.Name
		if name == "${"+cases.RedirectParameter+"}" {
			name = ParamRedirect
		}
		s.Body.Members = append(s.Body.Members, Member{name, value})
	}
	return true
}

// value reads a value of a field, with at most one credential in it.
func (r *caseReader) value(of any) (Value, bool) {
	text, ok := of.(string)
	if !ok {
		return jsonValue(of)
	}
	var credential *Value
	expanded, err := cases.Expand(text, func(ref cases.Reference) (any, error) {
		v, ok := r.credential(ref)
		if !ok || credential != nil {
			return nil, fmt.Errorf("%s is more than a sequence can say", ref)
		}
		credential = &v
		return mark, nil
	})
	if err != nil {
		return Value{}, false
	}
	whole := fmt.Sprint(expanded)
	if credential == nil {
		return Str(whole), true
	}
	credential.Text, credential.After, _ = strings.Cut(whole, mark)
	return *credential, true
}

// mark stands for a credential while the text around it is read.
const mark = "\x00credential\x00"

// credential finds whose credential a reference is, and how it is corrupted.
func (r *caseReader) credential(ref cases.Reference) (Value, bool) {
	name, member, ok := strings.Cut(ref.Name, ".")
	if !ok {
		return Value{}, false
	}
	v := Value{Kind: ID}
	if member == ParamSecret {
		v.Kind = Secret
	}
	corruption, ok := corruptionOf(ref.Filter)
	if _, unlike := ref.Unlike(); unlike {
		ok = true
	}
	v.Corruption = corruption
	for i, client := range slices.Backward(r.clients) {
		if client == name {
			v.Of = len(r.clients) - 1 - i
			return v, ok
		}
	}
	return Value{}, false
}

// jsonValue writes a value that is no string as it stands in a JSON body.
func jsonValue(of any) (Value, bool) {
	written, err := cases.Object{{Name: "", Value: of}}.MarshalJSON()
	if err != nil {
		return Value{}, false
	}
	return Literally(strings.TrimSuffix(strings.TrimPrefix(string(written), `{"":`), "}")), true
}

// corruptionOf gives the corruption that a filter of a case file does.
func corruptionOf(filter string) (Corruption, bool) {
	for _, one := range append(Corruptions(), Intact) {
		if one.Filter() == filter {
			return one, true
		}
	}
	return Intact, false
}
