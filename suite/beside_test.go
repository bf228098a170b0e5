package suite

import (
	"math/rand/v2"
	"net/http"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
)

// instance refuses with a status of its own.
type instance struct {
	http.ResponseWriter

	refuses int
}

func (i instance) WriteHeader(code int) {
	if code == http.StatusForbidden {
		code = i.refuses
	}
	i.ResponseWriter.WriteHeader(code)
}

// Instances behind one address may answer with a status of their own each. That tells no
// unknown client_id from a wrong secret, as a server does that has one for each.
func TestInstancesThatDiffer(t *testing.T) {
	one := reference.New(reference.Options{})
	server := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one.ServeHTTP(instance{w, http.StatusUnauthorized + 2*rand.IntN(2)}, r)
	})
	got := try(t.Context(), t, within(server, Options{Selection: Selection{Patterns: []string{"credentials", "update", "secrecy"}}}))
	for _, r := range got.Results {
		if r.Verdict == report.Failed {
			t.Errorf("%s: %s", r.Name(), r.Mismatches[0].Explanation)
		}
	}
}
