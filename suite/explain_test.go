package suite

import (
	"errors"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

func TestExplain(t *testing.T) {
	c := builtin(t)
	endpoint, err := wire.Endpoint("http://localhost:8080/mg", wire.DefaultPath)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		id   string
		want []string
	}{
		{"contacts/invalid-email/last-of-two", []string{
			"contacts/invalid-email/last-of-two  (case, documented)", "Why:", "Requirements:\n  error.invalid-email  (", "Errata:\n  E10",
			"As json:\n  1. curl", "As form:\n  1. curl", "http://localhost:8080/mg/api/client/register",
			"expects  Email bob is not a valid email", "Written in ",
		}},
		{"contacts/invalid-email/last-of-two [form]", []string{"contacts/invalid-email/last-of-two  (case, documented)"}},
		{"contacts/invalid-email", []string{"contacts/invalid-email is the beginning of these cases:", "  contacts/invalid-email/only\n"}},
		{"contacts/", []string{"contacts is the beginning of these cases:"}},
		{"error.unauthorized", []string{"error.unauthorized  (requirement, documented)", "From:", "Cases that test it:", "  credentials/of-another-client\n"}},
		{"E01", []string{"E01  ", "The trouble:", "What the suite does:", "Cases that it touches:", "  redirect-uri", "  in all; regspec explain "}},
		{"e01", []string{"E01  "}},
		{"invalid-email", []string{"invalid-email  (message)", "  Email <email> is not a valid email", "In the place of <email> stands the wrong address", "Cases that expect it:", "  contacts\n", "  in all; regspec explain "}},
		{"unauthorized", []string{"unauthorized  (message)", "  Unauthorized."}},
		{"registration/credentials-work", []string{"keeps    client_id as CLIENT_ID, client_secret as CLIENT_SECRET", "with client_id = CLIENT_ID"}},
		{"credentials/of-another-client", []string{"expects  a client's credentials, which later steps need", "client_id as CLIENT_ID", "client_id as OTHER_CLIENT_ID"}},
		{"update/many", []string{"sent     20 times, one after the other\n"}},
		{"update/beside-refused", []string{"sent     6 times, many at the same moment\n", "sent     6 times, at the same moment as 2.\n"}},
		{"examples/update-as-printed", []string{"success: a 2xx answer with client_id, client_secret and expires_at, or Could not decode JSON"}},
		{"application-type/missing", []string{"a refusal: a 4xx answer with any message"}},
	} {
		t.Run(row.id, func(t *testing.T) {
			text, err := Explain(c, endpoint, row.id)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range row.want {
				if !strings.Contains(text, part) {
					t.Errorf("%q is not in\n%s", part, text)
				}
			}
		})
	}
}

func TestExplainWhatIsNot(t *testing.T) {
	c := builtin(t)
	endpoint, err := wire.Endpoint("http://localhost:8080", wire.DefaultPath)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"contacts/lst":        `nothing is called "contacts/lst"; did you mean contacts/list?`,
		"error.unauthorised":  `nothing is called "error.unauthorised"; did you mean error.unauthorized?`,
		"":                    `nothing is called ""`,
		"something-else-here": `nothing is called "something-else-here"`,
	} {
		text, err := Explain(c, endpoint, id)
		if _, ok := errors.AsType[*SelectionError](err); !ok || text != "" || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %q, %v", id, text, err)
		}
	}
}

// Everything that there is can be explained, and no variable is left in it.
func TestExplainAll(t *testing.T) {
	c := builtin(t)
	endpoint, err := wire.Endpoint("http://localhost:8080", wire.DefaultPath)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range EveryID(c) {
		text, err := Explain(c, endpoint, id)
		if err != nil || strings.Contains(strings.ReplaceAll(text, "${jndi:", ""), "${") || strings.Contains(text, "cannot be prepared") || strings.Contains(text, "<nil>") {
			t.Errorf("%s: %v\n%s", id, err, text)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	for text, want := range map[string]string{
		"${client.client_id}":          "CLIENT_ID",
		"${other.client_secret}":       "OTHER_CLIENT_SECRET",
		"${client.client_id|json}":     "CLIENT_ID",
		"${client.client_secret|form}": "CLIENT_SECRET",
		"${client.client_id|cut}":      "CLIENT_ID-without-its-last-character",
		"${redirect_parameter}":        "redirect_uri",
		"x${client.client_id}y":        "xCLIENT_IDy",
	} {
		got, err := placeholders().text(text)
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestWrap(t *testing.T) {
	long := strings.Repeat("x", 120)
	for _, row := range []struct{ name, text, want string }{
		{"short", "one  two\nthree", "  one two three"},
		{"a word that is too long", "a " + long + " b", "  a\n  " + long + "\n  b"},
		{"two lines", strings.Repeat("12345 ", 20), "  " + strings.TrimSpace(strings.Repeat("12345 ", 15)) + "\n  " + strings.TrimSpace(strings.Repeat("12345 ", 5))},
		{"nothing", "", "  "},
	} {
		if got := wrap("  ", row.text); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

func TestExpects(t *testing.T) {
	step := func(e cases.Expect) cases.Step { return cases.Step{Expect: e} }
	one := cases.Case{Steps: []cases.Step{step(success()), step(refusal(cases.ExpectedMessage{Message: cases.Message{ID: "b"}}))}}
	if !expects(one, "b") || expects(one, "a") || expects(cases.Case{Steps: []cases.Step{step(refusal())}}, "a") {
		t.Error("a case expects what its steps expect")
	}
}
