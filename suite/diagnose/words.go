package diagnose

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
)

// words says of the requests with a fault what they have in common; it is "" where that is
// nothing that could be said.
func (r *run) words(f *found) string {
	kinds := map[describe.Kind]bool{}
	for _, t := range f.Description {
		kinds[t.Kind] = true
	}
	d := slices.DeleteFunc(slices.Clone(f.Description), func(t describe.Trait) bool {
		switch t.Kind {
		case describe.OfOutcome:
			return f.sort >= carriedOut
		case describe.OfMessage, describe.OfParameter:
			return f.sort == carriedOut && f.what != "" || t.Kind == describe.OfParameter && kinds[describe.OfBoth]
		case describe.OfAbsence: // with anything else it is chance, and a client that is not known is gone
			if name, _, _ := strings.Cut(t.Value, ","); name == "type" || name == "application_type" || strings.HasPrefix(name, "client_") { // few leave these out
				return false
			}
			return f.what == unauthorized || len(f.Description) > 1 && (f.sort != refused || kinds[describe.OfParameter] || kinds[describe.OfBoth])
		case describe.OfValue, describe.OfBoth, describe.OfOperation, describe.OfEncoding, describe.OfSign, describe.OfClient, describe.OfHeader, describe.OfMethod, describe.OfBody, describe.OfDetail, describe.OfSubject, describe.OfSegment, describe.OfFamily, describe.OfCase:
		}
		return false
	})
	slices.SortStableFunc(d, func(a, b describe.Trait) int { return int(a.Kind) - int(b.Kind) })
	var parts []string
	for _, t := range d {
		parts = append(parts, " "+r.word(t))
	}
	return strings.Join(parts, ",")
}

// subjects says in which cases a fault was seen, where nothing better can be said.
func (r *run) subjects(f *found) string {
	var all []string
	var families []describe.Trait // of all of them; the longest is the last
	first := true
	for i, one := range r.requests {
		if !f.Requests.Has(i) {
			continue
		}
		var its []describe.Trait
		for _, t := range one.traits {
			if t.Kind == describe.OfFamily {
				its = append(its, t)
			}
			if t.Kind == describe.OfSubject && !slices.Contains(all, t.Value) {
				all = append(all, t.Value)
			}
		}
		if first {
			families, first = its, false
		}
		families = slices.DeleteFunc(families, func(t describe.Trait) bool { return !slices.Contains(its, t) })
	}
	switch {
	case len(families) > 0:
		return " " + r.word(families[len(families)-1])
	case len(all) == 0:
		return ""
	}
	return " on requests of several kinds (cases of " + strings.Join(all, ", ") + ")"
}

// titles lists those of the cases with a fault.
func (r *run) titles(f *found) []string {
	var all []string
	for i, one := range r.requests {
		if f.Requests.Has(i) && !slices.Contains(all, one.title) {
			all = append(all, one.title)
		}
	}
	return all
}

// word says one trait of a request.
func (r *run) word(t describe.Trait) string {
	switch t.Kind {
	case describe.OfOutcome:
		return map[string]string{"success": "on what conforms", "refusal": "on what must be refused"}[t.Value]
	case describe.OfMessage:
		return "where “" + clipped(r.text(t.Value)) + "” is due"
	case describe.OfParameter:
		return "when " + t.Value + " is given"
	case describe.OfValue:
		return "when a value is " + article(t.Value)
	case describe.OfBoth:
		name, value, _ := strings.Cut(t.Value, ": ")
		return "when " + name + " is " + article(value)
	case describe.OfOperation:
		if t.Value == "neither operation" {
			return "without a type that is known"
		}
		return "in " + article(t.Value)
	case describe.OfEncoding:
		if t.Value == string(cases.JSON) {
			return "in JSON"
		}
		return "in a form"
	case describe.OfSign:
		return "when a value has " + t.Value
	case describe.OfClient:
		return "of a " + t.Value + " client"
	case describe.OfHeader:
		return "with " + t.Value
	case describe.OfMethod:
		if t.Value == describe.OtherMethods {
			return "with another method than POST"
		}
		return "with " + t.Value
	case describe.OfBody:
		return "when the body is " + t.Value
	case describe.OfAbsence:
		return "when " + t.Value + " is left out"
	case describe.OfDetail, describe.OfSubject, describe.OfSegment, describe.OfFamily, describe.OfCase:
	}
	return "in cases of " + t.Value
}

// sampleText is the most of a request that a title has, in bytes.
const sampleText = 40

// sample is what is odd in a request, in a few signs; "" where nothing is.
func sample(of request) string {
	send := of.step.Send
	switch {
	case send.Method != "" && send.Method != http.MethodPost:
		return send.Method
	case send.Body != nil:
		return short(*send.Body)
	case send.ContentType == cases.NoContentType:
		return "without a Content-Type"
	case send.ContentType != "":
		return "Content-Type: " + short(send.ContentType)
	}
	for _, f := range send.Fields {
		text, isText := f.Value.(string)
		if slices.ContainsFunc(of.traits, func(t describe.Trait) bool { return t == describe.OfParameter.Is(describe.NameOf(f)) }) && !describe.OwnCredential(f.Name, text) {
			if isText {
				return describe.NameOf(f) + ": " + short(strconv.Quote(text))
			}
			value, err := json.Marshal(f.Value)
			if err != nil {
				return describe.NameOf(f)
			}
			return describe.NameOf(f) + ": " + short(string(value))
		}
	}
	return ""
}

func short(text string) string {
	text = describe.References("…", text)
	if len(text) <= sampleText {
		return text
	}
	return strings.ToValidUTF8(text[:sampleText], "") + "…"
}

// text is a message as the document has it.
func (r *run) text(id string) string {
	for _, m := range r.messages {
		if m.ID == id {
			return m.Text
		}
	}
	return id
}

func article(value string) string {
	switch {
	case value == "null", value == "true", value == "false", strings.HasPrefix(value, "no "), strings.HasPrefix(value, "neither"):
		return value
	case strings.ContainsRune("aeiou", rune(value[0])):
		return "an " + value
	}
	return "a " + value
}
