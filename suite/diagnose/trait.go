package diagnose

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
)

// trait is one thing that can be said of a request. Its order is that in which traits are
// preferred where several describe the same requests.
type trait struct {
	kind  kind
	value string
}

// kind is what a trait says something of.
type kind int

// The kinds of trait, the preferred first.
const (
	ofMessage   kind = iota // the message that is due
	ofParameter             // a parameter that the request has besides the least
	ofValue                 // the kind of a value, whatever parameter has it
	ofBoth                  // a parameter and the kind of its value
	ofOperation
	ofEncoding
	ofClient // the application_type
	ofHeader
	ofMethod
	ofBody // how a body that is written out is odd
	ofSubject
	ofFamily // the case, without its row
	ofRow    // the row, whatever the case
	ofCase
)

// request is a step of a case in one encoding, and its traits.
type request struct {
	step   cases.Step
	traits []trait
}

// traitsOf lists what can be said of a step.
func traitsOf(c cases.Case, encoding cases.Encoding, step cases.Step) []trait {
	all := []trait{{ofEncoding, string(encoding)}, {ofCase, c.ID}}
	segments := strings.Split(c.ID, "/")
	all = append(all, trait{ofSubject, segments[0]})
	for n := 2; n < len(segments); n++ {
		all = append(all, trait{ofFamily, strings.Join(segments[:n], "/")})
	}
	if len(segments) > 2 {
		all = append(all, trait{ofRow, segments[len(segments)-1]})
	}
	if refusal := step.Expect.Refusal; refusal != nil && len(refusal.Messages) == 1 {
		all = append(all, trait{ofMessage, refusal.Messages[0].Message.ID})
	}
	if step.Send.Method != "" && step.Send.Method != "POST" {
		all = append(all, trait{ofMethod, step.Send.Method})
	}
	switch step.Send.ContentType {
	case "":
	case cases.NoContentType:
		all = append(all, trait{ofHeader, "no Content-Type"})
	default:
		all = append(all, trait{ofHeader, "Content-Type"})
	}
	for _, field := range step.Send.Headers {
		all = append(all, trait{ofHeader, field.Name})
	}
	fields, odd := fieldsOf(step.Send, encoding)
	if odd != "" {
		all = append(all, trait{ofBody, odd})
	}
	return append(all, ofFields(fields)...)
}

// fieldsOf lists the parameters of a request, also of one whose body is written out, and
// says how such a body is odd.
func fieldsOf(send cases.Send, encoding cases.Encoding) (fields []cases.Field, odd string) {
	if send.Body == nil {
		return send.Fields, ""
	}
	body := *send.Body
	var value any
	if encoding != cases.JSON {
		return nil, "written out"
	}
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	if strings.TrimSpace(body) == "" {
		return nil, "empty"
	}
	if decoder.Decode(&value) != nil || decoder.More() {
		return nil, "not JSON"
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, "no object"
	}
	for name, value := range object {
		fields = append(fields, cases.Field{Name: name, Value: value})
	}
	switch {
	case hasLoneSurrogate(body):
		odd = "a lone surrogate"
	case depth(body) > 32:
		odd = "deep nesting"
	}
	return fields, odd
}

// hasLoneSurrogate reports whether a JSON text escapes half a character (RFC 8259 §8.2).
func hasLoneSurrogate(body string) bool {
	escapes := regexp.MustCompile(`(?i)\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\ud[89a-f][0-9a-f]{2}`)
	const half = len(`\ud800`)
	return slices.ContainsFunc(escapes.FindAllString(body, -1), func(one string) bool { return len(one) == half })
}

// depth is how deep the lists and objects of a JSON text are nested.
func depth(body string) int {
	deepest, now := 0, 0
	for _, sign := range body {
		switch sign {
		case '[', '{':
			now++
			deepest = max(deepest, now)
		case ']', '}':
			now--
		}
	}
	return deepest
}

// ofFields lists what the parameters of a request are: the operation, and what it has
// besides the least that the operation asks for.
func ofFields(fields []cases.Field) []trait {
	operation, application := "neither operation", ""
	var all []trait
	add := func(one trait) {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	for _, f := range fields {
		name := f.Name
		if strings.HasPrefix(name, "${") || name == "redirect_uris" {
			name = "redirect_uri"
		}
		text, isText := f.Value.(string)
		plain := false
		switch {
		case name == "type" && text == "client_associate":
			operation, plain = "registration", true
		case name == "type" && text == "client_update":
			operation, plain = "update", true
		case name == "application_type" && (text == "web" || text == "native"):
			application, plain = text, true
		case name == "client_id" || name == "client_secret":
			plain = isText && strings.HasPrefix(text, "${") && strings.HasSuffix(text, name+"}") && strings.Count(text, "$") == 1
		}
		if plain {
			continue
		}
		sort := sortOf(f.Value)
		add(trait{ofParameter, name})
		add(trait{ofBoth, name + ": " + sort})
		add(trait{ofValue, sort})
		if sort == "list" || sort == "object" {
			add(trait{ofValue, "list or object"})
		}
		if sort != "text" && sort != "empty text" {
			add(trait{ofValue, "no text"})
			add(trait{ofBoth, name + ": no text"})
		}
		if isText && strings.Contains(strings.TrimSpace(text), " ") {
			add(trait{ofBoth, name + ": several"})
		}
	}
	add(trait{ofOperation, operation})
	if application != "" {
		add(trait{ofClient, application})
	}
	if !slices.ContainsFunc(fields, func(f cases.Field) bool { return f.Name == "application_type" }) && fields != nil {
		add(trait{ofParameter, "no application_type"})
	}
	return all
}

// sortOf is the kind of a value in words.
func sortOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return fmt.Sprint(v)
	case string:
		if v == "" {
			return "empty text"
		}
		return "text"
	case []any:
		return "list"
	case map[string]any, cases.Object:
		return "object"
	}
	return "number"
}
