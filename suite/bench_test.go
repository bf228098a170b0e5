package suite

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
)

// BenchmarkCatalogue runs every case against the reference server, and sends the same
// requests, as many at a time, with nothing but net/http. The metric x-bare-loop is how
// many times longer the first takes.
func BenchmarkCatalogue(b *testing.B) {
	server := reference.New(reference.Options{})
	target, c := serve(b, server), builtin(b)
	recorder := &requestRecorder{next: server}
	if r, err := Run(b.Context(), Options{Target: serve(b, recorder), Catalogue: c}); err != nil || r.Gate() != report.GateOpen {
		b.Fatal(err, r.Summary)
	}
	var ours, bare time.Duration
	for b.Loop() {
		started := time.Now()
		r, err := Run(b.Context(), Options{Target: target, Catalogue: c})
		ours += time.Since(started)
		if err != nil || r.Gate() != report.GateOpen {
			b.Fatal(err, r.Summary)
		}
		b.StopTimer()
		started = time.Now()
		bareLoop(b, target, recorder.requests)
		bare += time.Since(started)
		b.StartTimer()
	}
	b.ReportMetric(float64(len(recorder.requests)), "requests/op")
	b.ReportMetric(float64(ours)/float64(bare), "x-bare-loop")
}

// requestRecorder keeps the requests that a server gets.
type requestRecorder struct {
	next http.Handler

	mu       sync.Mutex // guards what is below
	requests []recordedRequest
}

type recordedRequest struct {
	method, uri string
	header      http.Header
	body        []byte
}

func (h *requestRecorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		h.mu.Lock()
		h.requests = append(h.requests, recordedRequest{r.Method, r.RequestURI, r.Header.Clone(), body})
		h.mu.Unlock()
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	h.next.ServeHTTP(w, r)
}

// bareLoop sends requests, eight at a time, and reads the answers.
func bareLoop(b *testing.B, address string, requests []recordedRequest) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: target.MaxQuick, DisableCompression: true}}
	defer client.CloseIdleConnections()
	queue := make(chan recordedRequest)
	var wg sync.WaitGroup
	for range target.MaxQuick {
		wg.Go(func() {
			for sent := range queue {
				request, err := http.NewRequestWithContext(b.Context(), sent.method, address+sent.uri, bytes.NewReader(sent.body))
				if err != nil {
					b.Error(err)
					continue
				}
				request.Header = sent.header.Clone()
				answer, err := client.Do(request)
				if err != nil {
					b.Error(err)
					continue
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				_ = answer.Body.Close()
			}
		})
	}
	for _, sent := range requests {
		queue <- sent
	}
	close(queue)
	wg.Wait()
}

// BenchmarkFarTarget runs every case against a server that takes 50 ms to
// answer. The metric x-slowest-case is how many times longer that takes than
// the longest case alone.
func BenchmarkFarTarget(b *testing.B) {
	target := serve(b, far())
	var whole, longest, ideal time.Duration
	for b.Loop() {
		one, least, all := farRun(b, target)
		whole, longest, ideal = whole+all, longest+one, ideal+least
	}
	b.ReportMetric(float64(whole)/float64(longest), "x-slowest-case")
	b.ReportMetric(float64(whole)/float64(ideal), "x-ideal")
}

func far() http.Handler {
	near := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(50 * time.Millisecond)
		near.ServeHTTP(w, r)
	})
}

// farRun gives how long the longest case takes, how long any run must take that
// has as many requests under way at most, and how long the run took.
func farRun(t testing.TB, target string) (longest, ideal, whole time.Duration) {
	t.Helper()
	const parallel = 32
	started := time.Now()
	r, err := Run(t.Context(), Options{Target: target, Catalogue: builtin(t), Parallel: parallel, Evidence: report.EvidenceAll})
	whole = time.Since(started)
	if err != nil || r.Gate() != report.GateOpen {
		t.Fatal(err, r.Summary)
	}
	for _, result := range r.Results {
		var sum time.Duration
		for _, x := range result.Exchanges {
			sum += x.Duration
		}
		longest = max(longest, sum)
		ideal += sum / parallel
	}
	return longest, max(longest, ideal), whole
}
