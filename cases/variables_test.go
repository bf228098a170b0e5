package cases

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"testing"
)

func TestReferences(t *testing.T) {
	for text, want := range map[string][]Reference{
		"":                     nil,
		"no $reference {here}": nil,
		"${a}":                 {{"a", ""}},
		"${a}${b.c|cut} ${d|}": {{"a", ""}, {"b.c", "cut"}, {"d", ""}},
		"$${a} ${b}":           {{"b", ""}},
		"${a":                  nil,
		"${a|b|c}":             nil,
		"${${a}}":              {{"a", ""}},
		"${}":                  {{"", ""}},
	} {
		if got := References(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestAReferenceAsItIsWritten(t *testing.T) {
	for _, text := range []string{"${a}", "${a.b|cut}"} {
		if got := References(text)[0].String(); got != text {
			t.Errorf("got %s, want %s", got, text)
		}
	}
}

func TestExpand(t *testing.T) {
	values := map[string]any{"text": "a b", "number": 5, "list": []any{"x"}, "nothing": nil, "ref": "${text}"}
	for text, want := range map[string]any{
		"plain":                "plain",
		"":                     "",
		"$":                    "$",
		"${text}":              "a b",
		"${number}":            5,
		"${list}":              []any{"x"},
		"${nothing}":           nil,
		"<${number}>":          "<5>",
		"${number}${number}":   "55",
		"$${text}":             "${text}",
		"$${a|b} is ${number}": "${a|b} is 5",
		"5$ ${number}":         "5$ 5",
		"${ref}":               "${text}", // once, and no more
		"a ${ref}":             "a ${text}",
	} {
		got, err := Expand(text, func(r Reference) (any, error) { return values[r.Name], nil })
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %#v (%v), want %#v", text, got, err, want)
		}
	}
}

func TestExpandGivesTheFirstError(t *testing.T) {
	for _, text := range []string{"${a}", "${a} ${b}", "x ${a}${b}"} {
		_, err := Expand(text, func(r Reference) (any, error) { return "", fmt.Errorf("no %s", r.Name) })
		if err == nil || err.Error() != "no a" {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestFilters(t *testing.T) {
	for _, test := range []struct{ filter, value, want string }{
		{"", "", ""},
		{"", "aB1", "aB1"},
		{"cut", "abc", "ab"},
		{"cut", "ab\U0001F4F7", "ab"},
		{"extended", "abc", "abcx"},
		{"extended", "", "x"},
		{"swapcase", "aBc1-É", "AbC1-é"},
		{"json", "\"a\\b\"\n/é", `\"a\\b\"\n/é`},
		{"json", "", ""},
		{"form", "a b&c=d+é%", "a+b%26c%3Dd%2B%C3%A9%25"},
	} {
		got, err := Reference{"name", test.filter}.Apply(test.value)
		if err != nil || got != test.want {
			t.Errorf("%q|%s: got %q (%v), want %q", test.value, test.filter, got, err, test.want)
		}
		if _, known := Filters()[test.filter]; !known && test.filter != "" {
			t.Errorf("the filter %s is not among the filters", test.filter)
		}
	}
}

// What json and form make of a value is that value to whoever reads it.
func TestFiltersThatWriteCanBeRead(t *testing.T) {
	for _, value := range []string{"", "plain", "\"\\/<>&'\u2028\x00\t", "+% é客\U0001F4F7", "[]{}"} {
		written, err := Reference{"v", "json"}.Apply(value)
		var read string
		if err != nil || json.Unmarshal([]byte(`"`+written+`"`), &read) != nil || read != value {
			t.Errorf("json: %q became %q", value, read)
		}
		if written, err = (Reference{"v", "form"}).Apply(value); err != nil {
			t.Fatal(err)
		}
		if read, err = url.QueryUnescape(written); err != nil || read != value {
			t.Errorf("form: %q became %q", value, read)
		}
	}
}

func TestAValueThatCannotBeCorrupted(t *testing.T) {
	for _, test := range []struct{ filter, value string }{
		{"swapcase", "123-456"}, {"swapcase", ""}, {"swapcase", "客户端"}, {"cut", ""}, {"cut", "a"}, {"cut", "客"},
	} {
		reference := Reference{"client.client_secret", test.filter}
		_, err := reference.Apply(test.value)
		unchanged, ok := errors.AsType[UnchangedError](err)
		if !ok || unchanged.Reference != reference {
			t.Errorf("%q|%s: got %v", test.value, test.filter, err)
			continue
		}
		want := map[string]string{
			"swapcase": "client.client_secret is the same with small and capital letters changed for one another",
			"cut":      "client.client_secret is too short to be sent without its last character",
		}[test.filter]
		if err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	}
	if _, err := (Reference{"a", "nonsense"}).Apply("x"); err == nil || err.Error() != `no filter "nonsense"` {
		t.Errorf("got %v", err)
	}
}
