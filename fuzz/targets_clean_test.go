package fuzz_test

import (
	"math/rand/v2"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz"
	"github.com/regspec/regspec/reference"
)

// TestTargetsBlameNoServerThatConforms gives each native target inputs as Go's fuzzer makes them, on the reference server and
// on variants of it.
func TestTargetsBlameNoServerThatConforms(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	servers := append([]reference.Variant{{Name: ""}}, reference.Variants()...)
	for i := 0; i < len(servers); i += 1 + len(servers)/cleanServers {
		t.Run(servers[i].Name, func(t *testing.T) {
			t.Parallel()
			o := reference.Options{}
			if name := servers[i].Name; name != "" {
				o.Variants = []string{name}
			}
			server, err := reference.Seeded(o)
			if err != nil {
				t.Fatal(err)
			}
			p := newPlayer(inProcess(t, server))
			for _, target := range fuzz.Targets() {
				from := inputs(catalogue, target)
				source := rand.New(rand.NewPCG(1, uint64(len(from))))
				for range cleanInputs {
					if q, ok := target.Sequence(mutated(source, from)); ok {
						p.play(t, q)
					}
				}
				if t.Failed() {
					t.Fatalf("%s blames a server that conforms", target.Name)
				}
			}
		})
	}
}

// mutated changes an input in a few places: a byte is another, is gone, or comes in, or another input goes on from there.
func mutated(s *rand.Rand, from []string) string {
	input := []byte(from[s.IntN(len(from))])
	for range 1 + s.IntN(4) {
		at := s.IntN(len(input) + 1)
		switch s.IntN(4) {
		case 0:
			input = append(input[:at:at], append([]byte{byte(s.IntN(256))}, input[at:]...)...)
		case 1:
			if at < len(input) {
				input = append(input[:at:at], input[at+1:]...)
			}
		case 2:
			if at < len(input) {
				input[at] = byte(s.IntN(256))
			}
		case 3:
			other := from[s.IntN(len(from))]
			input = append(input[:at:at], other[s.IntN(len(other)+1):]...)
		}
	}
	return string(input)
}
