package fuzz_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/wire"
)

// BenchmarkCampaign compares campaigns (making the requests, sending them, judging
// and classing the answers) with a bare loop of net/http's client that sends one
// fixed body to the same server. The metrics are how many requests a campaign sends
// while the loop sends one: with two workers, as regspec fuzz has them, and with one.
func BenchmarkCampaign(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(campaign.GCPercent))
	server := httptest.NewServer(reference.New(reference.Options{}))
	defer server.Close()
	endpoint, err := wire.Endpoint(server.URL, "")
	if err != nil {
		b.Fatal(err)
	}
	const requests = 20_000
	var bare time.Duration
	var took [3]time.Duration // by the number of workers
	var sent [3]int
	for b.Loop() {
		for workers := 1; workers <= 2; workers++ {
			began := time.Now()
			r := campaign.Run(context.Background(), campaign.Options{
				Target:   campaign.Paced(wire.NewClient(endpoint, wire.Options{Timeout: 5 * time.Second, NoGzip: true}), workers, false, nil),
				Requests: requests, Seed: 1,
			})
			took[workers] += time.Since(began)
			sent[workers] += r.Requests
		}
		began := time.Now()
		for range requests {
			bareRequest(b, endpoint.String())
		}
		bare += time.Since(began)
	}
	loop := bare.Seconds() / float64(b.N*requests)
	b.ReportMetric(loop*float64(sent[2])/took[2].Seconds(), "ratio")
	b.ReportMetric(loop*float64(sent[1])/took[1].Seconds(), "ratio-1-worker")
	b.ReportMetric(float64(sent[2])/took[2].Seconds(), "requests/s")
}

func bareRequest(b *testing.B, url string) {
	b.Helper()
	resp, err := http.Post(url, "application/json", strings.NewReader(`{"type":"client_associate","application_type":"native"}`))
	if err != nil {
		b.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
}
