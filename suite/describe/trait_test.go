package describe

import (
	"slices"
	"testing"

	"github.com/regspec/regspec/cases"
)

func TestTraits(t *testing.T) {
	body := func(text string) cases.Send { return cases.Send{Body: &text} }
	fields := func(all ...cases.Field) cases.Send {
		return cases.Send{Fields: append([]cases.Field{{Name: "type", Value: "client_associate"}, {Name: "application_type", Value: "web"}}, all...)}
	}
	for _, row := range []struct {
		name     string
		encoding cases.Encoding
		send     cases.Send
		has      []Trait
		hasNot   []Kind
	}{
		{"the least", cases.JSON, fields(), []Trait{{OfOperation, "registration"}, {OfClient, "web"}, {OfEncoding, "json"}, {OfAbsence, "contacts"}}, []Kind{OfParameter, OfBody, OfSign}},
		{"a list", cases.JSON, fields(cases.Field{Name: "contacts", Value: []any{"x"}}), []Trait{{OfBoth, "contacts: list"}, {OfValue, "list or object"}, {OfValue, "no text"}}, []Kind{OfSign}},
		{"a number", cases.JSON, fields(cases.Field{Name: "contacts", Value: 5}), []Trait{{OfBoth, "contacts: neither text nor list"}}, nil},
		{"nothing", cases.JSON, fields(cases.Field{Name: "contacts", Value: nil}), []Trait{{OfBoth, "contacts: null"}}, nil},
		{"either name of the list", cases.JSON, fields(cases.Field{Name: "${redirect_parameter}", Value: "x"}), []Trait{{OfParameter, "redirect_uri"}}, nil},
		{"an unknown parameter", cases.JSON, fields(cases.Field{Name: "colour", Value: "x"}), []Trait{{OfParameter, "a parameter that the document does not know"}}, nil},
		{"own credentials", cases.JSON, fields(cases.Field{Name: "client_secret", Value: "${client.client_secret}"}), nil, []Kind{OfParameter}},
		{"credentials with something behind", cases.JSON, fields(cases.Field{Name: "client_secret", Value: "${client.client_secret}'"}), []Trait{{OfParameter, "client_secret"}, {OfSign, "an apostrophe"}}, nil},
		{"signs", cases.Form, fields(cases.Field{Name: "contacts", Value: "a b\n\x00é😀"}), []Trait{{OfSign, "a space"}, {OfSign, "a line end"}, {OfSign, "a NUL"}, {OfSign, "a sign beyond ASCII"}, {OfSign, "a sign beyond 16 bits"}}, nil},
		{"JSON that is written out", cases.JSON, body(`{"type":"client_update","logo_url":5}`), []Trait{{OfOperation, "update"}, {OfBoth, "logo_url: number"}}, []Kind{OfBody}},
		{"a form that is written out", cases.Form, body("type=client_update&logo_url=x"), []Trait{{OfOperation, "update"}, {OfParameter, "logo_url"}}, []Kind{OfBody}},
		{"a long text", cases.JSON, fields(cases.Field{Name: "logo_url", Value: "https://a.example.org/${hex:61|x300}"}), []Trait{{OfBoth, "logo_url: text of more than 255 characters"}, {OfSign, "more than 255 characters"}}, nil},
		{"a text that is only long in bytes", cases.JSON, fields(cases.Field{Name: "logo_url", Value: "${hex:f09f93b7|x100}"}), []Trait{{OfBoth, "logo_url: text of more than 255 bytes"}, {OfSign, "a sign beyond 16 bits"}}, nil},
		{"a sign that is written as a literal", cases.JSON, fields(cases.Field{Name: "contacts", Value: "a${hex:00}b"}), []Trait{{OfSign, "a NUL"}}, nil},
		{"no secret in an update", cases.JSON, body(`{"type":"client_update","client_id":"x"}`), []Trait{{OfAbsence, "client_secret"}, {OfAbsence, "client_secret, or its value,"}}, nil},
		{"an empty secret in an update", cases.JSON, body(`{"type":"client_update","client_id":"x","client_secret":""}`), []Trait{{OfAbsence, "client_secret, or its value,"}}, nil},
		{"a text that is not so long", cases.JSON, fields(cases.Field{Name: "logo_url", Value: "https://a.example.org/${hex:61|x30}"}), nil, []Kind{OfBody}},
		{"no form", cases.Form, body("x"), []Trait{{OfBody, "no form"}}, []Kind{OfParameter}},
		{"no JSON", cases.JSON, body("{"), []Trait{{OfBody, "not JSON"}}, []Kind{OfParameter}},
		{"JSON and more", cases.JSON, body("{} x"), []Trait{{OfBody, "not JSON"}}, nil},
		{"no object", cases.JSON, body("[]"), []Trait{{OfBody, "no object"}}, nil},
		{"an empty body", cases.JSON, body(" "), []Trait{{OfBody, "empty"}}, nil},
		{"half a character", cases.JSON, body(`{"a":"\ud800"}`), []Trait{{OfBody, "a lone surrogate"}}, nil},
		{"a whole one", cases.JSON, body(`{"a":"\ud83d\ude00"}`), nil, []Kind{OfBody}},
		{"another method", cases.JSON, cases.Send{Method: "PUT"}, []Trait{{OfMethod, "PUT"}, {OfMethod, OtherMethods}}, nil},
		{"no media type", cases.JSON, cases.Send{ContentType: cases.NoContentType}, []Trait{{OfHeader, "no Content-Type"}}, nil},
		{"a media type in capitals", cases.JSON, cases.Send{ContentType: "Application/JSON;a=b"}, []Trait{{OfHeader, "Content-Type, in capitals"}, {OfHeader, "Content-Type, with parameters"}}, nil},
	} {
		got := Of(row.send, row.encoding)
		for _, want := range row.has {
			if !slices.Contains(got, want) {
				t.Errorf("%s: there is no %v in %v", row.name, want, got)
			}
		}
		for _, one := range got {
			if slices.Contains(row.hasNot, one.Kind) {
				t.Errorf("%s: there is %v", row.name, one)
			}
		}
	}
	if deep := depth(`{"a":[[1],{"b":2}]}`); deep != 3 {
		t.Errorf("got a depth of %d, want 3", deep)
	}
}
