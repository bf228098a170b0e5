package schemas

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func names() []Name {
	return []Name{
		Cases, Requirements, Errata, Messages, Model,
		RegistrationRequest, RegistrationResponse, ErrorResponse, Report, Waivers, Config, Matrix,
	}
}

func TestEverySchemaCompilesAndSaysWhatItIs(t *testing.T) {
	for _, name := range names() {
		made, ok := compiled[name]
		if !ok {
			t.Fatalf("schema %s is not compiled", name)
		}
		if _, err := made(); err != nil {
			t.Error(err)
		}
		text, err := Source(name)
		if err != nil {
			t.Fatal(err)
		}
		var head struct {
			Schema string `json:"$schema"`
			ID     string `json:"$id"`
			Title  string `json:"title"`
		}
		if err := json.Unmarshal(text, &head); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want := "https://json-schema.org/draft/2020-12/schema"; head.Schema != want {
			t.Errorf("%s: $schema is %q, want %q", name, head.Schema, want)
		}
		if want := "/" + string(name) + suffix; !strings.HasSuffix(head.ID, want) {
			t.Errorf("%s: $id is %q, want one that ends in %q", name, head.ID, want)
		}
		if head.Title == "" {
			t.Errorf("%s has no title", name)
		}
	}
}

func TestEveryFileHasAName(t *testing.T) {
	paths, err := fs.Glob(files, "*")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) != len(names()) {
		t.Errorf("%d files are embedded and %d have a name: %v", len(paths), len(names()), paths)
	}
}

func TestAnUnknownName(t *testing.T) {
	if err := Validate("nonsense", nil); err == nil || err.Error() != `no schema "nonsense"` {
		t.Errorf("Validate: %v", err)
	}
	if _, err := Source("nonsense"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Source: %v", err)
	}
}

func TestTextThatIsNotJSON(t *testing.T) {
	for text, want := range map[string]string{
		``:                         "reading the JSON text: EOF",
		` `:                        "reading the JSON text: EOF",
		`{`:                        "reading the JSON text: unexpected EOF",
		`{"error":"x",}`:           "invalid character '}'",
		`{"error":"x"}}`:           "more text follows the JSON value",
		`{"error":"x"}]`:           "more text follows the JSON value",
		`{"error":"x"} {}`:         "more text follows the JSON value",
		`{"error":"x"} x`:          "more text follows the JSON value",
		"\xef\xbb\xbf{}":           "invalid character",
		`{"error":NaN}`:            "invalid character 'N'",
		strings.Repeat("[", 1e5):   "exceeded max depth",
		`{"error":"x"}` + "\x00":   "more text follows the JSON value",
		`{"error":"a` + "\n" + `"`: "invalid character",
	} {
		err := Validate(ErrorResponse, []byte(text))
		if invalid, ok := errors.AsType[*Invalid](err); ok {
			t.Errorf("%.40q was judged: %v", text, invalid)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %q in it", text, err, want)
		}
	}
}

func TestTextAndValueAreJudgedAlike(t *testing.T) {
	for _, value := range []any{
		[]byte(`{"error":"x"} `),
		json.RawMessage("\n{\"error\":\"x\"}"),
		map[string]any{"error": "x"},
	} {
		if err := Validate(ErrorResponse, value); err != nil {
			t.Errorf("%v: %v", value, err)
		}
	}
	// Go's string is a JSON string, and no text to be parsed.
	err := Validate(ErrorResponse, `{"error":"x"}`)
	if want := `the whole value is the string "{\"error\":\"x\"}", and must be an object`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestAValueThatJSONCannotSay(t *testing.T) {
	err := Validate(ErrorResponse, map[string]any{"error": struct{}{}})
	if err == nil || !strings.HasPrefix(err.Error(), "validating against schema error-response: ") {
		t.Errorf("got %v", err)
	}
}
