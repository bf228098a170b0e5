package suite

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

func TestDropsOneInput(t *testing.T) {
	for _, parallel := range []int{1, 8} {
		blamed(t, try(t.Context(), t, Options{Target: serve(t, on(hangUp)), Parallel: parallel}), guilty(t))
	}
}

// Eight cases are under way when the server crashes, and lose their connections
// together. The one that crashes it again when it is alone is to blame.
func TestCrashesOnOneInput(t *testing.T) {
	t.Parallel() // it waits more than it works
	p := startProcess(t, 300*time.Millisecond, crashing)
	blamed(t, try(t.Context(), t, Options{Target: p.url(), Parallel: 8}), guilty(t))
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.crashes < len(guilty(t)) {
		t.Errorf("it crashed %d times", p.crashes)
	}
}

func TestDiesForGood(t *testing.T) {
	t.Parallel() // it waits more than it works
	for _, parallel := range []int{1, 8} {
		p := startProcess(t, 0, crashing)
		r := try(t.Context(), t, Options{Target: p.url(), Parallel: parallel})
		failed, errored := those(r, report.Failed), those(r, report.Errored)
		if len(failed) != 1 || len(errored) < 100 || len(those(r, report.Passed)) == 0 || len(those(r, report.Skipped)) > 0 {
			t.Errorf("%d in parallel: %d failed, %d errored; summary %+v", parallel, len(failed), len(errored), r.Summary)
		}
		if !strings.HasPrefix(r.Stopped, "The target stopped answering after "+failed[0]) || !namesOne(guilty(t), r.Stopped) {
			t.Errorf("%d in parallel: %s failed, and it is said: %s", parallel, failed, r.Stopped)
		}
		if parallel == 1 && !slices.Contains(guilty(t), failed[0]) {
			t.Errorf("%s failed", failed)
		}
		for _, result := range r.Results {
			if result.Verdict == report.Failed {
				got := brief(result.Mismatches)
				if parallel == 1 { // else it may be one that was under way with the guilty one, and that expects no message
					compare(t, got, []string{"message documented error.unknown-application-type", "connection implied answer.always"})
				}
				compare(t, got[len(got)-1:], []string{"connection implied answer.always"})
			}
			if result.Verdict == report.Errored && !strings.Contains(result.Reason, "stopped answering") {
				t.Errorf("%s is errored: %s", result.Name(), result.Reason)
			}
		}
		if r.Gate() != report.GateFailed {
			t.Errorf("the gate is %s", r.Gate())
		}
	}
}

// One that is run alone and takes the server with it for good is known to be
// the cause, and the others that broke with it are not named.
func TestDiesForGoodTheSecondTime(t *testing.T) {
	t.Parallel() // it waits more than it works
	p := startProcess(t, 200*time.Millisecond, func(p *process) http.Handler {
		if p.crashes == 0 {
			return withAnother(crashing(p))
		}
		p.again = 0
		return crashing(p)
	})
	one := guilty(t)[0] // another one, under way with it, would end the second process
	r := try(t.Context(), t, Options{Target: p.url(), Parallel: 8, Selection: Selection{Patterns: []string{one, "registration", "update"}}})
	failed := those(r, report.Failed)
	if len(failed) != 1 || failed[0] != one {
		t.Fatalf("%s failed", failed)
	}
	if want := "The target stopped answering after " + failed[0] + "."; r.Stopped != want || r.Gate() != report.GateFailed {
		t.Errorf("the gate is %s: %s", r.Gate(), r.Stopped)
	}
}

// namesOne reports whether a text has one of the names.
func namesOne(list []string, text string) bool {
	return slices.ContainsFunc(list, func(name string) bool { return strings.Contains(text, name) })
}

func TestHangsOnOneInput(t *testing.T) {
	t.Parallel() // it waits more than it works
	timeout := 500 * time.Millisecond
	if UnderRace { // then a busy machine needs that long for what is no hang
		timeout *= 2
	}
	oneByOne := func(h http.Handler) http.Handler {
		var one sync.Mutex
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			one.Lock()
			defer one.Unlock()
			h.ServeHTTP(w, r)
		})
	}
	for _, row := range []struct {
		name   string
		server http.Handler
	}{
		{"many at a time", on(wait)},
		{"one at a time", oneByOne(on(wait))},
		{"one at a time, and the client's leaving goes unnoticed", oneByOne(on(func(http.ResponseWriter, *http.Request) { time.Sleep(timeout + 200*time.Millisecond) }))},
	} {
		t.Run(row.name, func(t *testing.T) {
			blamed(t, try(t.Context(), t, Options{
				Target: serve(t, row.server), Wire: wire.Options{Timeout: timeout},
				Selection: Selection{Patterns: []string{"application-type/unknown", "registration"}},
			}), slices.DeleteFunc(guilty(t), func(name string) bool { return !strings.HasPrefix(name, "application-type/unknown/") }))
		})
	}
}

// A target that drops what comes together, and answers each alone, is asked for less at a
// time, and that is told. For how much depends on which requests met there.
func TestDropsUnderLoad(t *testing.T) {
	dropsBeyond := regexp.MustCompile(`^The target answers no more than \d+ at once, and drops what comes beyond`)
	fine := reference.New(reference.Options{})
	var under atomic.Int32
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		alone := under.Add(1) == 1
		if alone {
			time.Sleep(5 * time.Millisecond)
		}
		under.Add(-1) // before the client knows, who may then send the next
		if !alone {
			hangUp(w, r)
			return
		}
		fine.ServeHTTP(w, r)
	})
	options := Options{Target: serve(t, h), Selection: Selection{Patterns: []string{"registration", "response", "answer", "contacts"}}}
	r := try(t.Context(), t, options)
	told := slices.ContainsFunc(r.Information, func(i report.Information) bool {
		return dropsBeyond.MatchString(i.Text)
	})
	if r.Gate() != report.GateOpen || !told {
		t.Errorf("the gate is %s: %+v %v", r.Gate(), r.Summary, r.Information)
	}
	options.Parallel = 1
	if r := try(t.Context(), t, options); r.Gate() != report.GateOpen {
		t.Errorf("one at a time, the gate is %s: %+v", r.Gate(), r.Summary)
	}
}

// A case that failed, and may have done so since the target was started again, is no
// reason for the target to be gone.
func TestStopsBesideAFailure(t *testing.T) {
	e := caseOf(cases.Implied, refusedStep())
	s := &Execution{entries: []Entry{e, e}, results: make([]report.Result, 2), done: []chan struct{}{make(chan struct{}), make(chan struct{})}, kept: newKeeper(Options{Catalogue: &cases.Catalogue{}})}
	failed, gone := blank(e), blank(e)
	failed.Verdict, failed.Exchanges = report.Failed, []wire.Exchange{inJSON(500, "{}")}
	gone.Exchanges = []wire.Exchange{broken(wire.KindClosed)}
	pending := []attempt{{place: 0, result: failed}, {place: 1, result: gone}}
	inOrder(pending)
	s.stop(pending)
	if s.results[0].Verdict != report.Failed || len(s.results[0].Mismatches) > 0 {
		t.Errorf("the failure is now %+v", s.results[0])
	}
	compare(t, brief(s.results[1].Mismatches), []string{"connection implied answer.always"})
}

// What is dropped by chance is one failure, that says how much it was, and blames no case
// for what it sends.
func TestDropsByChance(t *testing.T) {
	fine := reference.New(reference.Options{})
	var requests atomic.Int32
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close") // so that no connection may be taken for an idle one
		if requests.Add(1)%97 == 0 {
			hangUp(w, r)
			return
		}
		fine.ServeHTTP(w, r)
	})
	r := try(t.Context(), t, Options{Target: serve(t, h), Selection: Selection{Patterns: []string{"contacts", "update", "type"}}})
	failed := those(r, report.Failed)
	if len(failed) != 1 || r.Gate() != report.GateFailed || len(those(r, report.Errored)) > 0 {
		t.Fatalf("the gate is %s, and %s failed", r.Gate(), failed)
	}
	for _, result := range r.Results {
		if result.Verdict == report.Failed && !regexp.MustCompile(`^\d+ of \d+ requests were dropped, on no input in particular$`).MatchString(result.Mismatches[0].Actual) {
			t.Errorf("it is said: %s", result.Mismatches[0].Actual)
		}
	}
}

// One that lets wait for ever what is too much at once, as a full queue does, conforms. Here
// it is a case that sends much at once, and nothing else is under way.
func TestSilentBeyond(t *testing.T) {
	t.Parallel() // it waits more than it works
	fine := reference.New(reference.Options{})
	free := make(chan struct{}, 3)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case free <- struct{}{}: // what waits takes no place, however late it ends here
		default:
			_, _ = io.Copy(io.Discard, r.Body) // or it is not noticed when the client goes
			wait(w, r)
			return
		}
		time.Sleep(10 * time.Millisecond) // or few of them would meet
		<-free                            // before the client knows, who may then send the next
		fine.ServeHTTP(w, r)
	})
	r := try(t.Context(), t, Options{Target: serve(t, h), Selection: Selection{Patterns: []string{"credentials/unique-together [json]"}}, Parallel: 1, Wire: wire.Options{Timeout: time.Second}})
	if r.Gate() != report.GateOpen || len(those(r, report.Errored)) > 0 {
		t.Errorf("the gate is %s, %s failed, and %s are errored", r.Gate(), those(r, report.Failed), those(r, report.Errored))
	}
}

// A case whose answer came late because others were under way is run again alone, and one
// that is late then too has failed.
func TestLate(t *testing.T) {
	t.Parallel() // it waits more than it works
	fine := reference.New(reference.Options{})
	for name, alone := range map[string]bool{"with others": false, "alone too": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var deep atomic.Int32
			h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				if bytes.Contains(body, []byte("[[[[")) && (deep.Add(1) == 1 || alone) {
					time.Sleep(2100 * time.Millisecond)
				}
				fine.ServeHTTP(w, r)
			})
			r := try(t.Context(), t, Options{Target: serve(t, h), Selection: Selection{Patterns: []string{"limits/oversized-deep/lists"}}})
			if failed := those(r, report.Failed); (len(failed) == 1) != alone {
				t.Errorf("%s failed", failed)
			}
		})
	}
}

func TestNothingListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	target := "http://" + listener.Addr().String()
	_ = listener.Close()
	r := try(t.Context(), t, Options{Target: target})
	if r.Summary.Errored != r.Summary.Total || r.Summary.Run != 0 || r.Summary.NotRun != r.Summary.Total {
		t.Errorf("summary %+v", r.Summary)
	}
	if !strings.HasPrefix(r.Unreachable, "nobody listens at ") || r.Gate() != report.GateUntested {
		t.Errorf("the gate is %s: %s", r.Gate(), r.Unreachable)
	}
}

func TestInterrupted(t *testing.T) {
	interrupted := func(t *testing.T, r report.Report) {
		t.Helper()
		if r.Gate() != report.GateInterrupted || r.Unreachable != "" || r.Stopped != "" {
			t.Errorf("the gate is %s: %s%s", r.Gate(), r.Unreachable, r.Stopped)
		}
		if failed := those(r, report.Failed); len(failed) > 0 {
			t.Errorf("%s failed", failed)
		}
		for _, result := range r.Results {
			if result.Verdict != report.Passed && result.Skip != report.SkipInterrupted && result.Skip != report.SkipInapplicable {
				t.Errorf("%s is %s %s: %s", result.Name(), result.Verdict, result.Skip, result.Reason)
			}
		}
	}
	after := func(n int, do func()) func(int, int, int) {
		var once sync.Once
		return func(done, _, _ int) {
			if done >= n {
				once.Do(do)
			}
		}
	}
	t.Run("in the middle", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := try(ctx, t, Options{Target: serve(t, reference.New(reference.Options{})), Progress: after(50, cancel)})
		interrupted(t, r)
		if passed := r.Summary.Passed; passed < 40 || passed > r.Summary.Total-40 {
			t.Errorf("%d of %d passed", passed, r.Summary.Total)
		}
	})
	t.Run("before it began", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r := try(ctx, t, Options{Target: serve(t, reference.New(reference.Options{}))})
		interrupted(t, r)
		if r.Summary.Run > 0 {
			t.Errorf("summary %+v", r.Summary)
		}
	})
	t.Run("together with the target", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p := startProcess(t, 0, func(*process) http.Handler { return reference.New(reference.Options{}) })
		r := try(ctx, t, Options{Target: p.url(), Progress: after(50, func() {
			p.crash()
			time.AfterFunc(100*time.Millisecond, cancel) // while it is being found out why
		})})
		interrupted(t, r)
	})
	t.Run("while cases are run alone", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p := startProcess(t, 200*time.Millisecond, func(p *process) http.Handler {
			again := p.crashes > 0
			return on(func(_ http.ResponseWriter, r *http.Request) {
				p.crash()
				if again {
					cancel()
				}
				<-r.Context().Done()
			})
		})
		r := try(ctx, t, Options{Target: p.url()})
		if failed := those(r, report.Failed); r.Gate() != report.GateInterrupted || len(failed) > 1 { // the first may be known to have crashed it
			t.Errorf("the gate is %s, and %s failed", r.Gate(), failed)
		}
	})
}

// A kept connection may be closed at any moment (RFC 9112 §9.5).
func TestKeptConnectionsAreClosed(t *testing.T) {
	var count atomic.Int32
	server := httptest.NewUnstartedServer(reference.New(reference.Options{}))
	server.Config.ConnState = func(c net.Conn, s http.ConnState) {
		if s != http.StateIdle {
			return
		}
		switch count.Add(1) % 5 {
		case 0:
			_ = c.Close()
		case 1:
			time.AfterFunc(time.Millisecond, func() { _ = c.Close() })
		case 2:
			time.AfterFunc(20*time.Millisecond, func() {
				_ = c.(*net.TCPConn).SetLinger(0)
				_ = c.Close()
			})
		}
	}
	server.Start()
	defer server.Close()
	r := try(t.Context(), t, Options{Target: server.URL, Evidence: report.EvidenceAll})
	if r.Gate() != report.GateOpen || r.Summary.Failed+r.Summary.Errored > 0 {
		t.Errorf("the gate is %s: %s", r.Gate(), those(r, report.Failed))
	}
	again := 0
	for _, result := range r.Results {
		for _, x := range result.Exchanges {
			if x.Reconnected {
				again++
			}
		}
	}
	if again == 0 {
		t.Error("no request came upon a closed connection")
	}
}
