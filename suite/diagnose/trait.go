package diagnose

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
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
	ofOutcome   kind = iota // what is due: success, refusal or either
	ofMessage               // the message that is due
	ofParameter             // a parameter that the request has besides the least
	ofValue                 // the kind of a value, whatever parameter has it
	ofBoth                  // a parameter and the kind of its value
	ofOperation
	ofEncoding
	ofSign   // what a text has in it
	ofClient // the application_type
	ofHeader
	ofMethod
	ofBody    // how a body that is written out is odd
	ofAbsence // a parameter that the request does not have
	ofSubject
	ofSegment // a part of the case's id, whatever else is in it: often the row
	ofFamily  // the case, without its row
	ofCase
)

// request is a step of a case in one encoding, and its traits.
type request struct {
	step   cases.Step
	traits []trait
}

// about is the parameter that the request has besides the least, if it is one.
func (r request) about() string {
	about := ""
	for _, t := range r.traits {
		if t.kind != ofParameter {
			continue
		}
		if about != "" {
			return ""
		}
		about = t.value
	}
	return about
}

// operation is what the request asks for.
func (r request) operation() string {
	for _, t := range r.traits {
		if t.kind == ofOperation {
			return t.value
		}
	}
	return ""
}

// otherMethods is the trait of a request with any method but POST.
const otherMethods = "not POST"

// traitsOf lists what can be said of a step.
func traitsOf(c cases.Case, encoding cases.Encoding, step cases.Step) []trait {
	all := []trait{{ofEncoding, string(encoding)}, {ofCase, c.ID}}
	segments := strings.Split(c.ID, "/")
	all = append(all, trait{ofSubject, segments[0]})
	for n := 1; n < len(segments); n++ {
		all = append(all, trait{ofSegment, segments[n]})
		if n > 1 {
			all = append(all, trait{ofFamily, strings.Join(segments[:n], "/")})
		}
	}
	switch e := step.Expect; {
	case e.Success != nil && e.Refusal == nil:
		all = append(all, trait{ofOutcome, "success"})
	case e.Refusal != nil && e.Success == nil:
		all = append(all, trait{ofOutcome, "refusal"})
	}
	if refusal := step.Expect.Refusal; refusal != nil && len(refusal.Messages) == 1 {
		all = append(all, trait{ofMessage, refusal.Messages[0].Message.ID})
	}
	if step.Send.Method != "" && step.Send.Method != http.MethodPost {
		all = append(all, trait{ofMethod, step.Send.Method}, trait{ofMethod, otherMethods})
	}
	switch step.Send.ContentType {
	case "":
	case cases.NoContentType:
		all = append(all, trait{ofHeader, "no Content-Type"})
	default:
		all = append(all, trait{ofHeader, "Content-Type"})
		if strings.ToLower(step.Send.ContentType) != step.Send.ContentType {
			all = append(all, trait{ofHeader, "Content-Type, in capitals"})
		}
		if _, parameters, ok := strings.Cut(step.Send.ContentType, ";"); ok && parameters != "" {
			all = append(all, trait{ofHeader, "Content-Type, with parameters"})
		}
	}
	for _, field := range step.Send.Headers {
		if field.Name != "Connection" { // it is about this client
			all = append(all, trait{ofHeader, field.Name})
		}
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
		values, err := url.ParseQuery(body)
		if err != nil || !strings.Contains(body, "=") {
			return nil, "no form"
		}
		for name, list := range values {
			fields = append(fields, cases.Field{Name: name, Value: list[0]})
		}
		return fields, ""
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
	operation := "neither operation"
	var all []trait
	add := func(some ...trait) {
		for _, one := range some {
			if !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	for _, f := range fields {
		text, _ := f.Value.(string)
		switch name := nameOf(f); {
		case name == "type" && text == "client_associate":
			operation = "registration"
		case name == "type" && text == "client_update":
			operation = "update"
		case name == "application_type" && (text == "web" || text == "native"):
			add(trait{ofClient, text})
		case !ownCredential(name, text):
			add(ofField(name, f.Value)...)
			for _, sign := range signsIn(text) {
				add(trait{ofSign, sign})
			}
		}
	}
	for _, name := range documented() {
		sent := slices.ContainsFunc(fields, func(f cases.Field) bool { return nameOf(f) == name })
		if fields != nil && !sent && !strings.HasPrefix(name, "client_") {
			add(trait{ofAbsence, name})
		}
	}
	add(trait{ofOperation, operation})
	return all
}

// ownCredential reports whether a value is the very credential that a client was given.
func ownCredential(name, text string) bool {
	return strings.HasPrefix(name, "client_") && strings.HasPrefix(text, "${") && strings.HasSuffix(text, name+"}") && strings.Count(text, "$") == 1
}

// ofField lists what can be said of a parameter and the kind of its value.
func ofField(name string, value any) []trait {
	all := []trait{{ofParameter, name}}
	if !slices.Contains(documented(), name) {
		all = append(all, trait{ofParameter, "a parameter that the document does not know"})
	}
	kinds := []string{typeOf(value)}
	switch kinds[0] {
	case "text", "empty text":
	case "list":
		kinds = append(kinds, "no text")
	default:
		kinds = append(kinds, "no text", "neither text nor list")
	}
	if kinds[0] == "list" || kinds[0] == "object" {
		all = append(all, trait{ofValue, "list or object"})
	}
	for _, one := range kinds {
		all = append(all, trait{ofBoth, name + ": " + one}, trait{ofValue, one})
	}
	return all
}

// documented lists the parameters of the document.
func documented() []string {
	return []string{"type", "client_id", "client_secret", "application_type", "application_name", "contacts", "logo_url", "redirect_uri"}
}

// nameOf is the name of a parameter. The redirect list goes by two, which are one here.
func nameOf(f cases.Field) string {
	if strings.HasPrefix(f.Name, "${redirect") || f.Name == "redirect_uris" {
		return "redirect_uri"
	}
	return f.Name
}

// typeOf is the type of a value in words.
func typeOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
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
