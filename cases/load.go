package cases

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/schemas"
)

//go:embed *.yaml catalogue/*.yaml
var builtin embed.FS

// Load reads a catalogue: requirements.yaml, errata.yaml, messages.yaml, the
// case files catalogue/*.yaml, and model.yaml if there is one. Its error is a Problems with all that is wrong
// in all the files, or one of reading them.
func Load(fsys fs.FS) (*Catalogue, error) { return loadFrom(fsys, "") }

// loadFrom is Load, with what to write before the name of a file to say where it is.
func loadFrom(fsys fs.FS, where string) (*Catalogue, error) {
	l := loader{where: where}
	for _, step := range []func(fs.FS) error{l.requirements, l.errata, l.messages, l.caseFiles, l.model} {
		if err := step(fsys); err != nil {
			return nil, err
		}
	}
	return l.finish()
}

// Extend adds a case file that is not part of the catalogue. Its name is only
// for problems; the catalogue itself is left as it was.
func (c *Catalogue) Extend(name string, text []byte) (*Catalogue, error) {
	l := loader{Catalogue: Catalogue{
		Requirements: c.Requirements, Errata: c.Errata, Messages: c.Messages,
		Subjects: slices.Clone(c.Subjects),
	}}
	l.caseFile(name, text)
	for _, s := range l.Subjects[min(len(c.Subjects), len(l.Subjects)):] {
		for i := range s.Cases {
			s.Cases[i].Own = true
		}
	}
	return l.finish()
}

// loader is a catalogue in the making.
type loader struct {
	Catalogue

	where    string // before the names of files
	problems Problems
	listless bool // a list that cases refer to has faults, so that what they name cannot be looked up
}

func (l *loader) finish() (*Catalogue, error) {
	if len(l.problems) > 0 {
		return nil, l.problems.Sorted()
	}
	return &l.Catalogue, nil
}

func (l *loader) requirements(fsys fs.FS) error {
	var content struct {
		Requirements []Requirement `yaml:"requirements"`
	}
	err := l.list(fsys, schemas.Requirements, &content, func() []string {
		return ids(content.Requirements, func(r Requirement) string { return r.ID })
	})
	l.Requirements = content.Requirements
	return err
}

func (l *loader) errata(fsys fs.FS) error {
	var content struct {
		Errata []Erratum `yaml:"errata"`
	}
	err := l.list(fsys, schemas.Errata, &content, func() []string {
		return ids(content.Errata, func(e Erratum) string { return e.ID })
	})
	l.Errata = content.Errata
	return err
}

func (l *loader) messages(fsys fs.FS) error {
	var content struct {
		Messages []Message `yaml:"messages"`
	}
	err := l.list(fsys, schemas.Messages, &content, func() []string {
		return ids(content.Messages, func(m Message) string { return m.ID })
	})
	l.Messages = content.Messages
	return err
}

// list reads a file NAME.yaml that is one list of things with ids, called NAME.
func (l *loader) list(fsys fs.FS, name schemas.Name, into any, idsOf func() []string) error {
	path := string(name) + ".yaml"
	text, err := fs.ReadFile(fsys, path)
	if err != nil {
		return fmt.Errorf("reading the %s: %w", name, err)
	}
	f := parse(l.where+path, text, name)
	if len(f.Problems) == 0 {
		f.Decode(into)
	}
	seen := map[string]bool{}
	for i, id := range idsOf() {
		if seen[id] {
			f.report([]string{string(name), strconv.Itoa(i), "id"}, "is "+id+", which another one has already")
		}
		seen[id] = true
	}
	l.listless = l.listless || len(f.Problems) > 0
	l.problems = append(l.problems, f.Problems...)
	return nil
}

func (l *loader) caseFiles(fsys fs.FS) error {
	paths, err := fs.Glob(fsys, "catalogue/*.yaml")
	if err != nil {
		return fmt.Errorf("listing the case files: %w", err)
	}
	for _, path := range paths {
		text, err := fs.ReadFile(fsys, path)
		if err != nil {
			return fmt.Errorf("reading case file %s: %w", path, err)
		}
		l.caseFile(l.where+path, text)
	}
	return nil
}

// caseFile reads one file and, if nothing is wrong with it, adds its subject.
func (l *loader) caseFile(name string, text []byte) {
	f := parse(name, text, schemas.Cases)
	var content subjectData
	if len(f.Problems) == 0 {
		f.Decode(&content)
	}
	if len(f.Problems) == 0 {
		l.check(f, content)
	}
	if len(f.Problems) == 0 {
		subject := content.subject(f, &l.Catalogue)
		l.Subjects = append(l.Subjects, subject)
	}
	l.problems = append(l.problems, f.Problems...)
}

func ids[T any](list []T, idOf func(T) string) []string {
	all := make([]string, len(list))
	for i, item := range list {
		all[i] = idOf(item)
	}
	return all
}

// rooted reports whether an id lies below a subject: contacts/list of contacts.
func rooted(id, subject string) bool { return strings.HasPrefix(id, subject+"/") }
