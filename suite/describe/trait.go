package describe

import (
	"encoding/json"
	"maps"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/regspec/regspec/cases"
)

// Trait is one thing that can be said of a request. Its order is that in which traits are
// preferred where several describe the same requests.
type Trait struct {
	Kind  Kind
	Value string
}

// Is is the trait of this kind with a value.
func (k Kind) Is(value string) Trait { return Trait{k, value} }

// Kind is what a trait says something of.
type Kind int

// The kinds of Trait, the preferred first.
const (
	OfOutcome   Kind = iota // what is due: success, refusal or either
	OfMessage               // the message that is due
	OfParameter             // a parameter that the request has besides the least
	OfValue                 // the kind of a value, whatever parameter has it
	OfBoth                  // a parameter and the kind of its value
	OfOperation
	OfEncoding
	OfSign   // what a text has in it
	OfClient // the application_type
	OfHeader
	OfMethod
	OfBody    // how a body that is written out is odd
	OfAbsence // a parameter that the request does not have
	OfDetail  // how it is written
	OfSubject
	OfSegment // a part of the case's id, whatever else is in it: often the row
	OfFamily  // the case, without its row
	OfCase
)

// OtherMethods is the trait of a request with any method but POST.
const OtherMethods = "not POST"

// Of lists what can be said of a request.
func Of(send cases.Send, encoding cases.Encoding) []Trait {
	all := []Trait{{OfEncoding, string(encoding)}}
	if send.Method != "" && send.Method != http.MethodPost {
		all = append(all, Trait{OfMethod, send.Method}, Trait{OfMethod, OtherMethods})
	}
	switch send.ContentType {
	case "":
	case cases.NoContentType:
		all = append(all, Trait{OfHeader, "no Content-Type"})
	default:
		all = append(all, Trait{OfHeader, "Content-Type"})
		if strings.ToLower(send.ContentType) != send.ContentType {
			all = append(all, Trait{OfHeader, "Content-Type, in capitals"})
		}
		if _, parameters, ok := strings.Cut(send.ContentType, ";"); ok && parameters != "" {
			all = append(all, Trait{OfHeader, "Content-Type, with parameters"})
		}
	}
	for _, field := range send.Headers {
		if field.Name != "Connection" { // it is about this client
			all = append(all, Trait{OfHeader, field.Name})
		}
	}
	fields, odd := fieldsOf(send, encoding)
	if odd != "" {
		all = append(all, Trait{OfBody, odd})
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
		for _, name := range slices.Sorted(maps.Keys(values)) {
			fields = append(fields, cases.Field{Name: name, Value: values[name][0]})
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
	for _, name := range slices.Sorted(maps.Keys(object)) {
		fields = append(fields, cases.Field{Name: name, Value: object[name]})
	}
	switch {
	case hasLoneSurrogate(body):
		odd = "a lone surrogate"
	case depth(body) > 32:
		odd = "deep nesting"
	case !utf8.ValidString(body):
		odd = "not UTF-8"
	}
	return fields, odd
}

// hasLoneSurrogate reports whether a JSON text escapes half a character (RFC 8259 §8.2).
func hasLoneSurrogate(body string) bool {
	if !strings.Contains(body, `\u`) {
		return false
	}
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
func ofFields(fields []cases.Field) []Trait {
	operation := "neither operation"
	var all []Trait
	add := func(some ...Trait) {
		for _, one := range some {
			if !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	for _, f := range fields {
		text, _ := f.Value.(string)
		switch name := NameOf(f); {
		case name == "type" && text == "client_associate":
			operation = "registration"
		case name == "type" && text == "client_update":
			operation = "update"
		case name == "application_type" && (text == "web" || text == "native"):
			add(Trait{OfClient, text})
		case !OwnCredential(name, text):
			add(ofField(name, f.Value)...)
			for _, sign := range SignsIn(text) {
				add(Trait{OfSign, sign})
			}
		}
	}
	if fields != nil {
		add(absences(fields, operation)...)
	}
	add(Trait{OfOperation, operation})
	return all
}

// absences lists what a request does not have, or not with a value. Only an update needs credentials.
func absences(fields []cases.Field, operation string) []Trait {
	var all []Trait
	for _, name := range documented() {
		if operation != "update" && strings.HasPrefix(name, "client_") {
			continue
		}
		at := slices.IndexFunc(fields, func(f cases.Field) bool { return NameOf(f) == name })
		if at < 0 {
			all = append(all, Trait{OfAbsence, name})
		}
		if at < 0 || fields[at].Value == nil || fields[at].Value == "" {
			all = append(all, Trait{OfAbsence, name + ", or its value,"})
		}
	}
	return all
}

// OwnCredential reports whether a value is the very credential that a client was given.
func OwnCredential(name, text string) bool {
	return strings.HasPrefix(name, "client_") && strings.HasPrefix(text, "${") && strings.HasSuffix(text, name+"}") && strings.Count(text, "$") == 1
}

// ofField lists what can be said of a parameter and the kind of its value.
func ofField(name string, value any) []Trait {
	all := []Trait{{OfParameter, name}}
	if !slices.Contains(documented(), name) {
		all = append(all, Trait{OfParameter, "a parameter that the document does not know"})
	}
	kinds := []string{typeOf(value)}
	switch kinds[0] {
	case "text", "empty text", "null": // to most servers null is as good as nothing
	case "list":
		kinds = append(kinds, "no text")
	default:
		kinds = append(kinds, "no text", "neither text nor list")
	}
	if number, ok := value.(json.Number); ok && outOfRange(number) {
		kinds = append(kinds, "number out of range")
	}
	if kinds[0] == "list" || kinds[0] == "object" {
		all = append(all, Trait{OfValue, "list or object"})
	}
	text, isText := value.(string)
	if isText && strings.TrimSpace(text) == "" {
		kinds = append(kinds, "blank text")
	}
	for _, one := range kinds {
		all = append(all, Trait{OfBoth, name + ": " + one}, Trait{OfValue, one})
	}
	for _, one := range longerThan(text, 50, 64, 100, 128, 255, 512, 1023, 4095) {
		all = append(all, Trait{OfBoth, name + ": text of " + one})
	}
	return all
}

// outOfRange reports whether a number is too large for the types that most languages have.
func outOfRange(n json.Number) bool {
	_, whole := n.Int64()
	at, err := n.Float64()
	return whole != nil && (err != nil || at == math.Trunc(at) && math.Abs(at) >= 1<<63)
}

// documented lists the parameters of the document.
func documented() []string {
	return []string{"type", "client_id", "client_secret", "application_type", "application_name", "contacts", "logo_url", "redirect_uri"}
}

// NameOf is the name of a parameter. The redirect list goes by two, which are one here.
func NameOf(f cases.Field) string {
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
