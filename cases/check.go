package cases

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

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
		for _, one := range c.expandedIDs() {
			if taken[one.id] {
				f.report(at(one.path...), "is "+one.id+", which another case has already")
			}
			taken[one.id] = true
		}
		if !l.listless {
			l.checkLinks(f, c, at)
		}
		checkTable(f, c, at)
		checkVariables(f, c, at)
		checkSteps(f, c, at)
		checkNeeded(f, c, at)
		checkNumbers(f, member(f.Tree, path), path)
	}
}

type expandedID struct {
	id   string
	path []string
}

// expandedIDs lists the ids of the cases that a case's rows make, or the id of a case without rows.
func (d caseData) expandedIDs() []expandedID {
	if len(d.Rows) == 0 {
		return []expandedID{{d.ID, []string{"id"}}}
	}
	var all []expandedID
	for _, r := range d.table() {
		all = append(all, expandedID{d.ID + "/" + fmt.Sprint(r.members["id"]), append(r.path, "id")})
	}
	return all
}

// checkTable asks that a row and a column do not both give a member.
func checkTable(f *file, c caseData, at func(...string) []string) {
	for i, column := range c.Columns {
		for _, name := range slices.Sorted(maps.Keys(column)) {
			if _, both := commonMembers(c.Rows)[name]; both && name != "id" && name != "note" {
				f.report(at("columns", strconv.Itoa(i), name), "is "+name+", which the rows have already")
			}
		}
	}
}

// checkNames looks up the requirements and errata that a case or a class names.
func (l *loader) checkNames(f *file, requirements, errata []string, at func(...string) []string) {
	var level Level
	for i, id := range requirements {
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
	for i, id := range errata {
		if _, ok := l.Erratum(id); !ok {
			known := ids(l.Errata, func(e Erratum) string { return e.ID })
			f.report(at("errata", strconv.Itoa(i)), "is "+id+", and there is no such erratum"+schemas.Suggest(id, known))
		}
	}
}

// checkLinks looks up the requirements, errata and messages that a case names.
func (l *loader) checkLinks(f *file, c caseData, at func(...string) []string) {
	l.checkNames(f, c.Requirements, c.Errata, at)
	for i, step := range c.Steps {
		for j, w := range expectedData(step.Expect.Refusal) {
			path := at("steps", strconv.Itoa(i), "expect", "refusal", strconv.Itoa(j)) // "own" is listed last, if at all
			for _, r := range c.table() {
				filled := w
				filled.id = filler{r.members}.text(w.id)
				l.checkMessage(f, path, filled)
			}
		}
	}
}

func (l *loader) checkMessage(f *file, path []string, w expectedEntry) {
	id := w.id
	message, ok := l.Message(id)
	switch {
	case !ok:
		known := ids(l.Messages, func(m Message) string { return m.ID })
		f.report(path, "is "+id+", and there is no such message"+schemas.Suggest(id, known))
	case message.Placeholder != "" && w.idOnly:
		f.report(path, fmt.Sprintf("is %s, which names the wrong %s: write {%s: …}, or {%s: null} for whichever", id, message.Names, id, id))
	case message.Placeholder == "" && !w.idOnly:
		f.report(path, fmt.Sprintf("is %s, which names no value", id))
	}
}

// checkVariables reports every reference that has no value by the time its
// step is sent. A value is a member of every row, or something captured before. What a row
// refers to must be there when the row's member is first used.
func checkVariables(f *file, c caseData, at func(...string) []string) {
	var rows []map[string]any
	for _, r := range c.table() {
		rows = append(rows, r.members)
	}
	names := scopeCheck{f: f, rowHas: commonMembers(rows), rows: rows, captured: map[string]bool{RedirectParameter: true}}
	tree := member(f.Tree, at())
	usedWith := map[string]map[string]bool{} // a row's member, and what was captured when it is first used
	for i, step := range c.Steps {
		where := []string{"steps", strconv.Itoa(i)}
		for _, part := range []string{"send", "expect"} {
			path := append(slices.Clone(where), part)
			walk(member(tree, path), path, func(path []string, text string) {
				names.text(at(path...), text)
				for _, ref := range References(text) {
					if usedWith[ref.Name] == nil {
						usedWith[ref.Name] = maps.Clone(names.captured)
					}
				}
			})
		}
		for name := range step.captures() {
			names.captured[name] = true
		}
	}
	scopeCheck{f: f, rowHas: names.rowHas, rows: rows}.text(at("title"), c.Title)
	for _, part := range []string{"rows", "columns"} {
		walk(member(tree, []string{part}), []string{part}, func(path []string, text string) {
			within := scopeCheck{f: f, captured: names.captured}
			if part == "columns" {
				within.rowHas, within.rows = commonMembers(c.Rows), c.Rows
			}
			if len(path) > 2 && usedWith[path[2]] != nil {
				within.captured = usedWith[path[2]]
			}
			within.text(at(path...), text)
		})
	}
}

func (d stepData) captures() map[string]string {
	if d.Register != "" {
		return Registration(d.Register).Capture
	}
	return d.Capture
}

// scopeCheck looks at references where some names have values.
type scopeCheck struct {
	f        *file
	captured map[string]bool
	rowHas   map[string]any
	rows     []map[string]any
}

// text looks at every reference in one text.
func (s scopeCheck) text(path []string, text string) {
	for _, ref := range References(text) {
		_, ofRow := s.rowHas[ref.Name]
		_, known := Filters()[ref.Filter]
		if other, ok := ref.Unlike(); ok {
			known = s.captured[other]
		}
		switch {
		case ref.isLiteral():
			if _, err := ref.literal(); err != nil {
				s.f.report(path, "is not right: "+err.Error())
			}
		case !ofRow && !s.captured[ref.Name]:
			names := slices.Concat(slices.Collect(maps.Keys(s.captured)), slices.Collect(maps.Keys(s.rowHas)))
			slices.Sort(names)
			s.f.report(path, fmt.Sprintf("uses %s, which no earlier step captures and not every row has%s",
				ref, schemas.Suggest(ref.Name, names)))
		case ref.Filter == "":
		case ofRow:
			for _, row := range s.rows {
				if _, err := ref.ofRow(row); err != nil {
					s.f.report(path, "is not right: "+err.Error())
					break
				}
			}
		case !known:
			s.f.report(path, fmt.Sprintf("uses the filter %q, and there is no such filter%s",
				ref.Filter, schemas.Suggest(ref.Filter, slices.Sorted(maps.Keys(Filters())))))
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

// checkSteps looks at each step alone, and at what it says of earlier ones. A
// raw body is in one encoding only, and the data must say which.
func checkSteps(f *file, c caseData, at func(...string) []string) {
	var named []string
	for i, step := range c.Steps {
		path := []string{"steps", strconv.Itoa(i)}
		below := func(more ...string) []string { return at(slices.Concat(path, more)...) }
		if step.Send.Body != nil && len(c.Encodings) == 0 {
			f.report(below("send", "body"), "is a raw body, so the case must say its encodings")
		}
		if e := step.Expect; step.Register == "" && e.Success == nil && e.Refusal == nil && !e.Answer {
			f.report(below("expect"), "names no outcome that conforms: success, refusal or answer")
		}
		if _, err := time.ParseDuration(step.Expect.Within); step.Expect.Within != "" && err != nil {
			f.report(below("expect", "within"), fmt.Sprintf("is %q, and must be a time with its unit, such as 2s", step.Expect.Within))
		}
		if step.Across != nil && step.Across.SameAs != "" && !slices.Contains(named, step.Across.SameAs) {
			f.report(below("across", "alike"), fmt.Sprintf("is %s, and no earlier step has that name%s",
				step.Across.SameAs, schemas.Suggest(step.Across.SameAs, named)))
		}
		if step.Together && step.Times == 0 && !togetherAt(c.Steps, i-1) && !togetherAt(c.Steps, i+1) {
			f.report(below("together"), "has nothing to be together with: the step has no times, and no neighbour that is together, too")
		}
		if i == 0 {
			checkFirst(f, step, below)
		}
		if step.Name != "" {
			named = append(named, step.Name)
		}
	}
}

// checkFirst looks for what only a later step can say.
func checkFirst(f *file, step stepData, below func(...string) []string) {
	if step.AtEnd {
		f.report(below("at_end"), "is of the first step, so there is nothing that could have lasted until the end")
	}
	if step.Behind {
		f.report(below("behind"), "is of the first step, so there is nothing that it could be behind")
	}
}

// checkNeeded sees to it that a case is about something, and does not only need its steps.
func checkNeeded(f *file, c caseData, at func(...string) []string) {
	if last := len(c.Steps) - 1; last >= 0 && c.Steps[last].Needed && !c.Steps[last].asksMore() {
		f.report(at("steps", strconv.Itoa(last), "needed"), "leaves the case with nothing that it is about: this is its last step, and nothing but its outcome is expected")
	}
}

// asksMore reports whether the step expects something of its answer besides its outcome.
func (d stepData) asksMore() bool {
	e := d.Expect
	return d.Across != nil || len(e.Header) > 0 || len(e.Without) > 0 || e.Echo != "" || e.Within != ""
}

func togetherAt(steps []stepData, at int) bool {
	return at >= 0 && at < len(steps) && steps[at].Together
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
