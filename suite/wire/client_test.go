package wire_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

func TestSentBytes(t *testing.T) {
	gateway := []wire.Field{{Name: "X-Gate", Value: "1"}, {Name: "x-gate", Value: "2"}, {Name: "Accept", Value: "a/b"}}
	f := func(pairs ...string) (fields []wire.Field) {
		for i := 0; i < len(pairs); i += 2 {
			fields = append(fields, wire.Field{Name: pairs[i], Value: pairs[i+1]})
		}
		return fields
	}
	const line = "POST /api/client/register HTTP/1.1\r\nHost: HOST\r\nUser-Agent: regspec\r\n"
	const constants = "Accept: application/json\r\nAccept-Encoding: gzip\r\n"
	tests := []struct {
		name    string
		options wire.Options
		request wire.Request
		raw     string
	}{
		{
			name:    "no content type",
			request: wire.Request{Method: "POST", Body: []byte("a\x00\xff\r\nb")},
			raw:     line + "Content-Length: 6\r\n" + constants + "\r\na\x00\xff\r\nb",
		},
		{
			name:    "no body",
			request: wire.Request{Method: "POST", Header: f("Content-Length", "0")},
			raw:     line + "Content-Length: 0\r\n" + constants + "\r\n",
		},
		{
			name:    "GET",
			request: wire.Request{Method: "GET"},
			raw:     strings.Replace(line, "POST", "GET", 1) + constants + "\r\n",
		},
		{
			name:    "method as spelled",
			request: wire.Request{Method: "post"},
			raw:     strings.Replace(line, "POST", "post", 1) + constants + "\r\n",
		},
		{
			name:    "doubled and as spelled",
			request: wire.Request{Method: "POST", Header: f("Content-Type", "a/b", "content-TYPE", "e/f", "Content-Type", "c/d", "X-Empty", "")},
			raw: line + "Content-Length: 0\r\n" + constants +
				"Content-Type: a/b\r\nContent-Type: c/d\r\nX-Empty: \r\ncontent-TYPE: e/f\r\n\r\n",
		},
		{
			name:    "the step wins",
			options: wire.Options{Header: gateway, UserAgent: "me"},
			request: wire.Request{
				Method: "POST",
				Header: f("host", "other.example", "user-agent", "you", "accept-encoding", "br", "X-GATE", "3"),
			},
			raw: "POST /api/client/register HTTP/1.1\r\nHost: other.example\r\nContent-Length: 0\r\n" +
				"Accept: a/b\r\nX-GATE: 3\r\naccept-encoding: br\r\nuser-agent: you\r\n\r\n",
		},
		{
			name:    "added to every request",
			options: wire.Options{Header: gateway, UserAgent: "me"},
			request: wire.Request{Method: "POST"},
			raw: strings.Replace(line, "regspec", "me", 1) +
				"Content-Length: 0\r\nAccept: a/b\r\nAccept-Encoding: gzip\r\nX-Gate: 1\r\nx-gate: 2\r\n\r\n",
		},
		{
			name:    "empty host",
			request: wire.Request{Method: "POST", Header: f("Host", "")},
			raw:     strings.Replace(line, "HOST", "", 1) + "Content-Length: 0\r\n" + constants + "\r\n",
		},
		{
			name:    "chunked",
			request: wire.Request{Method: "POST", Header: f("Transfer-Encoding", "chunked"), Body: []byte("hello")},
			raw:     line + "Transfer-Encoding: chunked\r\n" + constants + "\r\n5\r\nhello\r\n0\r\n\r\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			noLeaks(t)
			got := make(chan []byte, 1)
			u := serve(t, func(c *rawConn) {
				raw := c.request()
				if strings.Contains(test.raw, "chunked") {
					rest := make([]byte, len("5\r\nhello\r\n0\r\n\r\n"))
					_, _ = io.ReadFull(c.in, rest)
					raw = append(raw, rest...)
				}
				got <- raw
				_ = c.say(ok)
			})
			x := send(t, u, test.options, test.request)
			want(t, x, "", "")
			raw := strings.Replace(test.raw, "HOST", u.Host, 1)
			if sent := string(<-got); sent != raw {
				t.Errorf("sent was\n%q, want\n%q", sent, raw)
			}
			// The evidence is the same bytes.
			var head strings.Builder
			head.WriteString(x.Request.Line + "\r\n")
			for _, f := range x.Request.Header {
				head.WriteString(f.Name + ": " + f.Value + "\r\n")
			}
			if want, _, _ := strings.Cut(raw, "\r\n\r\n"); head.String() != want+"\r\n" {
				t.Errorf("recorded is\n%q, want\n%q", head.String(), want)
			}
			if !bytes.Equal(x.Request.Body, test.request.Body) || x.Request.URL != u.String() {
				t.Errorf("recorded is %+v", x.Request)
			}
		})
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	x := send(t, endpoint(t, server.URL+"/base/"), wire.Options{}, post())
	server.Close()
	want(t, x, "", "")
	if x.Answer.Status != 302 || !reflect.DeepEqual(asked, []string{"/base/api/client/register"}) {
		t.Errorf("answer is %+v, asked were %q", x.Answer, asked)
	}
}
