package schemas

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

func sentences(t *testing.T, name Name, text string) []string {
	t.Helper()
	err := Validate(name, json.RawMessage(text))
	invalid, ok := errors.AsType[*Invalid](err)
	if !ok {
		t.Fatalf("%s of %s: %v", name, text, err)
	}
	all := make([]string, len(invalid.Problems))
	for i, p := range invalid.Problems {
		all[i] = p.String()
	}
	if joined := strings.Join(all, "; "); invalid.Error() != joined {
		t.Errorf("Error is %q, want %q", invalid.Error(), joined)
	}
	return all
}

// inCase is a case file with one case, a member of which is given.
func inCase(member, value string) string {
	members := map[string]json.RawMessage{
		"id": json.RawMessage(`"a/b"`), "title": json.RawMessage(`"T."`), "why": json.RawMessage(`"W."`),
		"requirements": json.RawMessage(`["x.y"]`), "steps": json.RawMessage(`[{"register":"client"}]`),
	}
	members[member] = json.RawMessage(value)
	text, err := json.Marshal(map[string]any{"subject": "a", "title": "A", "cases": []any{members}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func inStep(step string) string { return inCase("steps", "["+step+"]") }

func TestWrongValues(t *testing.T) {
	long := strings.Repeat("x", 61)
	tests := []struct {
		schema Name
		text   string
		want   []string
	}{
		{Cases, `[]`, []string{`the whole value is an array, and must be an object`}},
		{Cases, `null`, []string{`the whole value is null, and must be an object`}},
		{Cases, `{}`, []string{`cases is missing`, `subject is missing`, `title is missing`}},
		{Cases, `{"subject":"A b","title":"","cases":[]}`, []string{
			`cases must have at least 1 item`,
			`subject is the string "A b", and must be written like "redirect-uri"`,
			`title is empty`,
		}},
		{Cases, inCase("id", `"alone"`), []string{`cases[0].id is the string "alone", and must be written like "contacts/first-of-two"`}},
		{Cases, inCase("id", `"`+long+`"`), []string{`cases[0].id is a string of 61 bytes, and must be written like "contacts/first-of-two"`}},
		{Cases, inCase("tite", `"x"`), []string{`cases[0].tite is not known here; did you mean title?`}},
		{Cases, inCase("level", `"x"`), []string{
			`cases[0].level is not known here; known are columns, encodings, errata, id, requirements, rows, steps, title, why`,
		}},
		{Cases, inCase("requirements", `["a","a"]`), []string{`cases[0].requirements has one item twice`}},
		{Cases, inCase("requirements", `[]`), []string{`cases[0].requirements must have at least 1 item`}},
		{Cases, inCase("requirements", `"a"`), []string{`cases[0].requirements is the string "a", and must be an array`}},
		{Cases, inCase("encodings", `["xml"]`), []string{`cases[0].encodings[0] is the string "xml", and must be "json" or "form"`}},
		{Cases, inCase("rows", `[{"note":"n"},{"id":1}]`), []string{
			`cases[0].rows[0].id is missing`,
			`cases[0].rows[1].id is the number 1, and must be a string`,
		}},
		{Cases, inStep(`{}`), []string{`cases[0].steps[0].expect is missing`, `cases[0].steps[0].send is missing`}},
		{Cases, inStep(`{"send":{},"expect":{}}`), []string{
			`cases[0].steps[0].expect must have at least 1 member`,
			`cases[0].steps[0].send.fields is missing`,
		}},
		{Cases, inStep(`{"send":{"feilds":{}},"expect":{"success":{}}}`), []string{
			`cases[0].steps[0].send.feilds is not known here; did you mean fields?`,
			`cases[0].steps[0].send.fields is missing`,
		}},
		{Cases, inStep(`{"send":{"fields":{},"body":""},"expect":{"success":{}}}`), []string{
			`cases[0].steps[0].send.fields does not belong here: fields and body exclude each other`,
		}},
		{Cases, inStep(`{"send":{"body":"","method":"","content_type":true,"headers":{"X Y":1,"Z":["a",1],"Z-None":[]}},"expect":{"success":{"a":0.5}}}`), []string{
			`cases[0].steps[0].expect.success.a is the number 0.5, and must be a string`,
			`cases[0].steps[0].send.content_type is the boolean true, and must be a string or null`,
			`cases[0].steps[0].send.headers["X Y"] is the number 1, and must be a string or null`,
			`cases[0].steps[0].send.headers.Z[1] is the number 1, and must be a string`,
			`cases[0].steps[0].send.headers.Z-None must have at least 1 item`,
			`cases[0].steps[0].send.method is the string "", and must be written like "PUT"`,
		}},
		{Cases, inStep(`{"register":"client","capture":{"x":"y"}}`), []string{
			`cases[0].steps[0] must have at most 1 member: register stands alone in its step`,
		}},
		{Cases, inStep(`{"register":"Client 1"}`), []string{
			`cases[0].steps[0].register is the string "Client 1", and must be written like "client"`,
		}},
		{Cases, inStep(`{"send":{"body":""},"expect":{"refusal":"all"},"capture":{"A-B":"x","y":""}}`), []string{
			`cases[0].steps[0].capture.A-B is the name "A-B", and must be written like "client.client_id"`,
			`cases[0].steps[0].capture.y is empty`,
			`cases[0].steps[0].expect.refusal is the string "all", and must be "any", "own", "4xx", "411" or "426"`,
		}},
		{Cases, inStep(`{"send":{"body":""},"expect":{"refusal":[{"a":"b","c":"d"},5,[],{},{"a":1}]}}`), []string{
			`cases[0].steps[0].expect.refusal[0] must have at most 1 member`,
			`cases[0].steps[0].expect.refusal[1] is the number 5, and must be a string or an object`,
			`cases[0].steps[0].expect.refusal[2] is an array, and must be a string or an object`,
			`cases[0].steps[0].expect.refusal[3] must have at least 1 member`,
			`cases[0].steps[0].expect.refusal[4].a is the number 1, and must be a string or null`,
		}},
		{Requirements, `{"requirements":[{"id":"x","level":"must","statement":"","section":"S"}]}`, []string{
			`requirements[0].id is the string "x", and must be written like "contacts.list"`,
			`requirements[0].level is the string "must", and must be "documented", "implied" or "hardening"`,
			`requirements[0].statement is empty`,
		}},
		{Errata, `{"errata":[{"id":"E1","title":"T","trouble":"U"}]}`, []string{
			`errata[0].id is the string "E1", and must be written like "E01"`,
			`errata[0].reading is missing`,
		}},
		{Messages, `{"messages":[{"id":"a","text":"T","when":"W","placeholder":"url"},{"id":"b","text":"T","when":"W","names":"URL"}]}`, []string{
			`messages[0].names is missing, and goes with placeholder`,
			`messages[0].placeholder is the string "url", and must be written like "<url>"`,
			`messages[1].placeholder is missing, and goes with names`,
		}},
		{Model, `{"subject":"a","named":["b"],"good":{"title":"T","why":"W"},"fault":{"title":"T","why":"W"},"faults":{"title":"T","why":"W"},"factors":[{"name":"b","classes":[{"id":"x","fault":"own"},{"id":"y"}]},{"name":"c","classes":[{"id":"x"},{"id":"y"}]}]}`, []string{
			`factors[0].classes[0].fault is the string "own", and must be "any"`,
			`factors[0].classes[0].requirements is missing, and goes with fault`,
			`factors[0].classes[0].words is missing, and goes with fault`,
		}},
		{RegistrationRequest, `{}`, []string{`application_type is missing`, `type is missing`}},
		{RegistrationRequest, `{"type":"client_associate","client_id":"i","client_secret":"s"}`, []string{
			`application_type is missing`, `client_id does not belong here`, `client_secret does not belong here`,
		}},
		{RegistrationRequest, `{"type":"client_update","client_id":"","application_type":"<b>&","contacts":["a"],"logo_url":null}`, []string{
			`application_type is the string "<b>&", and must be "web" or "native"`,
			`client_id is empty`,
			`client_secret is missing`,
			`contacts is an array, and must be a string`,
			`logo_url is null, and must be a string`,
		}},
		{RegistrationResponse, `{"client_id":"","client_secret":{},"expires_at":"0"}`, []string{
			`client_id is empty`,
			`client_secret is an object, and must be a string`,
			`expires_at is the string "0", and must be an integer`,
		}},
		{RegistrationResponse, `{"client_id":"i","client_secret":"s","expires_at":-1}`, []string{
			`expires_at is the number -1, and must be at least 0`,
		}},
		{ErrorResponse, `{"error":""}`, []string{`error is empty`}},
		{ErrorResponse, `{"errors":["x"]}`, []string{`error is missing`}},
		{Report, `{"version":2,"kind":"walk"}`, []string{
			`duration_ms is missing`, `fail_on is missing`, `information is missing`,
			`kind is the string "walk", and must be "run" or "fuzz"`, `results is missing`, `seed is missing`, `started is missing`,
			`summary is missing`, `target is missing`, `tool is missing`, `version is the number 2, and must be 1`,
		}},
	}
	for _, test := range tests {
		if got := sentences(t, test.schema, test.text); !slices.Equal(got, test.want) {
			t.Errorf("%s: %s\ngot\n\t%s\nwant\n\t%s", test.schema, test.text,
				strings.Join(got, "\n\t"), strings.Join(test.want, "\n\t"))
		}
	}
}

func TestProblemsAreInTheOrderOfTheirPlaces(t *testing.T) {
	const items = 12
	text := `{"errata":[` + strings.Repeat(`{},`, items) + `{"z":1,"a":1,"m":1}],"zz":1,"aa":1}`
	first := sentences(t, Errata, text)
	if first[0] != "aa is not known here; known are errata" || first[len(first)-1] != "zz is not known here; known are errata" {
		t.Errorf("begins with %q and ends with %q", first[0], first[len(first)-1])
	}
	var places []int
	for i, sentence := range first {
		for n := range items {
			if strings.HasPrefix(sentence, Location([]string{"errata"})+"["+string(rune('0'+n))+"].id") {
				places = append(places, i)
			}
		}
	}
	if !slices.IsSorted(places) {
		t.Errorf("the items are not in order: %v", first)
	}
	two, ten := slices.Index(first, "errata[2].id is missing"), slices.Index(first, "errata[10].id is missing")
	if two < 0 || two > ten {
		t.Errorf("errata[2] stands at %d and errata[10] at %d", two, ten)
	}
	for range 50 {
		if again := sentences(t, Errata, text); !slices.Equal(first, again) {
			t.Fatalf("the order differs:\n%v\n%v", first, again)
		}
	}
}

func TestMissingIsMarked(t *testing.T) {
	invalid, ok := errors.AsType[*Invalid](Validate(RegistrationResponse, []byte(`{"client_id":5,"expires_at":0}`)))
	if !ok || len(invalid.Problems) != 2 {
		t.Fatalf("got %v", invalid)
	}
	id, secret := invalid.Problems[0], invalid.Problems[1]
	if id.Missing || !secret.Missing || secret.Path[0] != "client_secret" || invalid.Schema != RegistrationResponse {
		t.Errorf("got %+v", invalid)
	}
}
