package suite

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// The steps of which the cases here are made.
func registerStep() cases.Step {
	return cases.Step{
		Register: "client", Expect: success(),
		Send:    cases.Send{Fields: fields("type", "client_associate")},
		Capture: map[string]string{"client.client_id": "client_id", "client.client_secret": "client_secret"},
	}
}

func updateStep(id string) cases.Step {
	return cases.Step{
		Send:   cases.Send{Fields: fields("client_id", id)},
		Expect: success(cases.Member{Name: "client_id", Value: id}),
	}
}

func refusedStep() cases.Step {
	return cases.Step{Send: cases.Send{Fields: fields("type", "x")}, Expect: refusal(cases.ExpectedMessage{Message: cases.Message{ID: "no", Text: "No."}})}
}

// needed is a step of which the case only needs that it goes as it should.
func needed(s cases.Step) cases.Step {
	s.Needed = true
	return s
}

func caseOf(level cases.Level, steps ...cases.Step) Entry {
	return Entry{Encoding: cases.JSON, Case: cases.Case{ID: "a/b", Title: "It works.", Level: level, Requirements: []string{"r"}, Steps: steps}}
}

// turns answers with the exchanges given, and with the last one from then on.
func turns(all ...wire.Exchange) *script {
	return &script{answer: func(i int, _ wire.Request) wire.Exchange { return all[min(i, len(all)-1)] }}
}

func runWith(t *testing.T, client *script, e Entry) report.Result {
	t.Helper()
	return runner{connection: through(client), parameter: parameterName}.run(t.Context(), e)
}

func TestRunner(t *testing.T) {
	done, no, wrong := inJSON(200, good), inJSON(400, `{"error": "No."}`), inJSON(400, `{"error": "Nope."}`)
	update := updateStep("${client.client_id}")
	for _, row := range []struct {
		name     string
		steps    []cases.Step
		answers  []wire.Exchange
		verdict  report.Verdict
		skip     report.Skip
		sent     int
		mismatch string // "step aspect" of each
		reason   string
	}{
		{"passes", []cases.Step{registerStep(), update, refusedStep()}, []wire.Exchange{done, done, no}, report.Passed, "", 3, "", ""},
		{"fails in the middle and goes on", []cases.Step{refusedStep(), refusedStep(), refusedStep()}, []wire.Exchange{no, wrong, no}, report.Failed, "", 3, "2 message", ""},
		{"fails twice", []cases.Step{refusedStep(), refusedStep()}, []wire.Exchange{wrong, done}, report.Failed, "", 2, "1 message,2 message", ""},
		{"fails at first, and does what needs its answer", []cases.Step{{Send: cases.Send{Fields: fields("a", "b")}, Expect: success(), Capture: registerStep().Capture}, update}, []wire.Exchange{inJSON(500, good), done}, report.Failed, "", 2, "1 status", ""},
		{"fails, and cannot go on", []cases.Step{{Send: cases.Send{Fields: fields("a", "b")}, Expect: success(), Capture: registerStep().Capture}, update}, []wire.Exchange{wrong}, report.Failed, "", 1, "1 status", ""},
		{"fails by a broken connection, and stops", []cases.Step{refusedStep(), refusedStep()}, []wire.Exchange{broken(wire.KindReset)}, report.Failed, "", 1, "1 connection,1 message", ""},
		{"fails, and then the connection breaks", []cases.Step{refusedStep(), refusedStep(), refusedStep()}, []wire.Exchange{wrong, broken(wire.KindReset)}, report.Failed, "", 2, "1 message,2 connection,2 message", ""},

		{"cannot register", []cases.Step{registerStep(), update}, []wire.Exchange{no}, report.Skipped, report.SkipBlocked, 1, "", "needs registering a client, which failed; its answer has no usable client_id"},
		{"registers without a secret", []cases.Step{registerStep(), update}, []wire.Exchange{inJSON(200, `{"client_id": "i"}`)}, report.Skipped, report.SkipBlocked, 1, "", "needs registering a client, which failed; its answer has no usable client_secret"},
		{"registers an empty id", []cases.Step{registerStep(), update}, []wire.Exchange{inJSON(200, `{"client_id": "", "client_secret": "s"}`)}, report.Skipped, report.SkipBlocked, 1, "", "needs registering a client, which failed; its answer has no usable client_id"},
		{"registers a number", []cases.Step{registerStep(), update}, []wire.Exchange{inJSON(200, `{"client_id": 1, "client_secret": "s"}`)}, report.Skipped, report.SkipBlocked, 1, "", "needs registering a client, which failed; its answer has no usable client_id"},
		{"registers with a page", []cases.Step{registerStep(), update}, []wire.Exchange{answered(200, "text/html", "<p>")}, report.Skipped, report.SkipBlocked, 1, "", "needs registering a client, which failed; its answer has no usable client_id"},
		{"registers and breaks off", []cases.Step{registerStep(), update}, []wire.Exchange{broken(wire.KindReset)}, report.Skipped, report.SkipBlocked, 1, "", "needs registering a client, which failed; the connection was reset before any answer came"},
		{"registers badly, and it does not matter here", []cases.Step{registerStep(), update}, []wire.Exchange{answered(500, "text/html", good), done}, report.Passed, "", 2, "", ""},
		{"only needs a refusal, which has another message", []cases.Step{needed(refusedStep()), update}, []wire.Exchange{wrong, done}, report.Skipped, report.SkipBlocked, 1, "", "needs "},
		{"only needs a refusal, and is accepted", []cases.Step{needed(refusedStep()), update}, []wire.Exchange{done}, report.Skipped, report.SkipBlocked, 1, "", "needs "},
		{"only needs a refusal, which never comes", []cases.Step{needed(refusedStep()), update}, []wire.Exchange{broken(wire.KindReset)}, report.Failed, "", 1, "1 connection,1 message", ""},
		{"cannot register after a failure", []cases.Step{refusedStep(), registerStep(), update}, []wire.Exchange{wrong, no}, report.Failed, "", 2, "1 message", ""},

		{"does not apply", []cases.Step{registerStep(), updateStep("${client.client_id|cut}")}, []wire.Exchange{done}, report.Skipped, report.SkipInapplicable, 1, "", "step 2 does not apply: client.client_id is too short to be sent"},
		{"does not apply after a failure", []cases.Step{refusedStep(), registerStep(), updateStep("${client.client_id|cut}")}, []wire.Exchange{wrong, done}, report.Failed, "", 2, "1 message", ""},
		{"interrupted", []cases.Step{refusedStep()}, []wire.Exchange{broken(wire.KindInterrupted)}, report.Skipped, report.SkipInterrupted, 1, "", "the run was interrupted before this case was done"},
		{"interrupted after a failure", []cases.Step{refusedStep(), refusedStep()}, []wire.Exchange{wrong, broken(wire.KindInterrupted)}, report.Skipped, report.SkipInterrupted, 2, "", "the run was interrupted"},
		{"interrupted while registering", []cases.Step{registerStep(), update}, []wire.Exchange{broken(wire.KindInterrupted)}, report.Skipped, report.SkipInterrupted, 1, "", "the run was interrupted"},
		{"cannot be sent", []cases.Step{refusedStep()}, []wire.Exchange{broken(wire.KindUnsendable)}, report.Errored, "", 1, "", "step 1: this client cannot send the request"},
		{"cannot be sent over HTTP/2", []cases.Step{refusedStep()}, []wire.Exchange{{Break: &wire.Break{Phase: wire.PhaseSend, Kind: wire.KindUnsendable, Detail: "HTTP/2 does not carry it"}}}, report.Skipped, report.SkipInapplicable, 1, "", "step 1 does not apply: HTTP/2 does not carry it"},
		{"cannot be prepared", []cases.Step{refusedStep(), updateStep("${who}")}, []wire.Exchange{no}, report.Errored, "", 1, "", "step 2 cannot be prepared: ${who} has no value"},
		{"cannot be expected", []cases.Step{{Expect: success(cases.Member{Name: "client_id", Value: "${who}"})}}, []wire.Exchange{done}, report.Errored, "", 1, "", "the expectation of step 1 cannot be filled in"},
		{"is refused with a 429 of another meaning", []cases.Step{refusedStep()}, []wire.Exchange{inJSON(429, `{"error": "No."}`)}, report.Passed, "", 1, "", ""},
		{"is answered too much", []cases.Step{refusedStep()}, []wire.Exchange{broken(wire.KindBodyTooLarge)}, report.Failed, "", 1, "1 connection,1 message", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			client := turns(row.answers...)
			got := runWith(t, client, caseOf(cases.Documented, row.steps...))
			if got.Verdict != row.verdict || got.Skip != row.skip || !strings.HasPrefix(got.Reason, row.reason) || (row.reason == "") != (got.Reason == "") {
				t.Errorf("got %s %s %q, want %s %s %q", got.Verdict, got.Skip, got.Reason, row.verdict, row.skip, row.reason)
			}
			if len(client.sent) != row.sent || len(got.Exchanges) != row.sent {
				t.Errorf("%d requests were sent and %d kept, want %d", len(client.sent), len(got.Exchanges), row.sent)
			}
			var all []string
			for _, m := range got.Mismatches {
				all = append(all, string(rune('0'+m.Step))+" "+string(m.Aspect))
			}
			if strings.Join(all, ",") != row.mismatch {
				t.Errorf("got mismatches %q, want %q", all, row.mismatch)
			}
		})
	}
}

// What is captured goes into what is sent and what is expected later.
func TestCaptures(t *testing.T) {
	client := turns(inJSON(200, `{"client_id": "a\"ü", "client_secret": "s", "expires_at": 0}`), inJSON(200, good))
	got := runWith(t, client, caseOf(cases.Documented, registerStep(), updateStep("${client.client_id}")))
	if body := string(client.sent[1].Body); body != `{"client_id":"a\"ü"}` {
		t.Errorf("sent %s", body)
	}
	if len(got.Mismatches) != 1 || got.Mismatches[0].Expected != `client_id is a"ü` {
		t.Errorf("got %v", got.Mismatches)
	}
}

// The cases use the spelling that the target honours.
func TestParameterName(t *testing.T) {
	client := turns(inJSON(200, good))
	e := caseOf(cases.Documented, cases.Step{Send: cases.Send{Fields: fields("${redirect_parameter}", "x")}, Expect: success()})
	runner{connection: through(client), parameter: messageName}.run(t.Context(), e)
	if body := string(client.sent[0].Body); body != `{"redirect_uris":"x"}` {
		t.Errorf("sent %s", body)
	}
}

// A failure counts at the level of its strictest mismatch, anything else at
// that of its case.
func TestResultLevels(t *testing.T) {
	status, message := inJSON(500, `{"error": "No."}`), inJSON(400, `{"error": "Nope."}`)
	for _, row := range []struct {
		name    string
		level   cases.Level
		answers []wire.Exchange
		want    cases.Level
	}{
		{"passed", cases.Documented, []wire.Exchange{inJSON(400, `{"error": "No."}`)}, cases.Documented},
		{"the status alone", cases.Documented, []wire.Exchange{status, status}, cases.Implied},
		{"the message alone", cases.Documented, []wire.Exchange{message, message}, cases.Documented},
		{"the status, then the message", cases.Documented, []wire.Exchange{status, message}, cases.Documented},
		{"the message, then the status", cases.Documented, []wire.Exchange{message, status}, cases.Documented},
		{"the connection", cases.Documented, []wire.Exchange{broken(wire.KindReset)}, cases.Documented},
		{"of an implied case", cases.Implied, []wire.Exchange{message, status}, cases.Implied},
		{"of advice", cases.Hardening, []wire.Exchange{message, status}, cases.Hardening},
		{"of advice, the connection", cases.Hardening, []wire.Exchange{broken(wire.KindReset)}, cases.Hardening},
		{"interrupted", cases.Hardening, []wire.Exchange{broken(wire.KindInterrupted)}, cases.Hardening},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := runWith(t, turns(row.answers...), caseOf(row.level, refusedStep(), refusedStep()))
			if got.Level != row.want {
				t.Errorf("got %s, want %s", got.Level, row.want)
			}
		})
	}
}

func TestResultOfAnEntry(t *testing.T) {
	x := inJSON(400, `{"error": "No."}`)
	x.Duration = 1500 * time.Microsecond
	e := caseOf(cases.Implied, refusedStep(), refusedStep())
	e.Case.Errata = []string{"E01"}
	got := runWith(t, turns(x), e)
	if got.ID != "a/b" || got.Title != "It works." || got.Encoding != cases.JSON || got.Requirements[0] != "r" || got.Errata[0] != "E01" || got.DurationMS != 3 {
		t.Errorf("got %+v", got)
	}
	before := blank(caseOf(cases.Implied))
	if before.Verdict != report.Errored || before.Errata == nil || before.Mismatches == nil || before.Exchanges == nil {
		t.Errorf("what was not run is %+v", before)
	}
}

// Of a long answer the report keeps the beginning, and the verdict rests on all.
func TestEvidenceIsBounded(t *testing.T) {
	body := `{"padding": "` + strings.Repeat("x", 2*evidence) + `", "error": "No."}`
	got := runWith(t, turns(inJSON(400, body)), caseOf(cases.Documented, refusedStep()))
	kept := got.Exchanges[0].Answer
	if got.Verdict != report.Passed || len(kept.Body) > evidence || kept.Omitted != len(body)-len(kept.Body) {
		t.Errorf("%s, %d bytes are kept and %d omitted", got.Verdict, len(kept.Body), kept.Omitted)
	}
}

// Steps that are together are sent at the same moment, also where they differ.
func TestTogether(t *testing.T) {
	first, second := refusedStep(), refusedStep()
	first.Together, second.Together = true, true
	first.Times = 2
	again := first
	again.Times = 0
	second.Send.Fields = fields("type", "y")
	var meeting sync.WaitGroup
	meeting.Add(3)
	client := senderFunc(func(context.Context, wire.Request) wire.Exchange {
		meeting.Done()
		meeting.Wait() // or the test ends with a deadlock
		return inJSON(400, `{"error": "No."}`)
	})
	result := runner{connection: through(client), parameter: parameterName}.run(t.Context(), caseOf(cases.Implied, first, again, second))
	if result.Verdict != report.Passed || len(result.Exchanges) != 3 {
		t.Errorf("got %+v", result)
	}
}

// senderFunc is a sender that need not wait for its turn.
type senderFunc func(context.Context, wire.Request) wire.Exchange

func (f senderFunc) Do(ctx context.Context, r wire.Request) wire.Exchange { return f(ctx, r) }
