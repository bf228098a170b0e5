package selftest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/diagnose"
	"github.com/regspec/regspec/suite/report"
)

// Told says how well runs name what is wrong, on servers with so many defects each.
type Told struct {
	Defects int `json:"defects"` // of each server
	Servers int `json:"servers"`
	// Seen counts the defects that fail a result which no other of their server fails, and so
	// can be told apart.
	Seen    int    `json:"seen"`
	Aided   Naming `json:"aided"`
	Unaided Naming `json:"unaided"` // the same, where the dictionary does not have these defects
}

// Naming counts what was named.
type Naming struct {
	Named  int `json:"named"`  // of the defects that were seen, those of which some cause is mostly
	Causes int `json:"causes"` // that were told, at levels that gate or, of advice alone, at any
	One    int `json:"one"`    // servers of which one cause was told
}

// telling gathers what runs of all cases tell of servers with defects.
type telling struct {
	dictionary *diagnose.Dictionary

	mu    sync.Mutex                 // guards what is below
	fails map[string]map[string]bool // of each defect alone, the results that it fails
	all   []*Told
}

func newTelling() (*telling, error) {
	d, err := diagnose.Builtin()
	return &telling{dictionary: d, fails: map[string]map[string]bool{}}, err
}

// alone takes in the run of a server with one defect.
func (t *telling) alone(o Options, name string, r report.Report) {
	failed := map[string]bool{}
	for _, result := range r.Results {
		if result.Verdict == report.Failed {
			failed[result.Name()] = true
		}
	}
	t.mu.Lock()
	t.fails[name] = failed
	t.mu.Unlock()
	t.take(o, []string{name}, r)
}

// take counts what the run of a server with these defects tells.
func (t *telling) take(o Options, names []string, r report.Report) {
	aided := diagnose.Causes(r.Results, o.Catalogue, r.Gates, t.dictionary)
	unaided := diagnose.Causes(r.Results, o.Catalogue, r.Gates, t.dictionary.Without(names...))
	t.mu.Lock()
	defer t.mu.Unlock()
	told := t.of(len(names))
	told.Servers++
	seen := map[string]bool{}
	for _, result := range r.Results {
		if name := t.whose(names, result.Name()); name != "" && result.Verdict == report.Failed {
			seen[name] = true
		}
	}
	told.Seen += len(seen)
	t.count(&told.Aided, names, seen, aided)
	t.count(&told.Unaided, names, seen, unaided)
}

func (t *telling) of(n int) *Told {
	for _, one := range t.all {
		if one.Defects == n {
			return one
		}
	}
	t.all = append(t.all, &Told{Defects: n})
	return t.all[len(t.all)-1]
}

// whose is the one of the defects that alone fails a result, or "".
func (t *telling) whose(names []string, result string) string {
	found := ""
	for _, name := range names {
		if !t.fails[name][result] {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
}

func (t *telling) count(n *Naming, names []string, seen map[string]bool, causes []report.Cause) {
	named := map[string]bool{}
	gating := 0
	for _, c := range causes {
		if c.Gates {
			gating++
		}
		own := map[string]int{}
		of := 0
		for _, result := range c.Results {
			if name := t.whose(names, result); name != "" {
				own[name]++
				of++
			}
		}
		for name, count := range own {
			named[name] = named[name] || 2*count > of
		}
	}
	if gating == 0 {
		gating = len(causes)
	}
	n.Causes += gating
	if gating == 1 {
		n.One++
	}
	for name := range seen {
		if named[name] {
			n.Named++
		}
	}
}

// together runs all cases on servers with several random defects each, after those with one
// have been.
func (t *telling) together(ctx context.Context, o Options) error {
	var names []string
	for _, s := range o.Subjects {
		if s.Kind == Defect {
			names = append(names, s.Name)
		}
	}
	chance := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // the same in every run
	for _, size := range []struct{ defects, servers int }{{2, o.Pairs}, {3, o.Triples}} {
		if len(names) < size.defects {
			continue
		}
		sets := make([][]string, size.servers)
		for i := range sets {
			for _, at := range chance.Perm(len(names))[:size.defects] {
				sets[i] = append(sets[i], names[at])
			}
		}
		if err := o.each(ctx, len(sets), func(i int) error {
			s := Subject{
				Name: strings.Join(sets[i], ","), Kind: Defect,
				New: func() (http.Handler, error) { return o.Combine(sets[i]) },
			}
			r, err := o.report(ctx, s, suite.Selection{}, false)
			if err == nil {
				t.take(o, sets[i], r)
			}
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
