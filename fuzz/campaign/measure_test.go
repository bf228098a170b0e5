package campaign_test

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/wire"
)

// direct sends to a handler within the process.
func direct(t testing.TB, h http.Handler, timeout time.Duration) func() session.Sender {
	t.Helper()
	endpoint, err := wire.Endpoint("http://target.example", "")
	if err != nil {
		t.Fatal(err)
	}
	return func() session.Sender { return wire.NewClient(endpoint, wire.Options{Handler: h, Timeout: timeout}) }
}

// measured is how many requests it took to find a defect, 0 where it was not found.
type measured struct {
	name string
	took []int
	by   string
}

func (m measured) median() int {
	sorted := slices.Sorted(slices.Values(m.took))
	return sorted[len(sorted)/2]
}

// TestMeasureDefects says how many requests the campaign needs to find each seeded
// defect, from an empty corpus. It takes minutes, and is a figure rather than a test:
//
//	REGSPEC_MEASURE=5 go test -run MeasureDefects -v -timeout 1h ./fuzz/campaign
//
// runs seeds 1 to 5.
func TestMeasureDefects(t *testing.T) {
	seeds, err := strconv.Atoi(os.Getenv("REGSPEC_MEASURE"))
	if err != nil {
		t.Skip("it takes minutes: set REGSPEC_MEASURE to a number of seeds to run it")
	}
	limit := 50_000
	if n, err := strconv.Atoi(os.Getenv("REGSPEC_MEASURE_LIMIT")); err == nil {
		limit = n
	}
	defects := reference.Defects()
	if only := strings.Fields(os.Getenv("REGSPEC_MEASURE_ONLY")); len(only) > 0 {
		defects = slices.DeleteFunc(defects, func(d reference.Defect) bool { return !slices.Contains(only, d.Name) })
	}
	all := make([]measured, len(defects))
	work := make(chan int)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for i := range work {
				all[i] = measure(t, defects[i], seeds, limit)
			}
		})
	}
	for i := range defects {
		work <- i
	}
	close(work)
	workers.Wait()
	tell(all, seeds, limit)
}

func measure(t *testing.T, d reference.Defect, seeds, limit int) measured {
	m := measured{name: d.Name}
	for seed := range seeds {
		h, err := reference.Seeded(reference.Options{Defects: []string{d.Name}})
		if err != nil {
			t.Error(err)
			return m
		}
		result := campaign.Run(context.Background(), campaign.Options{
			Sender: direct(t, h, 300*time.Millisecond), Requests: limit, Seed: uint64(seed + 1), Workers: 1, Patience: time.Second,
			StopAtFirst: func(f finding.Finding) bool {
				if f.Level().AtLeast(cases.Implied) || cases.Level(d.Level) == cases.Hardening {
					m.by = f.Cause.Rule
					m.took = append(m.took, f.RequestsToFind)
					return true
				}
				return false
			},
		})
		if len(m.took) <= seed {
			_ = result
			m.took = append(m.took, limit*10)
		}
	}
	return m
}

func tell(all []measured, seeds, limit int) {
	slices.SortFunc(all, func(a, b measured) int { return cmp.Compare(a.median(), b.median()) })
	missed := 0
	for _, m := range all {
		if m.median() > limit {
			missed++
		}
	}
	fmt.Printf("%d defects, seeds 1 to %d: the median defect took %d requests, %d were not found in %d\n", len(all), seeds, all[len(all)/2].median(), missed, limit)
	for _, m := range all[max(0, len(all)-max(30, missed+10)):] {
		fmt.Println(m.name, m.took, m.by)
	}
}
