package oracle

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// TestFields says what is made of answers to a request whose header is odd, of one with a fault and one without.
func TestFields(t *testing.T) {
	const should, changed = "outcome.should-succeed implied", "status.unexpected 302 hardening"
	for _, c := range []struct {
		name, value string
		status      int
		body        string
		want        string
	}{
		{"Cookie", "a", 400, "Bad Request", ""},
		{"Cookie", "=;=;\"", 400, "Bad Request", ""},
		{"Cookie", "session=1", 400, "Bad Request", "outcome.should-succeed documented"},
		{"Cookie", `a="b"; c=d`, 400, "Bad Request", "outcome.should-succeed documented"},
		{"Authorization", "garbage", 400, "", ""},
		{"Authorization", "Bearer x", 401, "", ""},
		{"Authorization", "Unheard-Of x", 401, failing("Who are you?"), ""},
		{"If-None-Match", "*", 412, "", ""},
		{"If-None-Match", "*", 304, "", ""},
		{"If-Modified-Since", "garbage", 304, "", ""},
		{"If-Match", `"x"`, 412, "", ""},
		{"If-Match", `"x"`, 500, "", "status.server-error 500 implied"},
		{"If-Match", `"x"`, 302, "", changed},
		{"Expect", "x", 417, "", ""},
		{"Expect", "100-continue", 417, "", "outcome.should-succeed documented"},
		{"Upgrade", "h2c", 426, "", ""},
		{"Upgrade", "h2c", 101, "", ""},
		{"HTTP2-Settings", "AAMAAABk", 101, "", ""},
		{"Connection", "upgrade", 101, "", ""},
		{"Connection", "close", 400, "", "outcome.should-succeed documented"},
		{"Range", "bytes=0-1", 416, "", should},
		{"Range", "bytes=0-1", 206, newClient, "status.unexpected 206 implied"},
		{"Range", "bytes=0-1", 201, newClient, ""},
		{"Range", "x", 400, "", should},
		{"If-Range", `"x"`, 412, "", ""},
		{"Accept", "text/html", 406, "", ""},
		{"Accept", "text/html", 201, "<h1>Welcome</h1>", ""},
		{"Accept", "application/json", 201, "<h1>Welcome</h1>", "answer.not-json implied, success.body documented"},
		{"Accept", "application/json", 406, "", "outcome.should-succeed documented"},
		{"Accept-Charset", "utf-16", 406, "", ""},
		{"Accept-Charset", "utf-8", 406, "", "outcome.should-succeed documented"},
		{"Accept-Language", "de", 406, "", ""},
		{"Accept-Language", "de, en;q=0.5", 406, "", "outcome.should-succeed documented"},
		{"Accept-Language", "*", 406, "", "outcome.should-succeed documented"},
		{"Accept-Encoding", "identity;q=0", 406, "", ""},
		{"Accept-Encoding", "gzip, br;q=0.5", 406, "", "outcome.should-succeed documented"},
		{"Content-Encoding", "identity", 415, "", ""},
		{"Transfer-Encoding", "chunked", 411, "", ""},
		{"Transfer-Encoding", "chunked", 501, "", ""},
		{"TE", "gzip", 400, "", ""},
		{"Trailer", "Content-Length", 400, "", ""},
		{"Via", "1.0 x", 400, "", ""},
		{"Max-Forwards", "0", 400, "", ""},
		{"Prefer", "return=minimal", 204, "", ""},
		{"Date", "garbage", 400, "", ""},
		{"Date", "Thu, 01 Jan 1970 00:00:00 GMT", 400, "", "outcome.should-succeed documented"},
		{"From", "a", 400, "", ""},
		{"User-Agent", "", 403, "", ""},
		{"User-Agent", "curl/8", 403, "", "outcome.should-succeed documented"},
		{"User-Agent", "Mozilla/5.0 (<script>)", 403, "", "outcome.should-succeed documented"},
		{"Cache-Control", "no-cache", 400, "", "outcome.should-succeed documented"},
		{"Cache-Control", "only-if-cached", 504, "", ""},
		{"Origin", "null", 403, "", ""},
		{"X-Forwarded-Proto", "gopher", 301, "", strings.Replace(changed, "302", "301", 1)},
		{"X-HTTP-Method-Override", "DELETE", 405, "", ""},
		{"X-Anything", "x", 400, "", "outcome.should-succeed documented"},
	} {
		s := sentJSON(associating(""))
		for i := range s.Header {
			if s.Header[i].Name == c.name {
				s.Header = append(s.Header[:i], s.Header[i+1:]...)
				break
			}
		}
		s.Header = append(s.Header, wire.Field{Name: c.name, Value: c.value})
		equal(t, c.name+": "+c.value, strings.Join(of(Judge(knowing(), answering(s, c.status, c.body)), cases.Hardening), ", "), c.want)
	}
}

// TestOddFieldsExcuseNoSuccess holds that a request with a fault is still to be refused.
func TestOddFieldsExcuseNoSuccess(t *testing.T) {
	for _, f := range []wire.Field{{Name: "Cookie", Value: "a"}, {Name: "If-Match", Value: "*"}, {Name: "Range", Value: "bytes=0-1"}} {
		s := sentJSON(associating(`,"contacts":"bob"`))
		s.Header = append(s.Header, f)
		equal(t, f.Name, strings.Join(of(Judge(knowing(), answering(s, 200, newClient)), cases.Implied), ", "), "outcome.should-refuse contacts documented")
	}
}

// TestStandingHeader holds that what the questions had in their header, as every request to the target has,
// excuses nothing.
func TestStandingHeader(t *testing.T) {
	token := wire.Field{Name: "Authorization", Value: "Bearer of-the-user"}
	k := NewTargetModel()
	for _, q := range Questions() {
		k.Learn(answering(wire.Sent{Method: q.Method, URL: testURL, Header: append(q.Header, token), Body: q.Body}, 400, failing("URI not-a-url is not a valid URI")))
	}
	if k.honoured != [2]honour{honoured, honoured} {
		t.Errorf("the questions taught %v", k.honoured)
	}
	for value, want := range map[string]string{token.Value: "success", "Bearer x": "success, or any 4xx"} {
		s := sentJSON(associating(""))
		s.Header = append(s.Header, wire.Field{Name: token.Name, Value: value})
		equal(t, value, Allowed(k, s).String(), want)
	}
}

// TestListsAreSplitAtAnySpace holds that a server may split a list at white space of any kinds (E12), and must name an
// item that comes of it.
func TestListsAreSplitAtAnySpace(t *testing.T) {
	k := knowing()
	for _, c := range []struct{ list, names, want string }{
		{"\n\t", "\n", ""}, // split at spaces and tabs
		{"\n\t", "\t", ""},
		{"\n\t", "", ""},
		{"\n\t", "n", "message.value invalid-redirect-uri implied"},
		{"a\vb  c", "a\vb", ""},
		{"a\vb  c", "b", ""},
		{"a\vb  c", "b  c", ""},
		{"a\u00a0b c\td", "a", ""},
		{"ab  c", "a", "message.value invalid-redirect-uri implied"},
		{"ab  c", "b  c", "message.value invalid-redirect-uri implied"},
		{"ab c", "ab c", "message.value invalid-redirect-uri documented"},
	} {
		list, _ := json.Marshal(c.list)
		message, _ := json.Marshal("URI " + c.names + " is not a valid URI")
		x := answering(sentJSON(associating(`,"redirect_uri":`+string(list))), 400, `{"error":`+string(message)+`}`)
		equal(t, c.list+" names "+c.names, strings.Join(of(Judge(k, x), cases.Implied), ", "), c.want)
	}
}
