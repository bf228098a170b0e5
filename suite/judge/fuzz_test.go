package judge

import (
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// FuzzJudge hands any answer at all to Judge, for every kind of expectation.
// Whatever came, each mismatch must be whole: an aspect, a requirement, a level
// no stricter than the case's, and an explanation in sentences.
func FuzzJudge(f *testing.F) {
	for _, seed := range []struct {
		status            int
		mediaType, answer string
	}{
		{200, "application/json", `{"client_id":"a","client_secret":"b","expires_at":0}`},
		{201, "application/json; charset=utf-8", `{"client_id":1,"client_secret":null,"expires_at":1e999}`},
		{400, "application/json", `{"error":"Email bob is not a valid email"}`},
		{400, "application/json", `{"error":{"message":"Email bob is not a valid email."}}`},
		{200, "text/html", "<p>Email &lt;bob&gt; is not a valid email</p>"},
		{500, "text/plain", "Traceback (most recent call last):"},
		{302, "", ""},
		{400, "application/json", "\xef\xbb\xbf[\"Unauthorized.\"] trailing"},
	} {
		f.Add(seed.status, seed.mediaType, []byte(seed.answer))
	}
	catalogue, err := cases.Builtin()
	if err != nil {
		f.Fatal(err)
	}
	invalidEmail, _ := catalogue.Message("invalid-email")
	unauthorized, _ := catalogue.Message("unauthorized")
	success := &cases.Success{Members: []cases.Member{{Name: "client_id", Value: "a"}}}
	expects := []cases.Expect{
		{Success: success},
		{Refusal: &cases.Refusal{}},
		{Refusal: &cases.Refusal{Messages: []cases.ExpectedMessage{{Message: invalidEmail, Value: "bob"}, {Message: unauthorized}}}},
		{Success: success, Refusal: &cases.Refusal{}},
	}
	f.Fuzz(func(t *testing.T, status int, mediaType string, answer []byte) {
		x := wire.Exchange{Answer: &wire.Answer{
			Status: status, Body: answer, Header: []wire.Field{{Name: "Content-Type", Value: mediaType}},
		}}
		for _, expect := range expects {
			for _, level := range cases.Levels() {
				for _, m := range Exchange(Expectation{
					Expect: expect, Level: level, Requirements: []string{"error.invalid-email"},
					Sent:     []cases.Field{{Name: "contacts", Value: "alice@example.org bob"}},
					Messages: catalogue.Messages, Now: time.Unix(1_800_000_000, 0),
				}, x) {
					if m.Aspect == "" || m.Requirement == "" || m.Expected == "" ||
						!strings.HasSuffix(m.Explanation, ".") || !level.AtLeast(m.Level) {
						t.Errorf("level %s: the mismatch is not whole: %+v", level, m)
					}
				}
			}
		}
	})
}
