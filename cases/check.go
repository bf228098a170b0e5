package cases

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/schemas"
)

// check looks for what a schema cannot see: ids that clash or lead nowhere,
// variables that nothing sets, encodings that cannot carry a step.
func (l *loader) check(f *file, data subjectData) {
	taken := map[string]bool{}
	for _, c := range l.Cases() {
		taken[c.ID] = true
	}
	for i, c := range data.Cases {
		path := []string{"cases", strconv.Itoa(i)}
		at := func(more ...string) []string { return slices.Concat(path, more) }
		if !rooted(c.ID, data.Subject) {
			f.report(at("id"), fmt.Sprintf("is %s, and must begin with the subject, %s/", c.ID, data.Subject))
		}
		for _, own := range c.ownIDs() {
			if taken[own.id] {
				f.report(at(own.path...), "is "+own.id+", which another case has already")
			}
			taken[own.id] = true
		}
		if !l.listless {
			l.checkLinks(f, c, at)
		}
		checkVariables(f, c, at)
		checkEncodings(f, c, at)
		checkNumbers(f, member(f.tree, path), path)
	}
}

type ownID struct {
	id   string
	path []string
}

// ownIDs lists the ids that a case's rows make, or its own.
func (d caseData) ownIDs() []ownID {
	if len(d.Rows) == 0 {
		return []ownID{{d.ID, []string{"id"}}}
	}
	var all []ownID
	for i, row := range d.Rows {
		all = append(all, ownID{d.ID + "/" + fmt.Sprint(row["id"]), []string{"rows", strconv.Itoa(i), "id"}})
	}
	return all
}

// checkLinks looks up the requirements, errata and messages that a case names.
func (l *loader) checkLinks(f *file, c caseData, at func(...string) []string) {
	var level Level
	for i, id := range c.Requirements {
		path := at("requirements", strconv.Itoa(i))
		requirement, ok := l.Requirement(id)
		if !ok {
			known := ids(l.Requirements, func(r Requirement) string { return r.ID })
			f.report(path, "is "+id+", and there is no such requirement"+schemas.Suggest(id, known))
			continue
		}
		if level != "" && requirement.Level != level {
			f.report(path, fmt.Sprintf("is %s, which is %s, and the others are %s: a case has one level",
				id, requirement.Level, level))
		}
		level = requirement.Level
	}
	for i, id := range c.Errata {
		if _, ok := l.Erratum(id); !ok {
			known := ids(l.Errata, func(e Erratum) string { return e.ID })
			f.report(at("errata", strconv.Itoa(i)), "is "+id+", and there is no such erratum"+schemas.Suggest(id, known))
		}
	}
	rows := c.Rows
	if len(rows) == 0 {
		rows = []map[string]any{nil}
	}
	for i, step := range c.Steps {
		for j, w := range wantedData(step.Expect.Refusal) {
			path := at("steps", strconv.Itoa(i), "expect", "refusal", strconv.Itoa(j))
			for _, row := range rows {
				l.checkMessage(f, path, filler{row}.text(w.id), w.value)
			}
		}
	}
}

func (l *loader) checkMessage(f *file, path []string, id, value string) {
	message, ok := l.Message(id)
	switch {
	case !ok:
		known := ids(l.Messages, func(m Message) string { return m.ID })
		f.report(path, "is "+id+", and there is no such message"+schemas.Suggest(id, known))
	case message.Placeholder != "" && value == "":
		f.report(path, fmt.Sprintf("is %s, which names the wrong %s: write {%s: …}", id, message.Names, id))
	case message.Placeholder == "" && value != "":
		f.report(path, fmt.Sprintf("is %s, which names no value", id))
	}
}

// checkVariables sees to it that every reference has a value by the time its
// step is sent: a member of every row, or something captured before. What a row
// refers to must be there when the row's member is first used.
func checkVariables(f *file, c caseData, at func(...string) []string) {
	rowHas := commonMembers(c.Rows)
	captured := map[string]bool{RedirectParameter: true}
	tree := member(f.tree, at())
	usedWith := map[string]map[string]bool{} // a row's member, and what was captured when it is first used
	for i, step := range c.Steps {
		where := []string{"steps", strconv.Itoa(i)}
		for _, part := range []string{"send", "expect"} {
			path := append(slices.Clone(where), part)
			walk(member(tree, path), path, func(path []string, text string) {
				checkText(f, at(path...), text, captured, rowHas)
				for _, ref := range References(text) {
					if usedWith[ref.Name] == nil {
						usedWith[ref.Name] = maps.Clone(captured)
					}
				}
			})
		}
		for name := range step.captures() {
			captured[name] = true
		}
	}
	checkText(f, at("title"), c.Title, nil, rowHas)
	walk(member(tree, []string{"rows"}), []string{"rows"}, func(path []string, text string) {
		there := captured
		if len(path) > 2 && usedWith[path[2]] != nil {
			there = usedWith[path[2]]
		}
		checkText(f, at(path...), text, there, nil)
	})
}

func (d stepData) captures() map[string]string {
	if d.Register != "" {
		return registration(d.Register).Capture
	}
	return d.Capture
}

// checkText looks at every reference in one text.
func checkText(f *file, path []string, text string, captured map[string]bool, rowHas map[string]any) {
	for _, ref := range References(text) {
		_, ofRow := rowHas[ref.Name]
		_, known := Filters()[ref.Filter]
		switch {
		case !ofRow && !captured[ref.Name]:
			names := slices.Concat(slices.Collect(maps.Keys(captured)), slices.Collect(maps.Keys(rowHas)))
			slices.Sort(names)
			f.report(path, fmt.Sprintf("uses %s, which no earlier step captures and not every row has%s",
				ref, schemas.Suggest(ref.Name, names)))
		case ref.Filter == "":
		case !known:
			f.report(path, fmt.Sprintf("uses the filter %q, and there is no such filter%s",
				ref.Filter, schemas.Suggest(ref.Filter, slices.Sorted(maps.Keys(Filters())))))
		case ofRow:
			f.report(path, fmt.Sprintf("uses %s, and a filter is for what a step captures: write the row as it is to be", ref))
		}
	}
}

// commonMembers is what every row has.
func commonMembers(rows []map[string]any) map[string]any {
	if len(rows) == 0 {
		return nil
	}
	common := maps.Clone(rows[0])
	for _, row := range rows[1:] {
		maps.DeleteFunc(common, func(name string, _ any) bool {
			_, ok := row[name]
			return !ok
		})
	}
	return common
}

// checkEncodings asks for them where they cannot be known: a raw body is in
// one encoding only, and the data must say which.
func checkEncodings(f *file, c caseData, at func(...string) []string) {
	for i, step := range c.Steps {
		if step.Send.Body != nil && len(c.Encodings) == 0 {
			f.report(at("steps", strconv.Itoa(i), "send", "body"), "is a raw body, so the case must say its encodings")
		}
	}
}

// checkNumbers finds what YAML takes for a number and JSON does not have.
func checkNumbers(f *file, v any, path []string) {
	switch v := v.(type) {
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			f.report(path, fmt.Sprintf("is %v, and JSON has no such number", v))
		}
	case []any:
		for i, item := range v {
			checkNumbers(f, item, append(slices.Clone(path), strconv.Itoa(i)))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			checkNumbers(f, v[name], append(slices.Clone(path), name))
		}
	}
}

// walk visits every text within plain data, names of members among them.
func walk(v any, path []string, visit func(path []string, text string)) {
	switch v := v.(type) {
	case string:
		visit(path, v)
	case []any:
		for i, item := range v {
			walk(item, append(slices.Clone(path), strconv.Itoa(i)), visit)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			inner := append(slices.Clone(path), name)
			if strings.Contains(name, "${") {
				visit(inner, name)
			}
			walk(v[name], inner, visit)
		}
	}
}

// member finds the value at a path of plain data, or nil.
func member(v any, path []string) any {
	for _, part := range path {
		switch in := v.(type) {
		case map[string]any:
			v = in[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}
