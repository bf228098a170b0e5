package cases

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// RedirectParameter is the variable that every case may use without capturing
// it: the spelling of the redirect list's name that the target honours.
const RedirectParameter = "redirect_parameter"

// Reference is one ${name} or ${name|filter} in a text.
type Reference struct {
	Name   string
	Filter string // empty: the value as it is
}

// A doubled dollar, $${…}, stands for the text ${…} itself.
var reference = regexp.MustCompile(`\$?\$\{([^{}|]*)(?:\|([^{}|]*))?\}`)

// References lists the references in a text, in order.
func References(text string) []Reference {
	var all []Reference
	for _, match := range reference.FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(match[0], "$$") {
			all = append(all, Reference{match[1], match[2]})
		}
	}
	return all
}

// Expand replaces the references in a text by what value gives for them, and
// $${…} by ${…}. A text that is one reference and nothing else becomes that
// value itself, of whatever type; within a longer text the value is written as
// a string. The first error of value ends it.
//
// A literal, ${hex:…}, is replaced without asking value.
func Expand(text string, value func(Reference) (any, error)) (any, error) {
	literalOr := func(r Reference) (any, error) {
		if r.isLiteral() {
			return r.literal()
		}
		return value(r)
	}
	return expand(text, literalOr, func(escaped string) string { return escaped[1:] })
}

// expand is Expand, with what becomes of $${…} left to the caller.
func expand(text string, value func(Reference) (any, error), escaped func(string) string) (any, error) {
	if !strings.Contains(text, "${") {
		return text, nil
	}
	if m := reference.FindStringSubmatch(text); m != nil && m[0] == text && !strings.HasPrefix(text, "$$") {
		return value(Reference{m[1], m[2]})
	}
	var filled strings.Builder
	done := 0
	for _, m := range reference.FindAllStringSubmatchIndex(text, -1) {
		filled.WriteString(text[done:m[0]])
		done = m[1]
		if match := text[m[0]:m[1]]; strings.HasPrefix(match, "$$") {
			filled.WriteString(escaped(match))
			continue
		}
		r := Reference{Name: text[m[2]:m[3]]}
		if m[4] >= 0 {
			r.Filter = text[m[4]:m[5]]
		}
		v, err := value(r)
		if err != nil {
			return nil, err
		}
		if v, ok := v.(string); ok { // it may have megabytes
			filled.WriteString(v)
			continue
		}
		fmt.Fprint(&filled, v)
	}
	filled.WriteString(text[done:])
	return filled.String(), nil
}

// String writes the reference as it stands in a text.
func (r Reference) String() string {
	if r.Filter == "" {
		return "${" + r.Name + "}"
	}
	return "${" + r.Name + "|" + r.Filter + "}"
}

// UnchangedError is the error of a filter that must corrupt a value and cannot: a
// value of digits has no letter whose case could change.
type UnchangedError struct{ Reference Reference }

func (e UnchangedError) Error() string {
	if other, ok := e.Reference.Unlike(); ok {
		return fmt.Sprintf("%s and %s are the same", e.Reference.Name, other)
	}
	if e.Reference.Filter == "cut" { // to nothing, which would be another fault
		return e.Reference.Name + " is too short to be sent without its last character"
	}
	return fmt.Sprintf("%s is the same %s", e.Reference.Name, Filters()[e.Reference.Filter])
}

// Filters names the filters and what each makes of a value.
func Filters() map[string]string {
	return map[string]string{
		"cut":      "without its last character",
		"extended": "with one character more",
		"nudged":   "with its last letter or digit changed for the one beside it",
		"swapcase": "with small and capital letters changed for one another",
		"json":     "as it stands within a JSON string",
		"form":     "as it stands within a form",
	}
}

// unlike is the beginning of the filter that wants another value than that of a
// variable: ${client.client_id|unlike:client.client_secret}.
const unlike = "unlike:"

// Unlike gives the variable whose value the reference must not have, if its
// filter asks for that.
func (r Reference) Unlike() (variable string, ok bool) { return strings.CutPrefix(r.Filter, unlike) }

// Apply applies a reference's filter to its value. A filter that must corrupt
// a value gives UnchangedError where it would not.
func (r Reference) Apply(value string) (string, error) {
	switch r.Filter {
	case "":
		return value, nil
	case "json":
		text, err := json.Marshal(value)
		if err != nil {
			return "", fmt.Errorf("writing %s as JSON: %w", r.Name, err)
		}
		return string(text[1 : len(text)-1]), nil
	case "form":
		return url.QueryEscape(value), nil
	}
	corrupted := value
	switch runes := []rune(value); r.Filter {
	case "cut":
		if len(runes) > 1 { // an empty value would be another fault: one left out
			corrupted = string(runes[:len(runes)-1])
		}
	case "extended":
		corrupted = value + "x"
	case "nudged":
		if last := len(runes) - 1; last >= 0 {
			corrupted = string(runes[:last]) + string(flipLastBit(runes[last]))
		}
	case "swapcase":
		corrupted = strings.Map(swapCase, value)
	default:
		return "", fmt.Errorf("no filter %q", r.Filter)
	}
	if corrupted == value {
		return "", UnchangedError{r}
	}
	return corrupted, nil
}

// base64Order is the alphabet of base64, in its order (RFC 4648 §5).
const base64Order = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// flipLastBit gives the character of the alphabet of base64 whose value
// differs from it in the last bit. Where a text ends within a byte, both decode to
// the same. What has no place there has A beside it.
func flipLastBit(r rune) rune {
	if at := strings.IndexRune(base64Order, r); at >= 0 {
		return rune(base64Order[at^1])
	}
	return 'A'
}

func swapCase(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}
