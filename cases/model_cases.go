package cases

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases/internal/covering"
	"github.com/regspec/regspec/schemas"
)

const modelFile = "model.yaml"

// model reads the model, if there is one, and adds the cases that are computed from it.
func (l *loader) model(fsys fs.FS) error {
	f, d, err := readModel(fsys, l.where)
	if err != nil || f == nil {
		return err
	}
	if len(f.Problems) == 0 {
		l.checkModel(f, d)
	}
	if len(f.Problems) == 0 {
		d.findLoose(&l.Catalogue)
		subject := Subject{Name: d.Subject, Title: d.Title}
		seen := map[string]int{}
		for _, p := range d.parts() {
			subject.Cases = append(subject.Cases, l.casesOf(f, d, p, seen)...)
		}
		l.Subjects = append(l.Subjects, subject)
	}
	l.problems = append(l.problems, f.Problems...)
	return nil
}

// findLoose marks the classes that call for what is not documented.
func (d modelData) findLoose(known *Catalogue) {
	for _, factor := range d.Factors {
		for i := range factor.Classes {
			factor.Classes[i].loose = slices.ContainsFunc(factor.Classes[i].Requirements, func(id string) bool {
				requirement, _ := known.Requirement(id)
				return requirement.Level != Documented
			})
		}
	}
}

// readModel reads the file of the model; there may be none.
func readModel(fsys fs.FS, where string) (*file, modelData, error) {
	var d modelData
	text, err := fs.ReadFile(fsys, modelFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, d, nil
	}
	if err != nil {
		return nil, d, fmt.Errorf("reading the model: %w", err)
	}
	f := parse(where+modelFile, text, schemas.Model)
	if len(f.Problems) == 0 {
		f.Decode(&d)
	}
	return f, d, nil
}

// casesOf makes a case of each row of a part. seen counts the ids but for their numbers.
func (l *loader) casesOf(f *file, d modelData, p part, seen map[string]int) []Case {
	rows, impossible := d.rows(p)
	for _, c := range impossible {
		f.report(d.path(c[0]), fmt.Sprintf("has no request in which it stands beside %s: say so with only", d.names(c[1:])))
	}
	family, texts, source := d.about(p.kind)
	var all []Case
	for _, row := range rows {
		c := request{d, row}.build(&l.Catalogue, texts)
		c.ID = d.Subject + "/" + family
		for _, name := range d.Named {
			factor := d.factor(name)
			c.ID += "/" + d.class(covering.Value{Factor: factor, Value: row[factor]}).ID
		}
		seen[c.ID]++
		c.ID += "/" + strconv.Itoa(seen[c.ID])
		c.Source = f.Source(source)
		all = append(all, c)
	}
	return all
}

// about gives what the cases of a kind share: a part of their ids, what is said of them, and where
// they come from.
func (d modelData) about(k kind) (family string, texts partData, source []string) {
	switch k.faults {
	case 0:
		return "good", d.Good, []string{"good"}
	case 1:
		words := filler{map[string]any{"words": d.class(k.fault).Words}}
		texts = d.Fault
		texts.Title = words.text(texts.Title)
		return d.Factors[k.fault.Factor].Name + "-" + d.class(k.fault).ID, texts, d.path(k.fault)
	}
	return "faults", d.Faults, []string{"faults"}
}

// path is where a class stands in the file.
func (d modelData) path(v covering.Value) []string {
	return []string{"factors", strconv.Itoa(v.Factor), "classes", strconv.Itoa(v.Value)}
}

// names tells classes in words.
func (d modelData) names(c combination) string {
	all := make([]string, len(c))
	for i, v := range c {
		all[i] = d.Factors[v.Factor].Name + " " + d.class(v).ID
	}
	return strings.Join(all, ", ")
}

// request is one row of a model.
type request struct {
	modelData

	row covering.Row
}

// classes lists the classes of the request, by factor.
func (r request) classes() []covering.Value {
	all := make([]covering.Value, len(r.row))
	for factor, value := range r.row {
		all[factor] = covering.Value{Factor: factor, Value: value}
	}
	return all
}

// build makes the case, but for its id and source.
func (r request) build(known *Catalogue, texts partData) Case {
	classes, faults := r.classes(), r.faults(r.classes())
	c := Case{
		Title: texts.Title, Why: texts.Why, Note: r.note(),
		Encodings: []Encoding{JSON}, Errata: slices.Clone(texts.Errata), Classes: r.named(classes),
	}
	step := Step{Expect: Expect{Success: &Success{}}}
	for _, v := range classes {
		class := r.class(v)
		c.Errata = append(c.Errata, class.Errata...)
		if class.Register != "" {
			c.Steps = append(c.Steps, Registration(class.Register))
		}
		if class.Encoding != "" {
			c.Encodings, step.Send.ContentType = []Encoding{class.Encoding}, class.ContentType
		}
		step.Send.Fields = append(step.Send.Fields, r.fields(v)...)
		for _, item := range class.Success {
			step.Expect.Success.Members = append(step.Expect.Success.Members, Member{fmt.Sprint(item.Key), fmt.Sprint(item.Value)})
		}
	}
	if slices.ContainsFunc(classes, func(v covering.Value) bool { return r.class(v).Reversed }) {
		slices.Reverse(step.Send.Fields)
	}
	if len(faults) > 0 {
		step.Expect = Expect{Refusal: r.refusal(known, faults)}
	}
	slices.Sort(c.Errata)
	c.Errata = slices.Compact(c.Errata)
	if step.Send.ContentType != "" { // what goes wrong without it is not of its doing
		c.Steps = append(controls(c.Steps, step), c.Steps...)
	}
	c.Steps = append(c.Steps, step)
	c.Requirements, c.Level = r.requirements(known, faults)
	return c
}

// controls are the steps that send the same without a media type of its own, with a client of theirs.
func controls(registrations []Step, step Step) []Step {
	const ofCase, own = "client", "control"
	var all []Step
	if len(registrations) > 0 {
		all = append(all, Registration(own))
	}
	instead := strings.NewReplacer("${"+ofCase+".", "${"+own+".")
	step.Needed, step.Send.ContentType = true, ""
	step.Send.Fields = slices.Clone(step.Send.Fields)
	for i := range step.Send.Fields {
		if text, ok := step.Send.Fields[i].Value.(string); ok {
			step.Send.Fields[i].Value = instead.Replace(text)
		}
	}
	if step.Expect.Success != nil {
		success := Success{Members: slices.Clone(step.Expect.Success.Members)}
		for i := range success.Members {
			success.Members[i].Value = instead.Replace(success.Members[i].Value)
		}
		step.Expect.Success = &success
	}
	return append(all, step)
}

// note says of which classes the request is.
func (r request) note() string {
	all := make([]string, len(r.row))
	for i, v := range r.classes() {
		all[i] = strings.ReplaceAll(r.names(combination{v}), "-", " ")
	}
	return "Its classes: " + strings.Join(all, ", ") + "."
}

// fields gives the parameters that a class adds. An item is put into a list as the class of
// another factor says.
func (r request) fields(v covering.Value) []Field {
	factor, class := r.Factors[v.Factor], r.class(v)
	var all []Field
	for _, item := range class.Fields {
		all = append(all, Field{fmt.Sprint(item.Key), filler{}.value(item.Value)})
	}
	if class.Value != nil {
		all = append(all, Field{factor.Parameter, filler{}.value(class.Value)})
	}
	if class.Item != "" {
		within := "${item}"
		for _, other := range r.classes() {
			if list := r.class(other).Lists[factor.List]; list != "" {
				within = list
			}
		}
		all = append(all, Field{factor.Parameter, class.fill(within)})
	}
	return all
}

// fill puts the class's item into a text.
func (c classData) fill(text string) string {
	return filler{map[string]any{"item": c.Item}}.text(text)
}

// refusal is one with the message for any of the faults.
func (r request) refusal(known *Catalogue, faults []covering.Value) *Refusal {
	refusal := &Refusal{}
	for _, v := range faults {
		class := r.class(v)
		if class.Fault == any(anyMessage) {
			return &Refusal{}
		}
		for _, w := range expectedData(class.Fault) {
			message, _ := known.Message(w.id)
			expected := ExpectedMessage{Message: message, Value: class.fill(w.value)}
			if !slices.Contains(refusal.Messages, expected) {
				refusal.Messages = append(refusal.Messages, expected)
			}
		}
	}
	return refusal
}

// requirements are those of the faults, or of all classes where there is none, and of how the
// body is sent: as far as they are of the loosest level among them, since a server that breaks
// one of that level fails the case for no other reason.
func (r request) requirements(known *Catalogue, faults []covering.Value) (ids []string, level Level) {
	about := r.classes()
	if len(faults) > 0 {
		about = faults
	}
	if unnamed := slices.DeleteFunc(slices.Clone(faults), func(v covering.Value) bool { return r.class(v).Fault != any(anyMessage) }); len(unnamed) > 0 {
		about = unnamed // no message is asked for, so that of no other fault either
	}
	for _, v := range r.classes() {
		if r.class(v).Encoding != "" && !slices.Contains(about, v) {
			about = append(about, v)
		}
	}
	level = Documented
	for _, v := range about {
		for _, id := range r.class(v).Requirements {
			requirement, _ := known.Requirement(id)
			level = Loosest(level, requirement.Level)
		}
	}
	for _, v := range about {
		for _, id := range r.class(v).Requirements {
			if requirement, _ := known.Requirement(id); requirement.Level == level && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids, level
}
