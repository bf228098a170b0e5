package oracle_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/wire"
)

// found is a mismatch with the exchange that showed it first.
type found struct {
	oracle.Mismatch

	n     int
	first int
	x     wire.Exchange
}

// campaign sends random requests to a server and gives the mismatches by rule and subject. It ends at the first
// mismatch at the level that is enough, if there is one.
func campaign(t *testing.T, h http.Handler, seed uint64, requests int, timeout time.Duration, enough cases.Level) map[string]*found {
	t.Helper()
	endpoint, err := wire.Endpoint("http://127.0.0.1:8080", "")
	if err != nil {
		t.Fatal(err)
	}
	client := wire.NewClient(endpoint, wire.Options{Handler: h, Timeout: timeout})
	defer client.Close()
	k := oracle.NewTargetModel()
	g := newGenerator(seed)
	all := map[string]*found{}
	keep := func(n int, x wire.Exchange, mismatches []oracle.Mismatch) {
		for _, v := range mismatches {
			key := string(v.Level) + " " + string(v.Rule) + " " + v.Subject
			if all[key] == nil {
				all[key] = &found{Mismatch: v, first: n, x: x}
			}
			all[key].n++
		}
	}
	do := func(n int, r wire.Request) wire.Exchange {
		x := client.Do(context.Background(), r)
		keep(n, x, oracle.Judge(k, x))
		k.Learn(x)
		if o := oracle.Classify(x); o.Kind == oracle.KindSuccess {
			g.learn(x)
		}
		return x
	}
	for _, q := range oracle.Questions() {
		do(0, q)
	}
	for n := range requests {
		if enough != "" && strictest(all).AtLeast(enough) {
			break
		}
		r := g.request()
		x := do(n, r)
		if n%8 == 0 {
			again := r
			if equivalent, ok := oracle.Equivalent(x.Request); ok {
				again = equivalent
			}
			y := do(n, again)
			keep(n, y, oracle.Compare(x, y, k))
		}
	}
	keep(requests, wire.Exchange{}, k.Verdict())
	return all
}

// strictest is the strictest level of the mismatches, "" of none.
func strictest(all map[string]*found) cases.Level {
	best := cases.Level("")
	for _, f := range all {
		if f.Level.AtLeast(best) {
			best = f.Level
		}
	}
	return best
}

func gating(all map[string]*found) []*found {
	var some []*found
	for _, f := range all {
		if f.Level.AtLeast(cases.Implied) {
			some = append(some, f)
		}
	}
	return some
}

func (f *found) String() string {
	answer := "nothing"
	if a := f.x.Answer; a != nil {
		answer = fmt.Sprintf("%d %.300q", a.Status, a.Body)
	}
	return fmt.Sprintf("%s %s %s, %d times, first at %d\n  %s\n  sent     %s %.20q\n  %.600q\n  expected %s\n  got      %s",
		f.Level, f.Rule, f.Subject, f.n, f.first, f.Explanation, f.x.Request.Line, wire.Values(f.x.Request.Header, "Content-Type"), f.x.Request.Body, f.Expected, answer)
}

// atLeast reads a number of requests from the environment.
func atLeast(n int) int {
	if more, err := strconv.Atoi(os.Getenv("ORACLE_REQUESTS")); err == nil {
		return more
	}
	return n / slowdown
}

// TestVariants holds that no server that conforms is blamed.
func TestVariants(t *testing.T) {
	for i, v := range append([]reference.Variant{{}}, reference.Variants()...) {
		t.Run(v.Name, func(t *testing.T) {
			var names []string
			if v.Name != "" {
				names = []string{v.Name}
			}
			server, err := reference.Seeded(reference.Options{Variants: names})
			if err != nil {
				t.Fatal(err)
			}
			requests := atLeast(600)
			if v.Name == "slow" {
				requests = 20 / slowdown
			}
			all := campaign(t, server, uint64(i), requests, time.Minute, "")
			for _, f := range gating(all) {
				t.Error(f)
			}
			if testing.Verbose() {
				for key, f := range all {
					t.Log(key, f.n, f)
				}
			}
		})
	}
}

// TestVariantsTogether holds the same of servers that use several freedoms. Compression is left out: with white space
// about the JSON it makes what no client can read.
func TestVariantsTogether(t *testing.T) {
	all := reference.Variants()
	for i := range 12 {
		g := newGenerator(uint64(i))
		var names []string
		for range 5 {
			if v := all[g.IntN(len(all))].Name; v != "slow" && v != "gzip-where-accepted" && !slices.Contains(names, v) {
				names = append(names, v)
			}
		}
		server, err := reference.Seeded(reference.Options{Variants: names})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range gating(campaign(t, server, uint64(i), atLeast(500), time.Minute, "")) {
			t.Error(names, f)
		}
	}
}

// TestAtOnce holds the same of several requests in flight, and that what goes wrong only then is seen.
func TestAtOnce(t *testing.T) {
	for defect, want := range map[string]string{
		"":                          "",
		"credentials-of-the-moment": "credentials.not-unique client_id implied",
		"secret-of-the-moment":      "credentials.not-unique client_secret implied",
		"update-takes-client-out":   "outcome.should-succeed unauthorized documented",
		"update-collision-crashes":  "status.server-error 500 implied",
	} {
		var names []string
		if defect != "" {
			names = []string{defect}
		}
		server, err := reference.Seeded(reference.Options{Defects: names})
		if err != nil {
			t.Fatal(err)
		}
		listener, err := reference.Listen(t.Context(), "127.0.0.1:0", server)
		if err != nil {
			t.Fatal(err)
		}
		all := atOnce(t, listener.URL())
		for round := 0; want != "" && !all[want] && round < 20; round++ { // whether requests meet is up to the machine
			all = atOnce(t, listener.URL())
		}
		listener.Close()
		if want != "" && !all[want] || want == "" && len(all) > 0 {
			t.Errorf("%q: %v", defect, all)
		}
	}
}

// atOnce sends registrations and updates from several workers over connections.
func atOnce(t *testing.T, target string) map[string]bool {
	t.Helper()
	endpoint, err := wire.Endpoint(target, "")
	if err != nil {
		t.Fatal(err)
	}
	client := wire.NewClient(endpoint, wire.Options{})
	defer client.Close()
	var (
		lock    sync.Mutex
		workers sync.WaitGroup
		k       = oracle.NewTargetModel()
		all     = map[string]bool{}
		clients [][2]string
	)
	for worker := range 8 {
		workers.Go(func() {
			g := newGenerator(uint64(worker))
			for range 150 / slowdown {
				members := []pair{{"type", "client_associate"}, {"application_type", "web"}}
				lock.Lock()
				if len(clients) > 8 && g.odds(2) {
					c := clients[len(clients)-1-g.IntN(4)]
					members = []pair{{"type", "client_update"}, {"application_type", "web"}, {"client_id", c[0]}, {"client_secret", c[1]}}
				}
				lock.Unlock()
				x := client.Do(t.Context(), wire.Request{Method: "POST", Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(asJSON(members))})
				lock.Lock()
				for _, v := range oracle.Judge(k, x) {
					if v.Level.AtLeast(cases.Implied) {
						all[fmt.Sprintf("%s %s %s", v.Rule, v.Subject, v.Level)] = true
					}
				}
				k.Learn(x)
				g.clients = nil
				if x.Answer != nil {
					g.learn(x)
				}
				clients = append(clients, g.clients...)
				lock.Unlock()
			}
		})
	}
	workers.Wait()
	return all
}

// TestDefects holds that seeded defects are seen. What simple random requests do not reach in so few of them is
// allowed for. With ORACLE_DEFECTS=all it tries them all, with a name that one too, and with -v says which it did not see.
func TestDefects(t *testing.T) {
	if os.Getenv("ORACLE_REQUESTS") == "" {
		t.Skip("it takes many minutes, since some servers hang: set ORACLE_REQUESTS, say to 2000, to run it")
	}
	seen, total := 0, 0
	for i, d := range reference.Defects() {
		if i%(12*slowdown) != 0 && os.Getenv("ORACLE_DEFECTS") != "all" && os.Getenv("ORACLE_DEFECTS") != d.Name {
			continue
		}
		server, err := reference.Seeded(reference.Options{Defects: []string{d.Name}})
		if err != nil {
			t.Fatal(err)
		}
		all := campaign(t, server, uint64(i), atLeast(1500), 10*time.Second, cases.Level(d.Level))
		total++
		if best := strictest(all); best.AtLeast(cases.Level(d.Level)) {
			seen++
		} else {
			t.Logf("not seen (at best %q): %s %s %s: %s", best, d.Level, d.Requirement, d.Name, d.Summary)
		}
	}
	t.Logf("%d of %d defects seen", seen, total)
	if seen*10 < total*8/slowdown {
		t.Errorf("only %d of %d defects seen", seen, total)
	}
}
