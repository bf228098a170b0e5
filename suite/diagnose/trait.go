package diagnose

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

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
	if step.Send.Method != "" && step.Send.Method != "POST" {
		all = append(all, trait{ofMethod, step.Send.Method}, trait{ofMethod, "not POST"})
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
	operation, application := "neither operation", ""
	var all []trait
	add := func(one trait) {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	for _, f := range fields {
		name := nameOf(f)
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
		sort := typeOf(f.Value)
		add(trait{ofParameter, name})
		if !slices.Contains(documented(), name) {
			add(trait{ofParameter, "a parameter that the document does not know"})
		}
		add(trait{ofBoth, name + ": " + sort})
		add(trait{ofValue, sort})
		if sort == "list" || sort == "object" {
			add(trait{ofValue, "list or object"})
		}
		if sort != "text" && sort != "empty text" {
			add(trait{ofValue, "no text"})
			add(trait{ofBoth, name + ": no text"})
		}
		if sort != "text" && sort != "empty text" && sort != "list" {
			add(trait{ofValue, "neither text nor list"})
			add(trait{ofBoth, name + ": neither text nor list"})
		}
		for _, sign := range signsIn(text) {
			add(trait{ofSign, sign})
		}
	}
	for _, name := range []string{"type", "application_type", "application_name", "contacts", "logo_url", "redirect_uri"} {
		if fields != nil && !slices.ContainsFunc(fields, func(f cases.Field) bool { return nameOf(f) == name }) {
			add(trait{ofAbsence, name})
		}
	}
	add(trait{ofOperation, operation})
	if application != "" {
		add(trait{ofClient, application})
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

// signsIn lists what a text has in it that servers have been seen to stumble over.
func signsIn(text string) []string {
	var all []string
	text = withoutReferences(text)
	for _, one := range []struct {
		name string
		is   func(rune) bool
	}{
		{"a space", func(r rune) bool { return r == ' ' }},
		{"a NUL", func(r rune) bool { return r == 0 }},
		{"a line end", func(r rune) bool { return r == '\n' || r == '\r' }},
		{"a control character", func(r rune) bool { return unicode.IsControl(r) }},
		{"a quote", func(r rune) bool { return r == '"' }},
		{"an apostrophe", func(r rune) bool { return r == '\'' }},
		{"a backslash", func(r rune) bool { return r == '\\' }},
		{"a percent sign", func(r rune) bool { return r == '%' }},
		{"a plus sign", func(r rune) bool { return r == '+' }},
		{"an ampersand", func(r rune) bool { return r == '&' }},
		{"a brace", func(r rune) bool { return r == '{' || r == '}' }},
		{"an angle bracket", func(r rune) bool { return r == '<' || r == '>' }},
		{"a dollar sign", func(r rune) bool { return r == '$' }},
		{"a capital", unicode.IsUpper},
		{"a digit", unicode.IsDigit},
		{"a hyphen", func(r rune) bool { return r == '-' }},
		{"an underscore", func(r rune) bool { return r == '_' }},
		{"a sign beyond ASCII", func(r rune) bool { return r > unicode.MaxASCII }},
		{"a sign beyond 16 bits", func(r rune) bool { return r > 0xFFFF }},
		{"punctuation", func(r rune) bool { return r < unicode.MaxASCII && unicode.IsPunct(r) }},
	} {
		if strings.ContainsFunc(text, one.is) {
			all = append(all, one.name)
		}
	}
	if len(text) > 255 {
		all = append(all, "more than 255 characters")
	}
	return all
}

// withoutReferences takes the variables out of a text.
func withoutReferences(text string) string {
	for {
		before, rest, found := strings.Cut(text, "${")
		_, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return text
		}
		text = before + after
	}
}

// typeOf is the type of a value in words.
func typeOf(value any) string {
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
