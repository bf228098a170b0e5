package suite

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
)

// Entry is one case in one encoding: what has one verdict.
type Entry struct {
	Case       cases.Case
	Subject    string // the title of the case's subject
	Encoding   cases.Encoding
	Deselected string // why it is not to be run, or ""
}

// Name is how an entry is called in print: "contacts/list [json]".
func (e Entry) Name() string { return e.Case.ID + " [" + string(e.Encoding) + "]" }

// Selection says which entries to run. Its zero value selects all.
type Selection struct {
	// Patterns, if any, select what matches one of them: a glob over case ids
	// in which * stands for any text (contacts/*), an id or the beginning of one
	// up to a slash (contacts), either with an encoding behind it
	// (contacts/list [json]), requirement:ID, or level:NAME.
	Patterns []string
	// Skip leaves out what matches one of these patterns.
	Skip []string
	// Levels, if any, select the cases of these levels.
	Levels []cases.Level
	// Encodings, if any, select these encodings.
	Encodings []cases.Encoding
	// Shard, if set, selects of all that the part that falls to this shard.
	Shard *report.Shard

	// Filtered are the names of entries that Ginkgo's own flags leave out; see
	// package specs.
	Filtered map[string]bool
}

// SelectionError is the error of a selection that cannot be meant.
type SelectionError struct{ Text string }

func (e *SelectionError) Error() string { return e.Text }

// Select expands the catalogue to entries, in order, and marks those that are
// not to be run. It fails with a *SelectionError if a pattern matches nothing
// or if nothing is left to run.
func Select(c *cases.Catalogue, s Selection) ([]Entry, error) {
	entries := expand(c)
	wanted, err := matchers(c, entries, s.Patterns)
	if err != nil {
		return nil, err
	}
	unwanted, err := matchers(c, entries, s.Skip)
	if err != nil {
		return nil, err
	}
	selected, elsewhere := 0, 0
	for i, e := range entries {
		switch {
		case len(wanted) > 0 && !matchesAny(wanted, e):
			entries[i].Deselected = "no pattern selects it"
		case matchesAny(unwanted, e):
			entries[i].Deselected = "a pattern of --skip leaves it out"
		case len(s.Levels) > 0 && !slices.Contains(s.Levels, e.Case.Level):
			entries[i].Deselected = fmt.Sprintf("its level, %s, is not selected", e.Case.Level)
		case len(s.Encodings) > 0 && !slices.Contains(s.Encodings, e.Encoding):
			entries[i].Deselected = fmt.Sprintf("its encoding, %s, is not selected", e.Encoding)
		case s.Filtered[e.Name()]:
			entries[i].Deselected = "a flag of Ginkgo leaves it out"
		case s.Shard != nil && shardOf(e.Name(), s.Shard.Count) != s.Shard.Index:
			entries[i].Deselected = inAnotherShard
			elsewhere++
		default:
			selected++
		}
	}
	if selected == 0 && elsewhere > 0 {
		return nil, &SelectionError{fmt.Sprintf(
			"nothing is selected: all %d cases fall to other shards than %s; cut the run into fewer", elsewhere, s.Shard)}
	}
	if selected == 0 {
		return nil, &SelectionError{fmt.Sprintf("nothing is selected: none of the %d cases fits all that was asked for", len(entries))}
	}
	return entries, nil
}

func expand(c *cases.Catalogue) []Entry {
	var entries []Entry
	for _, subject := range c.Subjects {
		for _, one := range subject.Cases {
			for _, encoding := range one.Encodings {
				entries = append(entries, Entry{Case: one, Subject: subject.Title, Encoding: encoding})
			}
		}
	}
	return entries
}

type matcher func(Entry) bool

func matchesAny(matchers []matcher, e Entry) bool {
	return slices.ContainsFunc(matchers, func(m matcher) bool { return m(e) })
}

// matchers reads patterns, and sees to it that each matches something.
func matchers(c *cases.Catalogue, entries []Entry, patterns []string) ([]matcher, error) {
	all := make([]matcher, 0, len(patterns))
	for _, pattern := range patterns {
		m, known := parsePattern(c, pattern)
		if !slices.ContainsFunc(entries, m) {
			return nil, &SelectionError{fmt.Sprintf("no case matches %q%s", pattern, instead(pattern, known()))}
		}
		all = append(all, m)
	}
	return all, nil
}

// instead says what a pattern that matches nothing could have been, or that
// what it names exists and has no such case.
func instead(pattern string, known []string) string {
	name := withoutKind(pattern)
	id, encoding, _ := strings.Cut(name, " [")
	switch {
	case slices.Contains(known, name):
		return ": there is none"
	case encoding != "" && slices.Contains(known, id):
		return fmt.Sprintf(": %s is not run as %s", id, strings.TrimSuffix(encoding, "]"))
	}
	return schemas.Suggest(name, known)
}

func withoutKind(pattern string) string {
	_, name, ok := strings.Cut(pattern, ":")
	if !ok {
		return pattern
	}
	return name
}

// parsePattern gives what a pattern matches, and a function that lists the names
// that it could have meant.
func parsePattern(c *cases.Catalogue, pattern string) (m matcher, known func() []string) {
	kind, name, _ := strings.Cut(pattern, ":")
	switch kind {
	case "requirement":
		return func(e Entry) bool { return slices.Contains(e.Case.Requirements, name) }, func() []string {
			var ids []string
			for _, r := range c.Requirements {
				ids = append(ids, r.ID)
			}
			return ids
		}
	case "level":
		return func(e Entry) bool { return string(e.Case.Level) == name },
			func() []string { return []string{"documented", "implied", "hardening"} }
	}
	id, encoding := pattern, ""
	if before, after, ok := strings.Cut(pattern, " ["); ok && strings.HasSuffix(after, "]") {
		id, encoding = before, strings.TrimSuffix(after, "]")
	}
	glob := regexp.MustCompile("^" + strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(id)) + "(/.*)?$")
	return func(e Entry) bool {
		return glob.MatchString(e.Case.ID) && (encoding == "" || encoding == string(e.Encoding))
	}, func() []string { return families(c) }
}

// families lists the ids of cases and the beginnings that they share.
func families(c *cases.Catalogue) []string {
	var all []string
	known := map[string]bool{}
	for _, one := range c.Cases() {
		id := one.ID
		for id != "" && !known[id] { // what it begins with is known, too, if it is
			known[id], all = true, append(all, id)
			id = id[:max(0, strings.LastIndex(id, "/"))]
		}
	}
	return all
}
