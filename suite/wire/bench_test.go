package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// asServer makes the test binary the server of the benchmarks.
const asServer = "REGSPEC_TEST_SERVER"

// proxied is set for the one test that is to use the proxy of the environment.
const proxied = "REGSPEC_TEST_PROXIED"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) == "" {
		if os.Getenv(proxied) == "" {
			for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
				_ = os.Unsetenv(name)
			}
		}
		if flag.Parse(); flag.Lookup("test.fuzz").Value.String() == "" {
			_ = flag.Set("test.parallel", "16") // those that are parallel wait more than they work
		}
		os.Exit(m.Run())
	}
	// A server as the endpoint is, without any work in it.
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"Email bob is not a valid email"}`)
	}))
	fmt.Println(server.URL)
	_, _ = io.Copy(io.Discard, os.Stdin) // until the benchmark is over
}

// refuses starts a server in a process of its own, so that what is measured is
// the client.
func refuses(b *testing.B) *url.URL {
	b.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), asServer+"=1")
	in, err := process.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := process.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close()
		_ = process.Wait()
	})
	target, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return endpoint(b, strings.TrimSpace(target))
}

// BenchmarkConn is one exchange of a Conn.
func BenchmarkConn(b *testing.B) {
	client := newConn(b, refuses(b), wire.Options{})
	r := post()
	b.ReportAllocs()
	for b.Loop() {
		if x := client.Do(context.Background(), r); x.Answer == nil || x.Answer.Status != 400 {
			b.Fatal(x.Break)
		}
	}
}

// BenchmarkClient is one of a Client, which keeps Conns.
func BenchmarkClient(b *testing.B) {
	client := wire.NewClient(refuses(b), wire.Options{})
	b.Cleanup(client.Close)
	r := post()
	b.ReportAllocs()
	for b.Loop() {
		if x := client.Do(context.Background(), r); x.Answer == nil || x.Answer.Status != 400 {
			b.Fatal(x.Break)
		}
	}
}

// plain is one exchange of a plain client of net/http, which keeps no evidence.
func plain(client *http.Client, target string, body []byte) error {
	response, err := client.Post(target, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	_, err = io.ReadAll(response.Body)
	_ = response.Body.Close()
	return err
}

// BenchmarkRatio says how many times as fast this client is as a plain one of
// net/http. The two take turns, so that whatever else the machine does is the
// same for both.
func BenchmarkRatio(b *testing.B) {
	u := refuses(b)
	client := newConn(b, u, wire.Options{})
	other := &http.Client{Transport: &http.Transport{}}
	b.Cleanup(other.CloseIdleConnections)
	r := post()
	const turn = 50
	var one, two time.Duration
	for b.Loop() {
		started := time.Now()
		for range turn {
			client.Do(context.Background(), r)
		}
		between := time.Now()
		for range turn {
			if err := plain(other, u.String(), r.Body); err != nil {
				b.Fatal(err)
			}
		}
		one, two = one+between.Sub(started), two+time.Since(between)
	}
	exchanges := float64(turn * b.N)
	b.ReportMetric(exchanges/one.Seconds(), "wire/s")
	b.ReportMetric(exchanges/two.Seconds(), "net/http/s")
	b.ReportMetric(two.Seconds()/one.Seconds(), "ratio")
	b.ReportMetric(0, "ns/op")
}
