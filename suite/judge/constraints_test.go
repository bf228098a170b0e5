package judge

import (
	"slices"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// to is the exchange as one of a request with the method.
func to(method string, x wire.Exchange) wire.Exchange {
	x.Request.Method = method
	return x
}

func TestBareRefusal(t *testing.T) {
	e := Expectation{
		Expect: cases.Expect{Refusal: &cases.Refusal{AnyClientError: true}},
		Level:  cases.Implied, Requirements: []string{"method.safe"},
	}
	for _, row := range []explained{
		{"405 page", answered(405, "text/html", "<h1>No</h1>"), nil, ""},
		{"413, empty", answered(413, "", ""), nil, ""},
		{"400 in JSON", inJSON(400, `{"error": "x"}`), nil, ""},
		{"200, empty", answered(200, "", ""), []string{"message implied method.safe"}, "The server answers 200 although it must refuse the request"},
		{"200 with credentials", inJSON(200, good), []string{"message implied method.safe"}, "The server accepts the request, and must refuse it."},
		{"302", answered(302, "", ""), []string{"status implied answer.refusal-status"}, ""},
		{"500", answered(500, "", ""), []string{"status implied answer.no-server-error"}, "The server fails (500) on this request."},
		{"501", answered(501, "", ""), []string{"status implied answer.no-server-error"}, ""},
		{"501 to PUT", to("PUT", answered(501, "", "")), nil, ""},
		{"500 to PUT", to("PUT", answered(500, "", "")), []string{"status implied answer.no-server-error"}, ""},
		{"501 to POST", to("POST", answered(501, "", "")), []string{"status implied answer.no-server-error"}, ""},
	} {
		row.check(t, e)
	}
	e.Success = &cases.Success{}
	e.Now = now()
	for _, row := range []explained{
		{"or success", inJSON(200, good), nil, ""},
		{"or success that is wrong", inJSON(200, withMember("client_id", "1")), []string{"schema implied response.client-id"}, ""},
		{"or 413", answered(413, "", ""), nil, ""},
		{"or an empty 200", answered(200, "", ""), []string{"schema implied response.client-id"}, ""},
		{"or 503", answered(503, "", ""), []string{"status implied answer.no-server-error"}, ""},
		{"or 302", answered(302, "", ""), []string{"status implied answer.refusal-status"}, ""},
	} {
		row.check(t, e)
	}
}

func TestAnyAnswer(t *testing.T) {
	e := Expectation{Expect: cases.Expect{Answer: true}, Level: cases.Implied, Requirements: []string{"method.others"}}
	for _, row := range []explained{
		{"204", answered(204, "", ""), nil, ""},
		{"302", answered(302, "", ""), nil, ""},
		{"405", answered(405, "text/html", "x"), nil, ""},
		{"500", answered(500, "", ""), []string{"status implied answer.no-server-error"}, ""},
		{"a reset", broken(wire.KindReset), []string{"connection implied answer.always"}, ""},
	} {
		row.check(t, e)
	}
}

// A message that may name any value is still that message.
func TestAnyValue(t *testing.T) {
	w := wanted(t, builtin(t), "invalid-email", "")
	w.AnyValue = true
	e := Expectation{Expect: either(w), Level: cases.Implied, Requirements: []string{"values.empty"}, Now: now()}
	for _, row := range []explained{
		{"success", inJSON(200, good), nil, ""},
		{"with a value", inJSON(400, `{"error": "Email  a b is not a valid email"}`), nil, ""},
		{"with none", inJSON(400, `{"error": "Email  is not a valid email"}`), nil, ""},
		{"another message", inJSON(400, `{"error": "Unauthorized."}`), []string{"message implied values.empty"}, ""},
		{"another text", inJSON(400, `{"error": "Email x is no valid email"}`), []string{"message implied values.empty"}, ""},
		{"elsewhere", inJSON(400, `{"message": "Email x is not a valid email"}`), []string{"envelope implied answer.error-member"}, ""},
	} {
		row.check(t, e)
	}
}

func TestDirectives(t *testing.T) {
	e := Expectation{
		Expect: cases.Expect{Success: &cases.Success{}, Header: []cases.Field{{Name: "Cache-Control", Value: "no-store"}}},
		Level:  cases.Hardening, Requirements: []string{"secret.not-cacheable"}, Now: now(),
	}
	with := func(values ...string) wire.Exchange {
		var header []wire.Field
		for _, value := range values {
			header = append(header, wire.Field{Name: "cache-control", Value: value})
		}
		return answered(200, "application/json", good, header...)
	}
	missing := []string{"header hardening secret.not-cacheable"}
	for _, row := range []explained{
		{"it alone", with("no-store"), nil, ""},
		{"in capitals", with("NO-STORE"), nil, ""},
		{"among others", with("private, max-age=0,no-store"), nil, ""},
		{"in a second field", with("private", "no-store"), nil, ""},
		{"none", with(), missing, "The answer has no Cache-Control."},
		{"another", with("no-cache"), missing, "The Cache-Control of the answer does not say no-store."},
		{"one that begins so", with("no-storey"), missing, ""},
		{"not of a refusal", inJSON(400, `{"error": "x"}`), []string{"status hardening secret.not-cacheable"}, ""},
	} {
		row.check(t, e)
	}
}

func TestWithheld(t *testing.T) {
	e := Expectation{
		Expect: cases.Expect{Refusal: &cases.Refusal{}, Without: []string{`s3cr"et`}},
		Level:  cases.Hardening, Requirements: []string{"secret.not-in-refusal"},
	}
	leak := []string{"content hardening secret.not-in-refusal"}
	for _, row := range []explained{
		{"kept", inJSON(400, `{"error": "Unauthorized."}`), nil, ""},
		{"in the message", inJSON(400, `{"error": "not s3cr\"et"}`), leak, "The answer gives away what it must keep to itself, in the body."},
		{"in another member", inJSON(400, `{"error": "x", "client": {"client_secret": "\u0073\u0033cr\"et"}}`), leak, "The answer gives away what it must keep to itself, in the body."},
		{"in a field", answered(400, "application/json", `{"error": "x"}`, wire.Field{Name: "X-Debug", Value: `a s3cr"et b`}), leak, "The answer gives away what it must keep to itself, in the field X-Debug."},
		{"in a page", answered(400, "text/html", `<p>s3cr"et</p>`), []string{
			"content-type hardening answer.media-type", "envelope hardening answer.error-member", leak[0],
		}, ""},
	} {
		row.check(t, e)
	}
}

func TestEchoes(t *testing.T) {
	e := Expectation{
		Expect: cases.Expect{Refusal: &cases.Refusal{AnyClientError: true}, Echo: "<svg>"},
		Level:  cases.Hardening, Requirements: []string{"echo.not-html"},
	}
	page, field := "content-type hardening echo.not-html", "header hardening echo.not-in-header"
	for _, row := range []explained{
		{"in JSON", inJSON(400, `{"error": "Email <svg> is not a valid email"}`), nil, ""},
		{"as text", answered(400, "text/plain", "<svg>"), nil, ""},
		{"a page without it", answered(400, "text/html", "<h1>No</h1>"), nil, ""},
		{"in a page", answered(400, "text/html; charset=utf-8", "<h1><svg></h1>"), []string{page}, "What was sent comes back as text/html, which a browser shows as a page"},
		{"in a page, escaped", answered(400, "text/html", "<h1>&lt;svg&gt;</h1>"), []string{page}, ""},
		{"in XHTML", answered(400, "application/xhtml+xml", "<p><svg></p>"), []string{page}, ""},
		{"without a type", answered(400, "", "<svg>"), []string{page}, "What was sent comes back without a Content-Type"},
		{"JSON as a page", answered(400, "text/html", `{"error": "\u003csvg\u003e"}`), []string{page}, ""},
		{"in a field", answered(400, "application/json", "{}", wire.Field{Name: "X-Error", Value: "bad <svg>"}), []string{field}, "What was sent comes back in the field X-Error"},
		{"in both", answered(400, "text/html", "<svg>", wire.Field{Name: "X-Error", Value: "<svg>"}), []string{field, page}, ""},
	} {
		row.check(t, e)
	}
}

func TestWithin(t *testing.T) {
	e := Expectation{
		Expect: cases.Expect{Refusal: &cases.Refusal{AnyClientError: true}, Within: 2 * time.Second},
		Level:  cases.Hardening, Requirements: []string{"limits.refused-quickly"},
	}
	after := func(d time.Duration) wire.Exchange {
		x := answered(413, "", "")
		x.Duration = d
		return x
	}
	for _, row := range []explained{
		{"at once", after(time.Millisecond), nil, ""},
		{"just so", after(2 * time.Second), nil, ""},
		{"too late", after(2*time.Second + time.Microsecond), []string{"time hardening limits.refused-quickly"}, "The server takes long"},
	} {
		row.check(t, e)
	}
}

// Where a value may be taken, a success has the secret that was sent, and a refusal must not.
func TestWithoutInARefusal(t *testing.T) {
	either := cases.Expect{Success: &cases.Success{}, Refusal: &cases.Refusal{}, Without: []string{"b3c4"}}
	e := Expectation{Expect: either, Level: cases.Hardening, Requirements: []string{"secret.not-in-refusal"}, Now: now()}
	if got := Exchange(e, inJSON(200, `{"client_id":"a","client_secret":"b3c4","expires_at":0}`)); len(got) != 0 {
		t.Errorf("a success: got %+v", got)
	}
	if got := Exchange(e, inJSON(200, `Warning {"client_id":"a","client_secret":"b3c4","expires_at":0}`)); slices.ContainsFunc(got, func(m report.Mismatch) bool { return m.Aspect == report.AspectContent }) {
		t.Errorf("a success that does not parse: got %+v", got)
	}
	if got := Exchange(e, inJSON(400, `{"error":"No","sent":{"client_secret":"b3c4"}}`)); len(got) != 1 {
		t.Errorf("a refusal: got %+v", got)
	}
}
