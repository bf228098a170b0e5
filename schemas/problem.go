package schemas

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/agnivade/levenshtein"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Invalid is the error of a value that does not match its schema.
type Invalid struct {
	Schema   Name
	Problems []Problem // at least one, in the order of their locations
}

// Error joins the problems to one line.
func (e *Invalid) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "; ")
}

// Problem is one way in which a value departs from its schema.
type Problem struct {
	// Path leads from the top of the value to the member at fault: names of
	// members and indices of items. A missing member's path ends with its name.
	Path []string
	// Text says what is wrong there, to be read after the location.
	Text string
	// Missing marks a member that is not there at all.
	Missing bool
}

// String is the location in words and what is wrong there:
// "cases[2].steps[0].send: …".
func (p Problem) String() string {
	if len(p.Path) == 0 {
		return "the whole value " + p.Text
	}
	return p.Location() + " " + p.Text
}

// Location writes Path as a person would: cases[2].send.fields.
func (p Problem) Location() string { return Location(p.Path) }

var (
	index = regexp.MustCompile(`^\d+$`)
	plain = sync.OnceValue(func() *regexp.Regexp { // its classes take long to compile
		return regexp.MustCompile(`^[\pL_$][\pL\pN_$|{}-]*$`)
	})
)

// Location writes a path as a person would: cases[2].send.fields, and
// headers["X Y"] for a name that would not be seen to be one.
func Location(path []string) string {
	var b strings.Builder
	for _, part := range path {
		switch {
		case index.MatchString(part):
			b.WriteString("[" + part + "]")
		case !plain().MatchString(part):
			b.WriteString("[" + quoted(part) + "]")
		case b.Len() == 0:
			b.WriteString(part)
		default:
			b.WriteString("." + part)
		}
	}
	return b.String()
}

// problems flattens the tree of a violation to its leaves, each in words.
func problems(violation *jsonschema.ValidationError, source, value any) []Problem {
	var found []Problem
	var walk func(*jsonschema.ValidationError)
	walk = func(v *jsonschema.ValidationError) {
		if len(v.Causes) == 0 {
			found = append(found, inWords(v, source, value)...)
		}
		for _, cause := range v.Causes {
			walk(cause)
		}
	}
	walk(violation)
	slices.SortFunc(found, func(a, b Problem) int {
		return cmp.Or(slices.CompareFunc(a.Path, b.Path, comparePart), strings.Compare(a.Text, b.Text))
	})
	return slices.CompactFunc(found, func(a, b Problem) bool { return a.String() == b.String() })
}

// comparePart puts cases[2] before cases[10], and places before names.
func comparePart(a, b string) int {
	place := func(part string) int {
		if n, err := strconv.Atoi(part); err == nil {
			return n
		}
		return math.MaxInt
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a, b))
}

// inWords tells one leaf. A leaf about several members becomes one problem each.
func inWords(v *jsonschema.ValidationError, source, value any) []Problem {
	path := split(v.InstanceLocation)
	at := func(text string, more ...string) Problem {
		return Problem{Path: slices.Concat(path, more), Text: text}
	}
	_, pointer, _ := strings.Cut(v.AbsoluteKeywordLocation, "#")
	keywordPath := split(pointer)
	rule := lookup(source, keywordPath)
	parent, _ := lookup(source, keywordPath[:max(0, len(keywordPath)-1)]).(map[string]any)
	got := lookup(value, path)

	switch keyword(keywordPath) {
	case "required":
		var all []Problem
		members, _ := got.(map[string]any)
		for _, name := range texts(rule) {
			if _, there := members[name]; !there {
				p := at("is missing", name)
				p.Missing = true
				all = append(all, p)
			}
		}
		return all
	case "additionalProperties":
		var all []Problem
		known, _ := parent["properties"].(map[string]any)
		members, _ := got.(map[string]any)
		for name := range members {
			if _, ok := known[name]; !ok {
				all = append(all, at("is not known here"+Suggest(name, keys(known)), name))
			}
		}
		return all
	case "dependentRequired":
		p := at("is missing, and goes with "+keywordPath[len(keywordPath)-2], fmt.Sprint(rule))
		p.Missing = true
		return []Problem{p}
	}
	subject := "is " + describe(got)
	if slices.Contains(keywordPath, "propertyNames") { // the name is at fault, and the value is not looked at
		subject = "is the name " + quoted(last(path))
	}
	return []Problem{at(sentence(keyword(keywordPath), subject, rule, parent, v.Message))}
}

// sentence says what is wrong with one value, by the keyword that it breaks.
func sentence(keyword, subject string, rule any, schema map[string]any, otherwise string) string {
	switch keyword {
	case "type":
		return subject + ", and must be " + oneOf(rule, typeWords)
	case "enum", "const":
		return subject + ", and must be " + oneOf(rule, quoted)
	case "minLength":
		return "is empty"
	case "minItems":
		return "must have at least " + count(rule, "item")
	case "maxItems":
		return "must have at most " + count(rule, "item")
	case "minProperties":
		return "must have at least " + count(rule, "member")
	case "maxProperties":
		return "must have at most " + count(rule, "member") + because(schema)
	case "uniqueItems":
		return "has one item twice"
	case "pattern":
		if examples, ok := schema["examples"].([]any); ok {
			return subject + ", and must be written like " + oneOf(examples, quoted)
		}
		return fmt.Sprintf("%s, and must match %v", subject, rule)
	case "minimum":
		return fmt.Sprintf("%s, and must be at least %v", subject, rule)
	case "maximum":
		return fmt.Sprintf("%s, and must be at most %v", subject, rule)
	case "not":
		return "does not belong here" + because(schema)
	}
	return "is not as it must be: " + otherwise
}

// keyword is the rule that a path into a schema leads to. A dependentRequired
// is followed by the member that needs the other, and a place.
func keyword(path []string) string {
	if n := len(path); n > 2 && path[n-3] == "dependentRequired" {
		return path[n-3]
	}
	return last(path)
}

// because is what a schema says of a rule that does not explain itself.
func because(schema map[string]any) string {
	if reason, ok := schema["description"].(string); ok {
		return ": " + reason
	}
	return ""
}

func count(rule any, noun string) string {
	if fmt.Sprint(rule) == "1" {
		return "1 " + noun
	}
	return fmt.Sprintf("%v %ss", rule, noun)
}

// Suggest is "; did you mean x?" when one of the known names is close to name,
// and else the list of them, or nothing if there are none.
func Suggest(name string, known []string) string {
	if len(known) == 0 {
		return ""
	}
	nearest := slices.MinFunc(known, func(a, b string) int {
		return levenshtein.ComputeDistance(name, a) - levenshtein.ComputeDistance(name, b)
	})
	if levenshtein.ComputeDistance(name, nearest) <= 1+len(name)/3 {
		return "; did you mean " + nearest + "?"
	}
	if len(known) > 12 {
		return ""
	}
	return "; known are " + strings.Join(known, ", ")
}

func typeWords(rule any) string {
	switch rule {
	case "object", "array", "integer":
		return fmt.Sprintf("an %v", rule)
	case "null":
		return "null"
	}
	return fmt.Sprintf("a %v", rule)
}

// quoted writes a value as JSON, with < and & as they are.
func quoted(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// oneOf joins what a rule allows, a single value or a list of them.
func oneOf(rule any, word func(any) string) string {
	list, ok := rule.([]any)
	if !ok {
		return word(rule)
	}
	words := make([]string, len(list))
	for i, item := range list {
		words[i] = word(item)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// describe names a value's type, and the value itself where it is short.
func describe(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "an object"
	case []any:
		return "an array"
	case bool:
		return fmt.Sprintf("the boolean %v", v)
	case string:
		if len(v) > 60 {
			return "a string of " + strconv.Itoa(len(v)) + " bytes"
		}
		return "the string " + quoted(v)
	}
	number := quoted(value)
	if len(number) > 60 {
		return "a number of " + strconv.Itoa(len(number)) + " digits"
	}
	return "the number " + number
}

// split cuts a JSON pointer (RFC 6901) into its parts. The library
// percent-encodes what a URL fragment would not allow.
func split(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, part := range parts {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		parts[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
	}
	return parts
}

func lookup(value any, path []string) any {
	for _, part := range path {
		switch v := value.(type) {
		case map[string]any:
			value = v[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

func last(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return path[len(path)-1]
}

func texts(rule any) []string {
	list, _ := rule.([]any)
	names := make([]string, 0, len(list))
	for _, item := range list {
		if name, ok := item.(string); ok {
			names = append(names, name)
		}
	}
	return names
}

func keys(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
