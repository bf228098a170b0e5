package cases

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/regspec/regspec/schemas"
)

// What must succeed must be a request as the document has it.
func TestRequestsThatMustSucceedAreValid(t *testing.T) {
	tried := 0
	for _, one := range builtinCatalogue(t).Cases() {
		for i, step := range one.Steps {
			if step.Expect.Success == nil || step.Expect.Refusal != nil {
				continue
			}
			for _, encoding := range one.Encodings {
				tried++
				request := parameters(t, step.Send, encoding)
				if err := schemas.Validate(schemas.RegistrationRequest, request); err != nil {
					t.Errorf("%s: step %d of %s [%s] must succeed, and is no valid request: %v\n\t%v",
						one.Source, i+1, one.ID, encoding, err, request)
				}
			}
		}
	}
	if tried == 0 {
		t.Error("no request was tried")
	}
}

// parameters reads a request as a server would, with stand-ins for what is
// captured.
func parameters(t *testing.T, s Send, encoding Encoding) map[string]any {
	t.Helper()
	all := map[string]any{}
	if s.Body == nil {
		for _, field := range s.Fields {
			all[filled(t, field.Name).(string)] = filled(t, field.Value)
		}
		return all
	}
	body := filled(t, *s.Body).(string)
	mediaType := s.ContentType
	if mediaType == "" {
		mediaType = encoding.MediaType()
	}
	if strings.HasPrefix(strings.ToLower(mediaType), JSON.MediaType()) {
		if err := json.Unmarshal([]byte(body), &all); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		return all
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	for name := range values {
		all[name] = values.Get(name)
	}
	return all
}

func filled(t *testing.T, value any) any {
	t.Helper()
	text, ok := value.(string)
	if !ok {
		return value
	}
	value, err := Expand(text, func(r Reference) (any, error) {
		if r.Name == RedirectParameter {
			return "redirect_uri", nil
		}
		return r.Apply(`Stand-in "for" ` + r.Name)
	})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}
