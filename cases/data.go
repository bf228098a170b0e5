package cases

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/goccy/go-yaml"
)

// The shapes of a case file as it is written, before rows are filled in.

type subjectData struct {
	Subject string     `yaml:"subject"`
	Title   string     `yaml:"title"`
	Cases   []caseData `yaml:"cases"`
}

type caseData struct {
	ID           string           `yaml:"id"`
	Title        string           `yaml:"title"`
	Why          string           `yaml:"why"`
	Requirements []string         `yaml:"requirements"`
	Errata       []string         `yaml:"errata"`
	Encodings    []Encoding       `yaml:"encodings"`
	Rows         []map[string]any `yaml:"rows"`
	Columns      []map[string]any `yaml:"columns"`
	Steps        []stepData       `yaml:"steps"`
}

type stepData struct {
	Register string            `yaml:"register"`
	Name     string            `yaml:"name"`
	Times    int               `yaml:"times"`
	Behind   bool              `yaml:"behind"`
	Together bool              `yaml:"together"`
	AtEnd    bool              `yaml:"at_end"`
	Needed   bool              `yaml:"needed"`
	Send     sendData          `yaml:"send"`
	Expect   expectData        `yaml:"expect"`
	Capture  map[string]string `yaml:"capture"`
	Across   *acrossData       `yaml:"across"`
}

type acrossData struct {
	Distinct    []string `yaml:"distinct"`
	Random      string   `yaml:"random"`
	NotCounting string   `yaml:"not_counting"`
	SameAs      string   `yaml:"alike"` // the name of an earlier step
}

type sendData struct {
	Method      string        `yaml:"method"`
	Query       string        `yaml:"query"`
	Fields      yaml.MapSlice `yaml:"fields"`
	Body        *string       `yaml:"body"`
	ContentType *string       `yaml:"content_type"`
	Headers     yaml.MapSlice `yaml:"headers"`
	HTTP        string        `yaml:"http"`
	Pieces      int           `yaml:"pieces"`
}

type expectData struct {
	Success *yaml.MapSlice `yaml:"success"`
	Refusal any            `yaml:"refusal"` // "any", "4xx", or a list of ids and {id: value}
	Answer  bool           `yaml:"answer"`
	Header  yaml.MapSlice  `yaml:"header"`
	Without []string       `yaml:"without"`
	Echo    string         `yaml:"echo"`
	Within  string         `yaml:"within"`
}

// subject turns the file's data, which the checks found good, into cases.
func (d subjectData) subject(f *file, c *Catalogue) Subject {
	subject := Subject{Name: d.Subject, Title: d.Title}
	for i, data := range d.Cases {
		for _, r := range data.table() {
			path := append([]string{"cases", strconv.Itoa(i)}, r.path...)
			subject.Cases = append(subject.Cases, data.build(f, c, path, r.members))
		}
	}
	return subject
}

// build makes the case of one row; row is nil for a case without rows.
func (d caseData) build(f *file, c *Catalogue, path []string, row map[string]any) Case {
	fill := filler{row}
	built := Case{
		ID: d.ID, Title: fill.text(d.Title), Why: d.Why,
		Requirements: d.Requirements, Errata: d.Errata, Encodings: d.Encodings,
		Source: f.Source(path),
	}
	if row != nil {
		built.ID += "/" + fmt.Sprint(row["id"])
		built.Note, _ = row["note"].(string)
	}
	if first, ok := c.Requirement(d.Requirements[0]); ok {
		built.Level = first.Level
	}
	steps, _ := member(f.Tree, append(path[:2:2], "steps")).([]any)
	for i, step := range d.Steps {
		built.Steps = append(built.Steps, step.build(fill, c, steps[i]))
	}
	built.Steps = repeated(d.Steps, built.Steps)
	sendable := expressible(built.Steps)
	if len(built.Encodings) == 0 {
		built.Encodings = sendable
	}
	for _, encoding := range built.Encodings {
		if !slices.Contains(sendable, encoding) {
			f.report(path, "sends something else than strings, and has "+string(encoding)+" among its encodings")
		}
	}
	return built
}

// build makes a step; tree is the same step as plain values.
func (d stepData) build(fill filler, c *Catalogue, tree any) Step {
	if d.Register != "" {
		return Registration(d.Register)
	}
	step := Step{
		Times: d.Times, Behind: d.Behind, Together: d.Together, AtEnd: d.AtEnd, Needed: d.Needed, Capture: d.Capture,
		Send: Send{Method: fill.text(d.Send.Method), Query: fill.text(d.Send.Query), HTTP: d.Send.HTTP, Pieces: d.Send.Pieces},
	}
	for _, item := range d.Send.Fields {
		name := fill.text(fmt.Sprint(item.Key))
		step.Send.Fields = append(step.Send.Fields, Field{name, fill.value(item.Value)})
	}
	if d.Send.Body != nil {
		body := fill.text(*d.Send.Body)
		step.Send.Body = &body
	}
	if d.Send.ContentType != nil {
		step.Send.ContentType = fill.text(*d.Send.ContentType)
	} else if send, _ := member(tree, []string{"send"}).(map[string]any); has(send, "content_type") {
		step.Send.ContentType = NoContentType // null, which a pointer does not tell from nothing
	}
	for _, item := range d.Send.Headers {
		values, several := item.Value.([]any)
		if !several {
			values = []any{item.Value}
		}
		for _, value := range values {
			if value = fill.value(value); value != nil {
				value = fmt.Sprint(value)
			}
			step.Send.Headers = append(step.Send.Headers, Field{fill.text(fmt.Sprint(item.Key)), value})
		}
	}
	step.Expect = d.Expect.build(fill, c)
	return step
}

func has(members map[string]any, name string) bool {
	_, ok := members[name]
	return ok
}

func (d expectData) build(fill filler, c *Catalogue) Expect {
	expect := Expect{Answer: d.Answer, Echo: fill.text(d.Echo)}
	if d.Success != nil {
		expect.Success = &Success{}
		for _, item := range *d.Success {
			member := Member{fmt.Sprint(item.Key), fill.text(fmt.Sprint(item.Value))}
			expect.Success.Members = append(expect.Success.Members, member)
		}
	}
	if d.Refusal != nil {
		expect.Refusal = &Refusal{AnyClientError: d.Refusal == anyClientError || only(d.Refusal) > 0, Only: only(d.Refusal), ServerWording: allowsServerWording(d.Refusal)}
		for _, w := range expectedData(d.Refusal) {
			message, _ := c.Message(fill.text(w.id))
			expect.Refusal.Messages = append(expect.Refusal.Messages, ExpectedMessage{message, fill.text(w.value), w.any})
		}
	}
	for _, item := range d.Header {
		expect.Header = append(expect.Header, Field{fmt.Sprint(item.Key), fmt.Sprint(item.Value)})
	}
	for _, text := range d.Without {
		expect.Without = append(expect.Without, fill.text(text))
	}
	expect.Within, _ = time.ParseDuration(d.Within) // checked before
	return expect
}

// The words that stand for a refusal with whatever message, for one of which the status is
// enough, and for one in the server's own words.
const (
	anyMessage     = "any"
	anyClientError = "4xx"
	serverWording  = "own"
)

// only is the status that a refusal must have where it stands for one, or 0.
func only(refusal any) int {
	text, _ := refusal.(string)
	status, _ := strconv.Atoi(text)
	return status
}

// allowsServerWording reports whether a message in the server's own words conforms,
// alone or beside those in a list.
func allowsServerWording(refusal any) bool {
	list, _ := refusal.([]any)
	return refusal == serverWording || slices.Contains(list, any(serverWording))
}

// expectedEntry is one entry of a refusal's list, as written.
type expectedEntry struct {
	id, value string
	any       bool // whatever value it names
	idOnly    bool // it is written without a value
}

// expectedData reads a refusal's list; it is empty for a word.
func expectedData(refusal any) []expectedEntry {
	list, _ := refusal.([]any)
	all := make([]expectedEntry, 0, len(list))
	for _, item := range list {
		switch entry := item.(type) {
		case string:
			if entry != serverWording {
				all = append(all, expectedEntry{id: entry, idOnly: true})
			}
		case yaml.MapSlice:
			for _, pair := range entry {
				w := expectedEntry{id: fmt.Sprint(pair.Key), any: pair.Value == nil}
				if !w.any {
					w.value = fmt.Sprint(pair.Value)
				}
				all = append(all, w)
			}
		}
	}
	return all
}

// Registration is the step that register: NAME stands for.
func Registration(name string) Step {
	return Step{
		Register: name, Needed: true,
		Send: Send{Fields: []Field{
			{"type", "client_associate"},
			{"application_type", "native"},
		}},
		Expect:  Expect{Success: &Success{}},
		Capture: map[string]string{name + ".client_id": "client_id", name + ".client_secret": "client_secret"},
	}
}

// expressible gives the encodings in which every step can be sent: a form has
// strings alone.
func expressible(steps []Step) []Encoding {
	for _, step := range steps {
		for _, field := range step.Send.Fields {
			if _, ok := field.Value.(string); !ok {
				return []Encoding{JSON}
			}
		}
	}
	return Encodings()
}

// filler puts a row's members in the place of references to them.
type filler struct{ row map[string]any }

// value fills in every text within a value. What the row does not have is left
// for the run.
func (f filler) value(v any) any {
	switch v := v.(type) {
	case string:
		filled, _ := expand(v, func(r Reference) (any, error) { // f.member has no errors
			return f.member(r), nil
		}, func(escaped string) string { return escaped })
		return filled
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = f.value(item)
		}
		return list
	case yaml.MapSlice:
		object := make(Object, len(v))
		for i, item := range v {
			object[i] = Field{f.text(fmt.Sprint(item.Key)), f.value(item.Value)}
		}
		return object
	}
	return v
}

func (f filler) text(s string) string { return fmt.Sprint(f.value(s)) }

func (f filler) member(r Reference) any {
	value, ok := f.row[r.Name]
	switch {
	case !ok:
		return r.String()
	case r.Filter == "":
		return filler{}.value(value) // an object as an Object, and nothing filled in twice
	}
	literal, _ := r.ofRow(f.row) // checked before
	return literal.String()
}
