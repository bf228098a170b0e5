package reference

import (
	"cmp"
	"fmt"
	"slices"
)

// The levels of the requirements that a defect can break.
const (
	documented = "documented"
	implied    = "implied"
	hardening  = "hardening"
)

// Defect is a small departure from the document that can be seeded in the
// server. All else stays as it is.
type Defect struct {
	Name        string // in kebab case
	Level       string // documented, implied or hardening
	Requirement string // the id of the requirement that it breaks
	Summary     string // what the server does wrong, in one sentence
	alteration  alteration
}

// Variant is a conforming way in which the server may differ from what it is
// of itself.
type Variant struct {
	Name       string // in kebab case
	Summary    string // what the server does, in one sentence
	alteration alteration
}

// alteration puts a defect or a variant into a server that has no clients yet.
// Whatever it has to remember belongs to that one server.
type alteration func(*behaviour)

// group is all of a table that breaks one requirement.
type group struct {
	level, requirement string
	entries            []entry
}

// entry is one line of a table of defects or variants.
type entry struct {
	name, summary string
	alteration    alteration
}

// Defects lists what can be seeded, ordered by requirement.
func Defects() []Defect {
	var all []Defect
	for _, g := range slices.Concat(
		typeDefects(),
		applicationTypeDefects(),
		messageDefects(),
		registrationCredentialDefects(),
		authorisationDefects(),
		updateDefects(),
		refusedUpdateDefects(),
		responseDefects(),
		answerDefects(),
		mediaTypeDefects(),
		encodingDefects(),
		valueDefects(),
		emptyDefects(),
		bodyDefects(),
		limitDefects(),
		methodDefects(),
		uniquenessDefects(),
		credentialValueDefects(),
		secrecyDefects(),
		strictnessDefects(),
		togetherDefects(),
		echoDefects(),
		nameDefects(),
		contactsDefects(),
		logoDefects(),
		redirectDefects(),
		besideDefects(),
		headerDefects(),
		detailDefects(),
	) {
		for _, e := range g.entries {
			all = append(all, Defect{e.name, g.level, g.requirement, e.summary, e.alteration})
		}
	}
	slices.SortStableFunc(all, func(a, b Defect) int { return cmp.Compare(a.Requirement, b.Requirement) })
	return all
}

// Variants lists the freedoms of the document that the server can use.
func Variants() []Variant {
	var all []Variant
	for _, e := range slices.Concat(answerVariants(), wireVariants(), valueVariants(), bodyVariants()) {
		all = append(all, Variant{e.name, e.summary, e.alteration})
	}
	return all
}

// Seeded returns a server without clients, with the defects and variants that
// the options name. The error says which of the names is unknown.
func Seeded(o Options) (*Server, error) {
	s := &Server{conforming(o.withDefaults())}
	if len(o.Variants) > 0 {
		known := map[string]alteration{}
		for _, v := range Variants() {
			known[v.Name] = v.alteration
		}
		if err := s.plant("variant", o.Variants, known); err != nil {
			return nil, err
		}
	}
	if len(o.Defects) > 0 {
		known := map[string]alteration{}
		for _, d := range Defects() {
			known[d.Name] = d.alteration
		}
		if err := s.plant("defect", o.Defects, known); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// plant puts the named ones in, in order.
func (b *behaviour) plant(what string, names []string, known map[string]alteration) error {
	for _, name := range names {
		put, found := known[name]
		if !found {
			return fmt.Errorf("unknown %s %q%s", what, name, suggestion(name, known))
		}
		put(b)
	}
	return nil
}

// suggestion is the known name that is nearest to a mistyped one, in words.
func suggestion(name string, known map[string]alteration) string {
	best, fewest := "", len(name)
	for candidate := range known {
		n := distance(name, candidate)
		if n < fewest || n == fewest && candidate < best {
			best, fewest = candidate, n
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(": did you mean %q?", best)
}

// distance is how many bytes have to be put in, taken out or changed to get
// from a to b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
