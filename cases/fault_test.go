package cases

import (
	"strings"
	"testing"
)

// Every fault is told with its file, its line and the member that has it.
func TestFaultsOfACaseFile(t *testing.T) {
	one := func(steps string) string { return caseFile("red", aCase("red/taken", "colour.given", steps)) }
	refused := func(refusal string) string {
		return one("      - send: {fields: {colour: red}}\n        expect:\n          refusal: " + refusal + "\n")
	}
	rows := func(rows, steps string) string {
		return strings.Replace(one(steps), "    steps:\n", "    rows:\n"+rows+"    steps:\n", 1)
	}
	captures := func(value string) string {
		return "      - send: {fields: {colour: " + value + "}}\n        expect: {success: {}}\n        capture: {shade: shade}\n"
	}
	for _, test := range []struct{ what, text, want string }{
		{"empty", "", "red.yaml: is empty"},
		{"only a comment", "# red\n---\n", "red.yaml: is empty"},
		{"no object", "red\n", `red.yaml:1: the file is the string "red", and must be an object`},
		{"a tab", caseFile("red", "\t- id: red/taken\n"), "red.yaml:4: is not valid YAML: found character '\t' that cannot start any token"},
		{"a bad indent", caseFile("red", "  - id: red/taken\n     title: T\n"), "red.yaml:4: is not valid YAML: mapping value is not allowed in this context"},
		{"an open bracket", "subject: [red\n", "red.yaml:1: is not valid YAML: sequence end token ']' not found"},
		{"no such anchor", one("      - *red\n"), `red.yaml:9: is not valid YAML: could not find alias "red"`},
		{"a key twice", strings.Replace(one(accepted), "    why:", "    why: It is.\n    why:", 1), `red.yaml:7: is not valid YAML: mapping key "why" already defined on line 6`},
		{"no UTF-8", "subject: red\ntitle: r\xf6d\n", "red.yaml:2: is not UTF-8"},
		{"two documents", one(accepted) + "---\n" + one(accepted), "red.yaml:12: is a second YAML document, and a file has one"},
		{"an unknown member", strings.Replace(one(accepted), "title: Blue is", "tilte: Blue is", 1), "red.yaml:4: cases[0].title is missing\nred.yaml:5: cases[0].tilte is not known here; did you mean title?"},
		{"a missing member", "subject: red\ntitle: Red\n", "red.yaml:1: cases is missing"},
		{"a wrong type", strings.Replace(one(accepted), "why: It is a colour.", "why: [5]", 1), "red.yaml:6: cases[0].why is an array, and must be a string"},
		{"null for text", strings.Replace(one(accepted), "why: It is a colour.", "why:", 1), "red.yaml:6: cases[0].why is null, and must be a string"},
		{"no number of JSON", one(strings.Replace(accepted, "blue", "[.inf, -.inf, .nan]", 1)), `red.yaml:9: cases[0].steps[0].send.fields.colour[0] is +Inf, and JSON has no such number
red.yaml:9: cases[0].steps[0].send.fields.colour[1] is -Inf, and JSON has no such number
red.yaml:9: cases[0].steps[0].send.fields.colour[2] is NaN, and JSON has no such number`},
		{"an id twice", caseFile("red", aCase("red/taken", "colour.given", accepted), aCase("red/taken", "colour.given", accepted)), "red.yaml:11: cases[1].id is red/taken, which another case has already"},
		{"an id of the catalogue", strings.Replace(one(accepted), "id: red/taken", "id: blue/taken", 1), "red.yaml:4: cases[0].id is blue/taken, and must begin with the subject, red/\nred.yaml:4: cases[0].id is blue/taken, which another case has already"},
		{"an id twice by rows", rows("      - {id: a}\n      - {id: a}\n", accepted), "red.yaml:10: cases[0].rows[1].id is red/taken/a, which another case has already"},
		{"an id outside the subject", strings.Replace(one(accepted), "id: red/taken", "id: redder/taken", 1), "red.yaml:4: cases[0].id is redder/taken, and must begin with the subject, red/"},
		{"an unknown requirement", strings.Replace(one(accepted), "colour.given", "colour.gven", 1), "red.yaml:7: cases[0].requirements[0] is colour.gven, and there is no such requirement; did you mean colour.given?"},
		{"an unknown requirement like none", strings.Replace(one(accepted), "colour.given", "shape.of-the-box", 1), "red.yaml:7: cases[0].requirements[0] is shape.of-the-box, and there is no such requirement; known are colour.given, colour.known, answer.quick"},
		{"mixed levels", strings.Replace(one(accepted), "colour.given", "colour.given, answer.quick", 1), "red.yaml:7: cases[0].requirements[1] is answer.quick, which is implied, and the others are documented: a case has one level"},
		{"an unknown erratum", strings.Replace(one(accepted), "    steps:", "    errata: [E02]\n    steps:", 1), "red.yaml:8: cases[0].errata[0] is E02, and there is no such erratum; did you mean E01?"},
		{"an unknown message", refused("[no-color]"), "red.yaml:11: cases[0].steps[0].expect.refusal[0] is no-color, and there is no such message; did you mean no-colour?"},
		{"a message without its value", refused("[bad-colour]"), "red.yaml:11: cases[0].steps[0].expect.refusal[0] is bad-colour, which names the wrong colour: write {bad-colour: …}, or {bad-colour: null} for whichever"},
		{"a message with a value too many", refused("[{no-colour: red}]"), "red.yaml:11: cases[0].steps[0].expect.refusal[0] is no-colour, which names no value"},
		{"a message of a row", rows("      - {id: a, m: no-colour}\n      - {id: b, m: nocolor}\n", strings.Replace(accepted, "success: {}", `refusal: ["${m}"]`, 1)), "red.yaml:13: cases[0].steps[0].expect.refusal[0] is nocolor, and there is no such message; did you mean no-colour?"},
		{"one fault in every row", rows("      - {id: a}\n      - {id: b}\n", strings.Replace(accepted, "success: {}", `refusal: [red]`, 1)), "red.yaml:13: cases[0].steps[0].expect.refusal[0] is red, and there is no such message; known are no-colour, bad-colour"},
		{"a variable that nothing captures", one(strings.Replace(accepted, "blue", `"a ${shad}"`, 1)), "red.yaml:9: cases[0].steps[0].send.fields.colour uses ${shad}, which no earlier step captures and not every row has; known are redirect_parameter"},
		{"a variable in a name", one(strings.Replace(accepted, "colour:", `"${x}":`, 1)), "red.yaml:9: cases[0].steps[0].send.fields.${x} uses ${x}, which no earlier step captures and not every row has; known are redirect_parameter"},
		{"captured in the same step", one(captures(`"${shade}"`)), "red.yaml:9: cases[0].steps[0].send.fields.colour uses ${shade}, which no earlier step captures and not every row has; known are redirect_parameter"},
		{"captured too late", one(strings.Replace(accepted, "success: {}", `success: {shade: "${shade}"}`, 1) + captures("red")), "red.yaml:10: cases[0].steps[0].expect.success.shade uses ${shade}, which no earlier step captures and not every row has; known are redirect_parameter"},
		{"registered too late", one(strings.Replace(accepted, "blue", `"${client.client_id}"`, 1) + "      - register: client\n"), "red.yaml:9: cases[0].steps[0].send.fields.colour uses ${client.client_id}, which no earlier step captures and not every row has; known are redirect_parameter"},
		{"captured too late for a row", rows("      - {id: a, c: '${shade}'}\n", strings.Replace(accepted, "blue", `"${c}"`, 1)+captures("red")), "red.yaml:9: cases[0].rows[0].c uses ${shade}, which no earlier step captures and not every row has; known are redirect_parameter"},
		{"missing in one row", rows("      - {id: a, c: red}\n      - {id: b}\n", strings.Replace(accepted, "blue", `"${c}"`, 1)), "red.yaml:12: cases[0].steps[0].send.fields.colour uses ${c}, which no earlier step captures and not every row has; known are id, redirect_parameter"},
		{"a row in a row", rows("      - {id: a, c: red, d: '${c}'}\n", strings.Replace(accepted, "blue", `"${d}"`, 1)), "red.yaml:9: cases[0].rows[0].d uses ${c}, which no earlier step captures and not every row has; known are redirect_parameter"},
		{"no row for the title", strings.Replace(one(accepted), "Blue is taken.", "${c} is taken.", 1), "red.yaml:5: cases[0].title uses ${c}, which no earlier step captures and not every row has"},
		{"an unknown filter", one("      - register: client\n" + strings.Replace(accepted, "blue", `"${client.client_id|swap}"`, 1)), `red.yaml:10: cases[0].steps[1].send.fields.colour uses the filter "swap", and there is no such filter; known are cut, extended, form, json, nudged, swapcase`},
		{"a filter on a row", rows("      - {id: a, c: red}\n", strings.Replace(accepted, "blue", `"${c|json}"`, 1)), "red.yaml:11: cases[0].steps[0].send.fields.colour is not right: ${c|json} has a filter that is not xN, nor x:MEMBER with a number in the row: a row is written as it is to be, but for what it repeats"},
		{"a name in a row with a comma", rows("      - {id: a, note: One, two.}\n", accepted), `red.yaml:9: cases[0].rows[0]["two."] is the name "two.", and must be written like "logo_url"`},
		{"a raw body without encodings", one("      - send: {body: red}\n        expect: {success: {}}\n"), "red.yaml:9: cases[0].steps[0].send.body is a raw body, so the case must say its encodings"},
		{"both fields and a body", one("      - send: {fields: {}, body: red}\n        expect: {success: {}}\n"), "red.yaml:9: cases[0].steps[0].send.fields does not belong here: fields and body exclude each other"},
		{"neither fields nor a body", one("      - send: {method: PUT}\n        expect: {success: {}}\n"), "red.yaml:9: cases[0].steps[0].send.fields is missing"},
		{"a list in a form", strings.Replace(one(strings.Replace(accepted, "blue", "[blue]", 1)), "    steps:", "    encodings: [json, form]\n    steps:", 1), "red.yaml:4: cases[0] sends something else than strings, and has form among its encodings"},
		{"unlike nothing", one("      - register: client\n" + strings.Replace(accepted, "blue", `"${client.client_id|unlike:client.secret}"`, 1)), `red.yaml:10: cases[0].steps[1].send.fields.colour uses the filter "unlike:client.secret", and there is no such filter; known are cut, extended, form, json, nudged, swapcase`},
		{"no outcome", one(strings.Replace(accepted, "success: {}", "within: 2s", 1)), "red.yaml:10: cases[0].steps[0].expect names no outcome that conforms: success, refusal or answer"},
		{"a time without its unit", one(strings.Replace(accepted, "success: {}", "success: {}, within: '2'", 1)), `red.yaml:10: cases[0].steps[0].expect.within is "2", and must be a time with its unit, such as 2s`},
		{"a repeated step that captures", one("      - times: 2\n        send: {fields: {colour: blue}}\n        expect: {success: {}}\n        capture: {shade: shade}\n"), "red.yaml:12: cases[0].steps[0].capture does not belong here: a step that is repeated has no one answer to capture from"},
		{"together with nothing", one("      - together: true\n        send: {fields: {colour: blue}}\n        expect: {success: {}}\n      - send: {fields: {colour: blue}}\n        expect: {success: {}}\n"), "red.yaml:9: cases[0].steps[0].together has nothing to be together with: the step has no times, and no neighbour that is together, too"},
		{"needed and no more", one("      - send: {fields: {colour: blue}}\n        expect: {success: {}}\n      - needed: true\n        send: {fields: {colour: red}}\n        expect: {success: {}}\n"), "red.yaml:11: cases[0].steps[1].needed leaves the case with nothing that it is about: this is its last step, and nothing but its outcome is expected"},
		{"together and captured", one("      - together: true\n        times: 2\n        send: {fields: {colour: blue}}\n        expect: {success: {}}\n      - together: true\n        send: {fields: {colour: blue}}\n        expect: {success: {}}\n        capture: {shade: shade}\n"), "red.yaml:16: cases[0].steps[1].capture does not belong here: a step that is sent at the same moment as another captures nothing"},
		{"across one answer", one("      - send: {fields: {colour: blue}}\n        expect: {success: {}}\n        across: {distinct: [shade]}\n"), "red.yaml:9: cases[0].steps[0].times is missing, and goes with across"},
		{"alike to nothing", one("      - name: first\n        send: {fields: {colour: blue}}\n        expect: {success: {}}\n      - times: 2\n        send: {fields: {colour: blue}}\n        expect: {success: {}}\n        across: {alike: frist}\n"), "red.yaml:15: cases[0].steps[1].across.alike is frist, and no earlier step has that name; did you mean first?"},
		{"columns without rows", strings.Replace(one(accepted), "    steps:", "    columns:\n      - {id: a}\n    steps:", 1), "red.yaml:4: cases[0].rows is missing, and goes with columns"},
		{"a column like a row", strings.Replace(rows("      - {id: a, c: red}\n", accepted), "    steps:", "    columns:\n      - {id: b, c: blue}\n    steps:", 1), "red.yaml:11: cases[0].columns[0].c is c, which the rows have already"},
		{"a literal that is none", one(strings.Replace(accepted, "blue", `"${hex:0g}"`, 1)), "red.yaml:9: cases[0].steps[0].send.fields.colour is not right: ${hex:0g} is not written in hexadecimal digits, two a byte"},
		{"a literal without end", one(strings.Replace(accepted, "blue", `"${hex:61|x99999999999}"`, 1)), "red.yaml:9: cases[0].steps[0].send.fields.colour is not right: ${hex:61|x99999999999} makes 99999999999 bytes, and must make 1 to 16777216"},
		{"several", "subject: Red\n" + strings.TrimPrefix(one("      - send: {fields: 5}\n        expect: {refusal: none}\n"), "subject: red\n"), `red.yaml:1: subject is the string "Red", and must be written like "redirect-uri"
red.yaml:9: cases[0].steps[0].send.fields is the number 5, and must be an object
red.yaml:10: cases[0].steps[0].expect.refusal is the string "none", and must be "any", "own", "4xx", "411" or "426"`},
		{"several that a schema cannot see", caseFile("red", aCase("blue/x", "colour.gvn", accepted), aCase("red/y", "colour.given", strings.Replace(accepted, "blue", "'${x}'", 1))), `red.yaml:4: cases[0].id is blue/x, and must begin with the subject, red/
red.yaml:7: cases[0].requirements[0] is colour.gvn, and there is no such requirement; did you mean colour.given?
red.yaml:16: cases[1].steps[0].send.fields.colour uses ${x}, which no earlier step captures and not every row has; known are redirect_parameter`},
	} {
		_, err := load(t, small()).Extend("red.yaml", []byte(test.text))
		wrong(t, test.what, err, test.want)
	}
}

// Editors on Windows write both.
func TestAFaultWithByteOrderMarkAndCarriageReturns(t *testing.T) {
	text := "\ufeff" + strings.ReplaceAll(caseFile("red", aCase("red/taken", "colour.gven", accepted)), "\n", "\r\n")
	_, err := load(t, small()).Extend("red.yaml", []byte(text))
	wrong(t, "BOM and CRLF", err, "red.yaml:7: cases[0].requirements[0] is colour.gven, and there is no such requirement; did you mean colour.given?")
}

func TestAFaultBehindAnAlias(t *testing.T) {
	again := "      - &red\n" + strings.Replace(accepted, "      - send", "        send", 1) + "      - <<: *red\n        captur: {a: b}\n      - *red\n"
	_, err := load(t, small()).Extend("red.yaml", []byte(caseFile("red", aCase("red/taken", "colour.given", again))))
	wrong(t, "merge", err, "red.yaml:13: cases[0].steps[1].captur is not known here; did you mean capture?")
}
