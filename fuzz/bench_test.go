package fuzz_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/quiet"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/wire"
)

// BenchmarkCampaign compares a campaign (making the requests, sending them, judging
// and classing the answers) with a bare loop of net/http's client that sends one
// fixed body to the same server. The metric ratio is how many requests the campaign
// sends while the loop sends one.
func BenchmarkCampaign(b *testing.B) {
	server := httptest.NewServer(reference.New(reference.Options{}))
	defer server.Close()
	endpoint, err := wire.Endpoint(server.URL, "")
	if err != nil {
		b.Fatal(err)
	}
	const requests = 20_000
	var fuzzing, bare time.Duration
	sent := 0
	for b.Loop() {
		began := time.Now()
		r := campaign.Run(context.Background(), campaign.Options{
			Sender: func() session.Sender {
				c, err := quiet.NewClient(endpoint, quiet.Options{Timeout: 5 * time.Second})
				if err != nil {
					panic(err)
				}
				return c
			},
			Requests: requests, Seed: 1, Workers: 1,
		})
		fuzzing += time.Since(began)
		sent += r.Requests
		began = time.Now()
		for range requests {
			bareRequest(b, endpoint.String())
		}
		bare += time.Since(began)
	}
	perRequest := fuzzing.Seconds() / float64(sent)
	b.ReportMetric(bare.Seconds()/float64(b.N*requests)/perRequest, "ratio")
	b.ReportMetric(1/perRequest, "requests/s")
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
