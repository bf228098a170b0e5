package diagnose

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
		has      []trait
		hasNot   []kind
	}{
		{"the least", cases.JSON, fields(), []trait{{ofOperation, "registration"}, {ofClient, "web"}, {ofEncoding, "json"}, {ofAbsence, "contacts"}}, []kind{ofParameter, ofBody, ofSign}},
		{"a list", cases.JSON, fields(cases.Field{Name: "contacts", Value: []any{"x"}}), []trait{{ofBoth, "contacts: list"}, {ofValue, "list or object"}, {ofValue, "no text"}}, []kind{ofSign}},
		{"a number", cases.JSON, fields(cases.Field{Name: "contacts", Value: 5}), []trait{{ofBoth, "contacts: neither text nor list"}}, nil},
		{"nothing", cases.JSON, fields(cases.Field{Name: "contacts", Value: nil}), []trait{{ofBoth, "contacts: null"}}, nil},
		{"either name of the list", cases.JSON, fields(cases.Field{Name: "${redirect_parameter}", Value: "x"}), []trait{{ofParameter, "redirect_uri"}}, nil},
		{"an unknown parameter", cases.JSON, fields(cases.Field{Name: "colour", Value: "x"}), []trait{{ofParameter, "a parameter that the document does not know"}}, nil},
		{"own credentials", cases.JSON, fields(cases.Field{Name: "client_secret", Value: "${client.client_secret}"}), nil, []kind{ofParameter}},
		{"credentials with something behind", cases.JSON, fields(cases.Field{Name: "client_secret", Value: "${client.client_secret}'"}), []trait{{ofParameter, "client_secret"}, {ofSign, "an apostrophe"}}, nil},
		{"signs", cases.Form, fields(cases.Field{Name: "contacts", Value: "a b\n\x00é😀"}), []trait{{ofSign, "a space"}, {ofSign, "a line end"}, {ofSign, "a NUL"}, {ofSign, "a sign beyond ASCII"}, {ofSign, "a sign beyond 16 bits"}}, nil},
		{"JSON that is written out", cases.JSON, body(`{"type":"client_update","logo_url":5}`), []trait{{ofOperation, "update"}, {ofBoth, "logo_url: number"}}, []kind{ofBody}},
		{"a form that is written out", cases.Form, body("type=client_update&logo_url=x"), []trait{{ofOperation, "update"}, {ofParameter, "logo_url"}}, []kind{ofBody}},
		{"no form", cases.Form, body("x"), []trait{{ofBody, "no form"}}, []kind{ofParameter}},
		{"no JSON", cases.JSON, body("{"), []trait{{ofBody, "not JSON"}}, []kind{ofParameter}},
		{"JSON and more", cases.JSON, body("{} x"), []trait{{ofBody, "not JSON"}}, nil},
		{"no object", cases.JSON, body("[]"), []trait{{ofBody, "no object"}}, nil},
		{"an empty body", cases.JSON, body(" "), []trait{{ofBody, "empty"}}, nil},
		{"half a character", cases.JSON, body(`{"a":"\ud800"}`), []trait{{ofBody, "a lone surrogate"}}, nil},
		{"a whole one", cases.JSON, body(`{"a":"\ud83d\ude00"}`), nil, []kind{ofBody}},
		{"another method", cases.JSON, cases.Send{Method: "PUT"}, []trait{{ofMethod, "PUT"}, {ofMethod, otherMethods}}, nil},
		{"no media type", cases.JSON, cases.Send{ContentType: cases.NoContentType}, []trait{{ofHeader, "no Content-Type"}}, nil},
		{"a media type in capitals", cases.JSON, cases.Send{ContentType: "Application/JSON;a=b"}, []trait{{ofHeader, "Content-Type, in capitals"}, {ofHeader, "Content-Type, with parameters"}}, nil},
	} {
		got := traitsOf(cases.Case{ID: "a/b/c"}, row.encoding, cases.Step{Send: row.send})
		for _, want := range row.has {
			if !slices.Contains(got, want) {
				t.Errorf("%s: there is no %v in %v", row.name, want, got)
			}
		}
		for _, one := range got {
			if slices.Contains(row.hasNot, one.kind) {
				t.Errorf("%s: there is %v", row.name, one)
			}
		}
	}
	if deep := depth(`{"a":[[1],{"b":2}]}`); deep != 3 {
		t.Errorf("got a depth of %d, want 3", deep)
	}
}
