package fuzz_test

import (
	"context"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/reference"
)

// BenchmarkTargets compares the native targets with the client alone, which sends the plainest registration: how many
// requests a target sends and judges while the client sends one.
func BenchmarkTargets(b *testing.B) {
	catalogue, err := cases.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	for _, target := range fuzz.Targets() {
		b.Run(target.Name, func(b *testing.B) {
			var sequences []traffic.Sequence
			for _, input := range inputs(catalogue, target) {
				if q, ok := target.Sequence(input); ok {
					sequences = append(sequences, q)
				}
			}
			sender := inProcess(b, reference.New(reference.Options{}))
			p := newPlayer(sender)
			greeting := session.Greeting()
			var alone, took time.Duration
			plays := 0
			for b.Loop() {
				began := time.Now()
				for range sequences {
					sender.Do(context.Background(), greeting)
				}
				alone += time.Since(began)
				began = time.Now()
				for _, q := range sequences {
					p.play(b, q)
				}
				took += time.Since(began)
				plays += len(sequences)
			}
			b.ReportMetric(alone.Seconds()/took.Seconds()*float64(p.session.Count())/float64(plays), "ratio")
			b.ReportMetric(float64(plays)/took.Seconds(), "plays/s")
			b.ReportMetric(float64(p.session.Count())/took.Seconds(), "requests/s")
			b.ReportMetric(float64(plays)/alone.Seconds(), "alone/s")
		})
	}
}
