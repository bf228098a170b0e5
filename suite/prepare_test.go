package suite

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// fields makes parameters of names and values in turn.
func fields(pairs ...any) []cases.Field {
	var all []cases.Field
	for pair := range slices.Chunk(pairs, 2) {
		all = append(all, cases.Field{Name: pair[0].(string), Value: pair[1]})
	}
	return all
}

func object(pairs ...any) cases.Object { return fields(pairs...) }

func written(r wire.Request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", r.Method)
	for _, f := range r.Header {
		fmt.Fprintf(&b, "|%s: %s", f.Name, f.Value)
	}
	return b.String() + "|" + string(r.Body)
}

// A value that must be unlike another one has nothing to test where it is the same.
func TestUnlike(t *testing.T) {
	known := variables{"client.client_id": "a", "client.client_secret": "b", "other.client_secret": "a"}
	if got, err := known.scope().text("${client.client_id|unlike:client.client_secret}"); got != "a" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	_, err := known.scope().text("${client.client_id|unlike:other.client_secret}")
	if unchanged, ok := errors.AsType[cases.UnchangedError](err); !ok || unchanged.Error() != "client.client_id and other.client_secret are the same" {
		t.Errorf("got %v", err)
	}
}

func TestPrepare(t *testing.T) {
	known := variables{"client.client_id": `a"b&c`, "word": "böb", cases.RedirectParameter: "redirect_uris"}
	const (
		inJSON = "POST|Content-Type: application/json|"
		inForm = "POST|Content-Type: application/x-www-form-urlencoded|"
	)
	for _, row := range []struct {
		name     string
		send     cases.Send
		encoding cases.Encoding
		want     string
	}{
		{"JSON", cases.Send{Fields: fields("b", "1", "a", "2")}, cases.JSON, inJSON + `{"b":"1","a":"2"}`},
		{"form", cases.Send{Fields: fields("b", "1", "a", "2")}, cases.Form, inForm + "b=1&a=2"},
		{"no parameters in JSON", cases.Send{}, cases.JSON, inJSON + `{}`},
		{"no parameters in a form", cases.Send{}, cases.Form, inForm},
		{"signs in JSON", cases.Send{Fields: fields("a", "<ö&\"\\\n/'>\U0001F4F7")}, cases.JSON, inJSON + `{"a":"<ö&\"\\\n/'>` + "\U0001F4F7" + `"}`},
		{"signs in a form", cases.Send{Fields: fields("a+b", "1 2+3&4=5%6;ö~")}, cases.Form, inForm + "a%2Bb=1+2%2B3%264%3D5%256%3B%C3%B6~"},
		{"a parameter twice in JSON", cases.Send{Fields: fields("a", "1", "a", "2")}, cases.JSON, inJSON + `{"a":"1","a":"2"}`},
		{"a parameter twice in a form", cases.Send{Fields: fields("a", "1", "a", "2")}, cases.Form, inForm + "a=1&a=2"},
		{"empty values", cases.Send{Fields: fields("a", "", "", "b")}, cases.Form, inForm + "a=&=b"},
		{"typed values", cases.Send{Fields: fields("n", nil, "t", true, "i", uint64(18446744073709551615), "f", 0.5, "l", []any{"x", []any{1, nil}}, "o", object("z", 1, "y", "2"))}, cases.JSON, inJSON + `{"n":null,"t":true,"i":18446744073709551615,"f":0.5,"l":["x",[1,null]],"o":{"z":1,"y":"2"}}`},
		{"variables in JSON", cases.Send{Fields: fields("id", "${client.client_id}", "${redirect_parameter}", "x ${word}!")}, cases.JSON, inJSON + `{"id":"a\"b&c","redirect_uris":"x böb!"}`},
		{"variables in a form", cases.Send{Fields: fields("id", "${client.client_id}", "${redirect_parameter}", "x ${word}!")}, cases.Form, inForm + `id=a%22b%26c&redirect_uris=x+b%C3%B6b%21`},
		{"variables within typed values", cases.Send{Fields: fields("l", []any{"${word}", object("${word}", "${word}")})}, cases.JSON, inJSON + `{"l":["böb",{"böb":"böb"}]}`},
		{"a dollar that is none", cases.Send{Fields: fields("a", "$$ $${word} ${ $")}, cases.JSON, inJSON + `{"a":"$$ ${word} ${ $"}`},
		{"a spoiled variable", cases.Send{Fields: fields("a", "${word|cut}", "b", "${word|extended}", "c", "${word|swapcase}")}, cases.JSON, inJSON + `{"a":"bö","b":"böbx","c":"BÖB"}`},
		{"raw body", cases.Send{Body: new("{not JSON\r\n\x00")}, cases.JSON, inJSON + "{not JSON\r\n\x00"},
		{"empty raw body", cases.Send{Body: new("")}, cases.JSON, inJSON},
		{"raw body in a form", cases.Send{Body: new("a=%zz&&")}, cases.Form, inForm + "a=%zz&&"},
		{"variables in raw bodies", cases.Send{Body: new(`{"id":"${client.client_id|json}"} id=${client.client_id|form}`)}, cases.JSON, inJSON + `{"id":"a\"b\u0026c"} id=a%22b%26c`},
		{"another media type", cases.Send{ContentType: "text/plain", Fields: fields("a", "1")}, cases.Form, "POST|Content-Type: text/plain|a=1"},
		{"no media type", cases.Send{ContentType: cases.NoContentType, Fields: fields("a", "1")}, cases.JSON, `POST|{"a":"1"}`},
		{"another method", cases.Send{Method: "GET", ContentType: cases.NoContentType, Body: new("")}, cases.JSON, "GET|"},
		{"headers", cases.Send{Headers: fields("X-A", "1", "x-a", "${word}"), Body: new("")}, cases.JSON, "POST|Content-Type: application/json|X-A: 1|x-a: böb|"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, err := prepare(row.send, row.encoding, known.scope())
			if err != nil {
				t.Fatal(err)
			}
			if got := written(p.Request); got != row.want {
				t.Errorf("got  %q\nwant %q", got, row.want)
			}
		})
	}
}

func TestPrepareFails(t *testing.T) {
	digits := variables{"digits": "0123", "letter": "a"}
	for _, row := range []struct {
		name      string
		send      cases.Send
		encoding  cases.Encoding
		unchanged bool
		want      string
	}{
		{"a list in a form", cases.Send{Fields: fields("a", []any{"x"})}, cases.Form, false, "a form cannot express a, which is no string"},
		{"null in a form", cases.Send{Fields: fields("a", nil)}, cases.Form, false, "a form cannot express a"},
		{"a variable without a value", cases.Send{Fields: fields("a", "x${b}")}, cases.JSON, false, "${b} has no value"},
		{"in a name", cases.Send{Fields: fields("${b}", "x")}, cases.JSON, false, "${b} has no value"},
		{"in a list", cases.Send{Fields: fields("a", []any{"${b}"})}, cases.JSON, false, "${b} has no value"},
		{"in an object", cases.Send{Fields: fields("a", object("c", "${b}"))}, cases.JSON, false, "${b} has no value"},
		{"in a raw body", cases.Send{Body: new("${b}")}, cases.JSON, false, "${b} has no value"},
		{"in a header", cases.Send{Headers: fields("a", "${b}")}, cases.JSON, false, "${b} has no value"},
		{"no letter to change", cases.Send{Fields: fields("a", "${digits|swapcase}")}, cases.JSON, true, "digits is the same with small and capital letters changed"},
		{"nothing to cut", cases.Send{Body: new("x${letter|cut}")}, cases.JSON, true, "letter is too short to be sent without"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := prepare(row.send, row.encoding, digits.scope())
			if err == nil || !strings.HasPrefix(err.Error(), row.want) {
				t.Fatalf("got %v, want %s", err, row.want)
			}
			if _, ok := errors.AsType[cases.UnchangedError](err); ok != row.unchanged {
				t.Errorf("it is %T", err)
			}
		})
	}
}

// Every request of the catalogue says in both encodings what the case says.
func TestPrepareTheCatalogue(t *testing.T) {
	for _, e := range expand(builtin(t)) {
		for i, step := range e.Case.Steps {
			p, err := prepare(step.Send, e.Encoding, placeholders())
			if err != nil {
				t.Errorf("%s, step %d: %v", e.Name(), i+1, err)
				continue
			}
			if step.Send.Body != nil {
				continue
			}
			got := map[string]any{}
			switch e.Encoding {
			case cases.JSON:
				err = json.Unmarshal(p.Body, &got)
			case cases.Form:
				var values url.Values
				values, err = url.ParseQuery(string(p.Body))
				for name := range values {
					got[name] = values.Get(name)
				}
			}
			if err != nil {
				t.Errorf("%s, step %d: %v", e.Name(), i+1, err)
			}
			for _, field := range p.sent {
				if want, ok := field.Value.(string); ok && got[field.Name] != want {
					t.Errorf("%s, step %d: %s is %q, want %q", e.Name(), i+1, field.Name, got[field.Name], want)
				}
			}
		}
	}
}

func TestExpectationIsFilledIn(t *testing.T) {
	known := variables{"id": "i", "bad": "b"}
	message := cases.Message{ID: "m", Text: "No <x>", Placeholder: "<x>"}
	e := cases.Expect{
		Success: &cases.Success{Members: []cases.Member{{Name: "client_id", Value: "${id}"}, {Name: "client_secret", Value: "s"}}},
		Refusal: &cases.Refusal{Messages: []cases.ExpectedMessage{{Message: message, Value: "x${bad}"}}},
	}
	filled, err := expectation(e, known.scope())
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%v %s", *filled.Success, filled.Refusal.Messages[0].Value); got != "{[{client_id i} {client_secret s}]} xb" {
		t.Errorf("got %s", got)
	}
	if e.Success.Members[0].Value != "${id}" || e.Refusal.Messages[0].Value != "x${bad}" {
		t.Error("the catalogue's own expectation was changed")
	}
	for _, bad := range []cases.Expect{success(cases.Member{Name: "a", Value: "${no}"}), refusal(cases.ExpectedMessage{Value: "${no}"})} {
		if _, err := expectation(bad, known.scope()); err == nil {
			t.Error("an unknown variable is no error")
		}
	}
}
