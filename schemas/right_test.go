package schemas

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestRightValues(t *testing.T) {
	const aCase = `{"id":"a/b","title":"T.","why":"W.","requirements":["x.y"],"steps":[%s]}`
	inCase := func(step string) string {
		return `{"subject":"a","title":"A","cases":[` + strings.Replace(aCase, "%s", step, 1) + `]}`
	}
	type row struct {
		schema Name
		text   string
	}
	tests := []row{
		{Requirements, `{"requirements":[{"id":"contacts.list","level":"hardening","section":"S","statement":"T"}]}`},
		{Errata, `{"errata":[{"id":"E01","title":"T","trouble":"U","reading":"R"}]}`},
		{Messages, `{"messages":[{"id":"a-b","text":"T","when":"W"}]}`},
		{Messages, `{"messages":[{"id":"a","text":"T <url>","when":"W","placeholder":"<url>","names":"URL"}]}`},
		{Cases, inCase(`{"register":"client"}`)},
		{Cases, inCase(`{"send":{"fields":{}},"expect":{"success":{}}}`)},
		{Cases, inCase(`{"send":{"body":"","content_type":null,"headers":{"X":"y","Z":["y","y",""]},"method":"put"},"expect":{"refusal":"any"}}`)},
		{Cases, inCase(`{"send":{"fields":{"a":[1,null,{}]}},"expect":{"success":{"a":"b"},"refusal":["m",{"n":"v"}]},"capture":{"x":"y","x.z_a":"y"}}`)},
		{Model, `{"subject":"a","named":["b"],"good":{"title":"T","why":"W"},"fault":{"title":"T","why":"W"},"faults":{"title":"T","why":"W","errata":["E09"]},"triples":[["b","c"]],"factors":[
			{"name":"b","classes":[{"id":"x","register":"client","fields":{"a":1},"success":{"s":"t"},"reversed":true},{"id":"y","encoding":"json","content_type":"c"}]},
			{"name":"c","parameter":"p","list":"l","classes":[{"id":"x","item":"i","lists":{"l":"${item}"},"requirements":["r"]},{"id":"y","words":"W","value":false,"fault":["m",{"n":"v"}],"requirements":["r"],"errata":["E01"],"only":{"b":["y"]}}]}]}`},
		{RegistrationRequest, `{"type":"client_associate","application_type":"web"}`},
		{RegistrationRequest, `{"type":"client_update","client_id":"i","client_secret":"s"}`},
		{RegistrationRequest, `{"type":"client_associate","application_type":"native","contacts":"","redirect_uris":"","unknown":[]}`},
		{RegistrationResponse, `{"client_id":"i","client_secret":"s","expires_at":0}`},
		{RegistrationResponse, `{"client_id":"i","client_secret":"s","expires_at":1.0e9,"further":null}`},
		{ErrorResponse, `{"error":"x","further":1}`},
		{Waivers, `{"waivers":[]}`},
		{Waivers, `{"waivers":[{"case":"contacts/*","reason":"R"},{"case":["a/b [json]","requirement:x.y"],"encoding":"form","aspect":"blocked",
			"reason":"R","issue":"I","owner":"O","expires":"2027-01-31","pin":{"message":"","status":200}},
			{"case":"level:implied","reason":"R","pin":[{"message":"*"},{"status":500}]}]}`},
		{Matrix, `{"version":1,"duration_ms":0.5,"summary":{"defects":1,"caught":1,"elsewhere":0,"survived":0,"conform":0,"failed":0},"untried":[],"cases":[{"case":"a/b","catches":1,"alone":0}],"outcomes":[{"name":"x","kind":"defect","level":"implied","requirement":"a.b","summary":"S.","verdict":"caught","full":true,"duration_ms":1,"caught":[{"case":"a/b [json]","level":"implied","about":true,"requirements":["a.b"]}]}]}`},
		{Config, `{}`},
		{Config, `{"target":"http://h","header":["X: y"],"report":"json=-","timeout":"1m30s","parallel":1,"retries":0,"fail-on":"hardening","reference":false}`},
		{Report, `{"version":1,"tool":{"name":"regspec","version":"dev"},"kind":"run","target":"http://h","started":"2026-01-02T03:04:05Z",
			"duration_ms":0.5,"seed":0,"fail_on":"implied","information":[],"results":[],
			"summary":{"total":0,"selected":0,"run":0,"not_run":0,"passed":0,"failed":0,"waived":0,"skipped":0,"errored":0,
			"failed_by_level":{"documented":0,"implied":0,"hardening":0}}}`},
	}
	for _, test := range tests {
		if err := Validate(test.schema, json.RawMessage(test.text)); err != nil {
			t.Errorf("%s: %s\n%v", test.schema, test.text, err)
		}
	}
	for _, name := range names() {
		if !slices.ContainsFunc(tests, func(r row) bool { return r.schema == name }) {
			t.Errorf("no right value of schema %s is tried", name)
		}
	}
}
