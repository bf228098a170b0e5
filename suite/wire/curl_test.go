package wire_test

import (
	"bufio"
	"bytes"
	"io"
	"maps"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

// curlCases are requests that curl must be able to repeat.
func curlCases() map[string]wire.Request {
	request := func(method, body string, pairs ...string) wire.Request {
		r := wire.Request{Method: method}
		if body != "" {
			r.Body = []byte(body)
		}
		for i := 0; i < len(pairs); i += 2 {
			r.Header = append(r.Header, wire.Field{Name: pairs[i], Value: pairs[i+1]})
		}
		return r
	}
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	const kind, jsonKind = "Content-Type", "application/json"
	return map[string]wire.Request{
		"plain":              request("POST", `{"type":"client_associate"}`, kind, jsonKind),
		"no type":            request("POST", "a=b"),
		"empty type":         request("POST", "a=b", kind, ""),
		"doubled type":       request("POST", "a=b", kind, jsonKind, kind, "text/plain"),
		"spelled type":       request("POST", "a=b", "content-type", jsonKind),
		"no body":            request("POST", ""),
		"no body, type":      request("POST", "", kind, jsonKind),
		"GET":                request("GET", ""),
		"GET with body":      request("GET", "a"),
		"HEAD":               request("HEAD", ""),
		"PUT":                request("PUT", "", kind, jsonKind),
		"odd method":         request("RE'G", "a"),
		"quotes":             request("POST", `it's "$HOME" `+"`ls` !! \\n %s", kind, jsonKind),
		"at":                 request("POST", "@/etc/passwd", kind, jsonKind),
		"at in two lines":    request("POST", "@\n", kind, jsonKind),
		"dash":               request("POST", "-d\n\n", kind, jsonKind),
		"lines":              request("POST", "\r\n{\r\n}\n\n", kind, jsonKind),
		"letters":            request("POST", "Ünïcødé ☃ 😀", kind, jsonKind),
		"every byte":         request("POST", string(every)+"7\x007%d", kind, jsonKind),
		"no UTF-8":           request("POST", "\xff\xfe caf\xe9", kind, jsonKind),
		"direction override": request("POST", "a\u202eb\u2028", kind, jsonKind),
		"long":               request("POST", strings.Repeat("x%\\'", 50_000), kind, jsonKind),
		"longer":             request("POST", strings.Repeat("x", 3<<20), kind, jsonKind),
		"runs":               request("POST", "{\"a\":"+strings.Repeat("[", 5000)+strings.Repeat("{\"é\":", 2000)+"'%\n"+strings.Repeat("-", 1500), kind, jsonKind),
		"chunked":            request("POST", "hello", "Transfer-Encoding", "chunked", kind, jsonKind),
		"none of its own":    {Method: "POST", Body: []byte("a"), Without: []string{"User-Agent", "Accept", "Accept-Encoding"}},
		"own host":           request("POST", "a", "Host", "other.example"),
		"own constants":      request("POST", "a", "Accept", "text/html", "User-Agent", "me", "Accept-Encoding", "br"),
		"odd fields":         request("POST", "a", "X-A", "it's; $(x) !y", "X-Latin", "caf\xe9!", "X-Empty", "", "X'Q", "a\tb"),
	}
}

// TestCurl runs the line with the real curl and holds what arrives against what
// the client itself sent.
func TestCurl(t *testing.T) {
	t.Parallel() // it waits more than it works
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not on PATH: whether it sends the same request is not tested")
	}
	cases := curlCases()
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		t.Run(name, func(t *testing.T) {
			got := make(chan *http.Request, 2)
			u := serve(t, func(c *rawConn) { got <- receive(t, c) })
			x := send(t, u, wire.Options{}, cases[name])
			want(t, x, "", "")
			line := x.Request.Curl()
			if strings.Contains(line, "\n") || strings.Contains(line, "\x00") {
				t.Errorf("it is not one line: %.300s", line)
			}
			sent := <-got

			for _, shell := range []string{"sh", "bash"} {
				if _, err := exec.LookPath(shell); err != nil {
					t.Logf("%s is not on PATH: not tested with it", shell)
					continue
				}
				command := exec.Command(shell)
				command.Stdin = strings.NewReader(line) // an argument could not be as long
				if out, err := command.CombinedOutput(); err != nil {
					t.Fatalf("%.300s\n%s: %v\n%s", line, shell, err, out)
				}
				same(t, line, <-got, sent)
			}
		})
	}
}

// receive reads one request of a connection, its body included, and answers it.
func receive(t *testing.T, c *rawConn) *http.Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		t.Errorf("reading a request: %v", err)
		return nil
	}
	if r.Header.Get("Expect") != "" {
		t.Error("leave to send the body was asked for")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Errorf("reading a body: %v", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	head := "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
	if r.Method == http.MethodHead {
		_ = c.say(head)
	} else {
		_ = c.say(head + "ok")
	}
	return r
}

// same holds a request that curl sent against the client's.
func same(t *testing.T, line string, got, sent *http.Request) {
	t.Helper()
	if got == nil || sent == nil {
		t.Fatalf("%.300s\nsends no request", line)
	}
	gotBody, _ := io.ReadAll(got.Body)
	body, _ := io.ReadAll(sent.Body)
	sent.Body = io.NopCloser(bytes.NewReader(body))
	if got.Method != sent.Method || got.RequestURI != sent.RequestURI || got.Host != sent.Host ||
		got.ContentLength != sent.ContentLength || !bytes.Equal(gotBody, body) {
		t.Errorf("%.300s\nsends %s %s %q %d %.300q, want %s %s %q %d %.300q", line,
			got.Method, got.RequestURI, got.Host, got.ContentLength, gotBody,
			sent.Method, sent.RequestURI, sent.Host, sent.ContentLength, body)
	}
	// Those that curl has of its own may differ where they are the client's
	// constants.
	theirs, ours := got.Header.Clone(), sent.Header.Clone()
	for name, constant := range map[string]string{
		"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": wire.DefaultUserAgent,
	} {
		if ours.Get(name) == constant {
			theirs.Del(name)
			ours.Del(name)
		}
	}
	if !maps.EqualFunc(theirs, ours, slices.Equal) {
		t.Errorf("%.300s\nsends %q, want %q", line, theirs, ours)
	}
}

func TestCurlURL(t *testing.T) {
	for url, want := range map[string]string{
		"http://[::1]:8080/p":   "curl -sS -X GET -g 'http://[::1]:8080/p'",
		"http://h/../{a}?b&c=d": "curl -sS -X GET -g --path-as-is 'http://h/../{a}?b&c=d'",
	} {
		if got := (wire.Sent{Method: "GET", URL: url}).Curl(); got != want {
			t.Errorf("line is %s, want %s", got, want)
		}
	}
}
