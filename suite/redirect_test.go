package suite

import (
	"bytes"
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/wire"
)

func TestReplies(t *testing.T) {
	bad, fine := question{parameterName, cases.JSON, plainBad}, question{parameterName, cases.JSON, goodURI}
	const message = "URI not-a-uri is not a valid URI"
	for _, row := range []struct {
		name string
		q    question
		x    wire.Exchange
		want reply
	}{
		{"registered", bad, inJSON(200, good), taken},
		{"registered, in a broken answer", bad, answered(200, "text/html", "<p>ok</p>"), taken},
		{"named", bad, inJSON(400, `{"error": "`+message+`"}`), named},
		{"named with 200", bad, inJSON(200, `{"error": "`+message+`"}`), named},
		{"named with 500", bad, inJSON(500, `{"error": "`+message+`"}`), named},
		{"named in a list", bad, inJSON(400, `{"errors": ["`+message+`"]}`), named},
		{"named in a text", bad, answered(400, "text/plain", message), named},
		{"named otherwise", bad, inJSON(400, `{"error": "`+message+`."}`), refused},
		{"another URI named", fine, inJSON(400, `{"error": "`+message+`"}`), refused},
		{"refused", bad, inJSON(400, `{"error": "no"}`), refused},
		{"failed", bad, answered(500, "", ""), silent},
		{"redirected", bad, answered(302, "", ""), refused},
		{"dropped", bad, broken(wire.KindReset), silent},
		{"nothing", bad, wire.Exchange{}, silent},
	} {
		if got := row.q.reply(row.x); got != row.want {
			t.Errorf("%s: got %d, want %d", row.name, got, row.want)
		}
	}
}

// Which name the cases use. A letter is how redirect_uri and then redirect_uris
// is taken: t taken, r refused, n named, s silent.
func TestSpelling(t *testing.T) {
	letter := map[byte]reply{'t': taken, 'r': refused, 'n': named, 's': silent}
	pair := func(letters string) [2]reply { return [2]reply{letter[letters[0]], letter[letters[1]]} }
	const (
		one, other = "redirect_uri, and not as", "redirect_uris, and not as"
		both, none = "under either name, redirect_uri and", "was not seen to read"
	)
	for _, row := range []struct {
		name                         string
		badJSON, badForm             string
		goodJSON, goodForm           string
		parameter, information, asks string
	}{
		{"the parameter's name", "nt", "nt", "ss", "ss", parameterName, one, "once"},
		{"the messages' name", "tn", "tn", "ss", "ss", messageName, other, "once"},
		{"both", "nn", "nn", "ss", "ss", parameterName, both, "once"},
		{"neither is checked", "tt", "tt", "ss", "ss", parameterName, none, "once"},
		{"the parameter's, and the other is refused as unknown", "nr", "nr", "ss", "ss", parameterName, one, "once"},
		{"the messages', and the other is refused as unknown", "rn", "rn", "ss", "ss", messageName, other, "once"},
		{"the parameter's, refused in other words", "rt", "rt", "tt", "tt", parameterName, one, "twice"},
		{"the messages', refused in other words", "tr", "tr", "tt", "tt", messageName, other, "twice"},
		{"both, refused in other words", "rr", "rr", "tt", "tt", parameterName, both, "twice"},
		{"the parameter's in other words, the other unknown", "rr", "rr", "tr", "tr", parameterName, one, "twice"},
		{"the messages' in other words, the other unknown", "rr", "rr", "rt", "rt", messageName, other, "twice"},
		{"the parameter's is not checked, the other unknown", "tr", "tr", "tr", "tr", parameterName, none, "twice"},
		{"the messages' is not checked, the other unknown", "rt", "rt", "rt", "rt", parameterName, none, "twice"},
		{"everything is refused", "rr", "rr", "rr", "rr", parameterName, none, "twice"},
		{"JSON is refused, the form has the messages' name", "rr", "tn", "rr", "tt", messageName, other, "twice"},
		{"JSON is refused, the form has the parameter's name", "rr", "nt", "rr", "tt", parameterName, one, "twice"},
		{"the form is refused", "tn", "rr", "tt", "rr", messageName, other, "twice"},
		{"JSON is not checked", "tt", "tn", "ss", "ss", messageName, other, "once"},
		{"the encodings differ, and JSON decides", "nt", "tn", "ss", "ss", parameterName, one, "once"},
		{"JSON hangs", "ss", "tn", "ss", "ss", messageName, other, "once"},
		{"one name hangs", "sn", "sn", "ss", "ss", messageName, other, "once"},
		{"the good questions hang", "rr", "rr", "ss", "ss", parameterName, none, "twice"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bad := [][2]reply{pair(row.badJSON), pair(row.badForm)}
			name, information, _ := spelling(bad, [][2]reply{pair(row.goodJSON), pair(row.goodForm)})
			if name != row.parameter || !strings.Contains(information.Text, row.information) || information.Erratum != "E01" {
				t.Errorf("got %s: %s\nwant %s: %s", name, information.Text, row.parameter, row.information)
			}
			if ambiguous(bad) != (row.asks == "twice") {
				t.Errorf("a good URI is asked with: %t", ambiguous(bad))
			}
		})
	}
}

// reader is a server that reads the redirect URIs under some names.
type reader struct {
	names    string // that it knows; another parameter is refused
	ignores  string // that it takes without looking
	message  string
	formOnly bool
	apart    bool // the two names together are refused
	lenient  bool // every text is taken for a URI but a broken IPv6 literal
}

func (r reader) refuses(value any) bool {
	text, _ := value.(string)
	return !strings.HasPrefix(text, "https://") && (!r.lenient || text == "" || strings.Contains(text, "["))
}

func (r reader) answer(_ int, q wire.Request) wire.Exchange {
	isForm := !bytes.HasPrefix(q.Body, []byte("{"))
	if r.formOnly && !isForm {
		return inJSON(415, `{"error": "Unknown Content-Type"}`)
	}
	known := func(name string) bool { return strings.Contains(" "+r.names+" ", " "+name+" ") }
	seen := 0
	for _, field := range judge.Parameters(q.Body) {
		if field.Name != parameterName && field.Name != messageName {
			continue
		}
		seen++
		switch {
		case r.ignores == field.Name:
		case !known(field.Name):
			return inJSON(400, `{"error": "Unknown parameter"}`)
		case r.refuses(field.Value):
			return inJSON(400, `{"error": "`+r.message+`"}`)
		}
	}
	if r.apart && seen > 1 {
		return inJSON(400, `{"error": "Give one of them"}`)
	}
	return inJSON(200, good)
}

// The whole conversation before the first case.
func TestInspect(t *testing.T) {
	const documented, own = "URI not-a-uri is not a valid URI", "Bad URI"
	for _, row := range []struct {
		name     string
		server   reader
		want     string
		requests int
	}{
		{"the parameter's, the other ignored", reader{names: parameterName, ignores: messageName, message: documented}, parameterName, 6},
		{"the messages', the other ignored", reader{names: messageName, ignores: parameterName, message: documented}, messageName, 6},
		{"the messages', the other refused", reader{names: messageName, message: documented}, messageName, 6},
		{"the messages', the other refused, in own words", reader{names: messageName, message: own}, messageName, 10},
		{"the parameter's, the other refused, in own words", reader{names: parameterName, message: own}, parameterName, 10},
		{"both, refused together", reader{names: parameterName + " " + messageName, message: documented, apart: true}, parameterName, 6},
		{"the parameter's without a check, the other refused", reader{ignores: parameterName, message: own}, parameterName, 26},
		{"the messages', which are checked for a broken address only", reader{names: messageName, ignores: parameterName, message: own, lenient: true}, messageName, 22},
		{"forms only, the messages'", reader{names: messageName, message: documented, formOnly: true}, messageName, 10},
		{"forms only, the messages' in own words", reader{names: messageName, message: own, formOnly: true}, messageName, 10},
	} {
		t.Run(row.name, func(t *testing.T) {
			client := &script{answer: row.server.answer}
			p := inspect(t.Context(), client, 0, unheard)
			if p.parameter != row.want || p.unreachable != "" {
				t.Errorf("got %s, %q; want %s", p.parameter, p.unreachable, row.want)
			}
			if len(client.sent) != row.requests { // the plainest registrations, two, among them
				t.Errorf("%d requests were sent, want %d", len(client.sent), row.requests)
			}
		})
	}
}

// What somebody in front of the target answers to a question says nothing of the target.
func TestInspectInsists(t *testing.T) {
	for _, row := range []struct {
		unavailable int // how many questions are answered with 502
		want, says  string
	}{
		{8, messageName, "as redirect_uris, and not as redirect_uri"},
		{1 << 30, parameterName, "could not be asked: the answer was 502 each time"},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := reader{names: messageName, ignores: parameterName, message: "URI not-a-uri is not a valid URI"}
			asked := 0
			client := &script{answer: func(i int, r wire.Request) wire.Exchange {
				if bytes.Contains(r.Body, []byte("redirect_uri")) {
					if asked++; asked <= row.unavailable {
						return inJSON(502, "{}")
					}
				}
				return server.answer(i, r)
			}}
			p := inspect(t.Context(), client, 0, unheard)
			if p.parameter != row.want || !strings.Contains(p.information.Text, row.says) {
				t.Errorf("got %s: %s", p.parameter, p.information.Text)
			}
		})
	}
}

// No question has both names: a server may refuse that whatever the value is.
func TestQuestions(t *testing.T) {
	for _, value := range append(oddValues(), plainBad, goodURI) {
		for i, q := range spellingQuestions(value) {
			request := q.request()
			count := 0
			for _, field := range judge.Parameters(request.Body) {
				if field.Name == parameterName || field.Name == messageName {
					count++
					if !reflect.DeepEqual(field.Value, q.value) {
						t.Errorf("question %d asks with %v, and not with %v", i, field.Value, q.value)
					}
				}
			}
			if count != 1 || request.Method != http.MethodPost || wire.Values(request.Header, "Content-Type")[0] != q.encoding.MediaType() {
				t.Errorf("question %d is %s %v %s", i, request.Method, request.Header, request.Body)
			}
		}
	}
}

// The target is asked until it answers, or the time is over.
func TestInspectWaits(t *testing.T) {
	late := func(n int) *script {
		return &script{answer: func(i int, _ wire.Request) wire.Exchange {
			if i < n {
				return broken(wire.KindRefused)
			}
			return inJSON(200, good)
		}}
	}
	for _, row := range []struct {
		name      string
		client    *script
		wait      time.Duration
		reachable bool
	}{
		{"at once", late(0), 0, true},
		{"one answer of two", late(1), 0, true},
		{"not in time", late(4), 0, false},
		{"in time", late(12), time.Second, true},
		{"never", late(1 << 30), 250 * time.Millisecond, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			started := time.Now()
			p := inspect(t.Context(), row.client, row.wait, unheard)
			if (p.unreachable == "") != row.reachable {
				t.Errorf("got %q", p.unreachable)
			}
			if took := time.Since(started); took > row.wait+time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
	t.Run("too much is an answer", func(t *testing.T) {
		client := &script{answer: func(int, wire.Request) wire.Exchange { return broken(wire.KindBodyTooLarge) }}
		if p := inspect(t.Context(), client, 0, unheard); p.unreachable != "" {
			t.Errorf("got %q", p.unreachable)
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		started := time.Now()
		inspect(ctx, late(1<<30), time.Minute, unheard)
		if took := time.Since(started); took > 5*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// unheard is told why the target is waited for.
func unheard(string) {}
