package gauntlet

import (
	"encoding/json"
	"net/http"
	"strings"
)

// controls are what a terminal or an editor obeys: C0 and C1 controls, and marks of
// direction.
const controls = "\u001b[31m\u0085\u009b1m\u202e\u2066\u200f\u2028"

// rawControls matches any of them in an output.
const rawControls = `[\x{80}-\x{9f}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{2028}\x{2029}]|\x1b\[31m`

// disguised puts controls into each message, raw or as JSON escapes.
func disguised(escape bool) func() Behaviour {
	return handler(func() http.Handler {
		inner := conforming()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := keep(inner, r)
			var refusal map[string]any
			if json.Unmarshal(a.body, &refusal) == nil && refusal["error"] != nil {
				message, _ := refusal["error"].(string)
				text := controls + message + controls
				if escape {
					quoted, _ := json.Marshal(text)
					a.body = []byte(`{"error":` + escaped(string(quoted)) + `}`)
				} else {
					a.body = []byte(`{"error":"` + strings.ReplaceAll(strings.ReplaceAll(text, "\u001b", ""), `"`, `\"`) + `"}`)
				}
			}
			a.send(w)
		})
	})
}

// escaped writes what is not ASCII as JSON escapes.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		const digits = "0123456789abcdef"
		b.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			b.WriteByte(digits[r>>shift&0xf])
		}
	}
	return b.String()
}

// inHeader puts controls into header fields and the reason.
func inHeader(r *http.Request, a *answer) []byte {
	a.header.Set("X-Served-By", "a"+"\u0085\u202e"+"b")
	a.status, a.body = http.StatusBadRequest, []byte("no "+controls)
	a.header.Set("Content-Type", "text/plain; a="+"\u202e")
	return plainAnswer(r.Method, a)
}

// nonsense are servers whose answers say nothing, or something that must not be obeyed.
func nonsense() []Server {
	rows := []Server{
		{Name: "controls-raw", New: disguised(false), Does: "Has controls and marks of direction in each message."},
		{Name: "controls-escaped", Long: true, New: disguised(true), Does: "The same, as escapes of JSON."},
		{Name: "controls-in-header", Long: true, New: formed(inHeader), Does: "Has them in header fields and in a page of text."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = refuted(30*second).with("--report", "markdown=-").never(rawControls), hunting(40*second).never(rawControls, flaky)
	}
	rows[2].Run = elsewhere(30*second).with("--report", "markdown=-").never(rawControls)
	same := []Server{
		{Name: "500-for-all", New: always(http.StatusInternalServerError, "text/html", "<html><h1>Internal Server Error</h1></html>"), Does: "Answers everything with the same page and 500."},
		{Name: "500-json-for-all", Over: HTTP2, Long: true, New: always(http.StatusInternalServerError, "application/json", `{"error":"Internal Server Error"}`), Does: "Answers everything with 500 and the same JSON; over HTTP/2."},
		{Name: "200-empty-for-all", Long: true, New: always(http.StatusOK, "", ""), Does: "Answers everything with 200 and nothing."},
		{Name: "200-object-for-all", Long: true, New: always(http.StatusOK, "application/json", "{}"), Does: "Answers everything with 200 and an empty object."},
		{Name: "400-unauthorized-for-all", Over: Unix, Long: true, New: always(http.StatusBadRequest, "application/json", `{"error":"Unauthorized."}`), Does: "Answers everything with Unauthorized., which is right for some; at a socket."},
		{Name: "success-for-all", Long: true, New: always(http.StatusOK, "application/json", `{"client_id":"a","client_secret":"b","expires_at":0}`), Does: "Answers everything with the same client."},
	}
	for i := range same {
		same[i].Run, same[i].Fuzz = elsewhere(30*second).never(allPassed, flaky), hunting(40*second).never(flaky)
	}
	same[len(same)-1].Run = refuted(30*second, "the same credentials").never(allPassed, flaky)
	return append(rows, same...)
}
