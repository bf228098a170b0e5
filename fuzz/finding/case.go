package finding

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/traffic"
)

// subject is that of every case that a finding becomes.
const subject = "findings"

// WriteCase writes a finding as a case file. It is a whole one, and may be put
// into a catalogue as it is. The comment stands above it.
func WriteCase(f Finding, comment string) ([]byte, error) {
	w := caseWriter{finding: f}
	one := yaml.MapSlice{
		{Key: "id", Value: subject + "/" + f.ID},
		{Key: "title", Value: f.title()},
		{Key: "why", Value: "A fuzzing campaign found a server that departs from this: " + strings.TrimSpace(f.Violation.Sentence)},
		{Key: "requirements", Value: []string{f.Requirement()}},
	}
	steps := w.steps()
	if w.raw || w.format == traffic.Form {
		encoding := cases.JSON
		if w.format == traffic.Form {
			encoding = cases.Form
		}
		one = append(one, yaml.MapItem{Key: "encodings", Value: []string{string(encoding)}})
	}
	one = append(one, yaml.MapItem{Key: "steps", Value: steps})
	text, err := yaml.MarshalWithOptions(yaml.MapSlice{
		{Key: "subject", Value: subject},
		{Key: "title", Value: "What fuzzing found"},
		{Key: "cases", Value: []yaml.MapSlice{one}},
	}, yaml.Indent(2), yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("writing the finding %s as a case: %w", f.ID, err)
	}
	var b bytes.Buffer
	for line := range strings.Lines(comment) {
		fmt.Fprintf(&b, "# %s\n", strings.TrimRight(line, "\n"))
	}
	b.Write(text)
	return b.Bytes(), nil
}

// title says what a server that conforms does.
func (f Finding) title() string {
	expected := strings.TrimSpace(f.Violation.Expected)
	if expected == "" {
		expected = "an answer that conforms"
	}
	return "This is answered as the document has it: " + strings.TrimSuffix(oneLine(expected, 160), ".") + "."
}

// oneLine is a text without line ends, and not too long for a heading.
func oneLine(text string, longest int) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\ufffd")), " ")
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	return text
}

// caseWriter turns a sequence into the steps of a case.
type caseWriter struct {
	finding  Finding
	own      []string // the names of clients that the sequence has registered so far
	standing []string // the names of those from before it
	raw      bool     // some body is written as it is
	format   traffic.Format
}

// names of the clients that are registered before.
var standingNames = []string{"client", "other", "third"}

func (w *caseWriter) steps() []yaml.MapSlice {
	q := w.finding.Sequence
	need := 0
	gave := w.registering()
	for i, step := range q.Steps {
		for _, m := range step.Body.Members {
			if m.Value.Credential() {
				need = max(need, m.Value.Of+1-sum(gave[:i]))
			}
		}
	}
	var steps []yaml.MapSlice
	for _, name := range standingNames[:min(need, len(standingNames))] {
		w.standing = append(w.standing, name)
		steps = append(steps, yaml.MapSlice{{Key: "register", Value: name}})
	}
	for i, step := range q.Steps {
		last := i == len(q.Steps)-1
		spoken := gave[i] > 0 && spokenOf(q.Steps[i+1:])
		switch {
		case spoken && step.Repeats() > 1: // only a step that is sent once can keep what came
			one := step
			one.Times, one.Together = 0, false
			for range step.Repeats() {
				steps = append(steps, w.step(one, last, true))
			}
		default:
			steps = append(steps, w.step(step, last, spoken))
		}
	}
	return steps
}

// registering is how many clients each step of the sequence registered.
func (w *caseWriter) registering() []int {
	n := make([]int, len(w.finding.Sequence.Steps))
	for _, turn := range w.finding.Turns {
		if turn.Step >= 0 && turn.Step < len(n) && turn.Registered {
			n[turn.Step]++
		}
	}
	return n
}

func sum(list []int) int {
	n := 0
	for _, i := range list {
		n += i
	}
	return n
}

func spokenOf(later []traffic.Step) bool {
	return slices.ContainsFunc(later, func(s traffic.Step) bool {
		return slices.ContainsFunc(s.Body.Members, func(m traffic.Member) bool { return m.Value.Credential() })
	})
}

func (w *caseWriter) step(s traffic.Step, last, captured bool) yaml.MapSlice {
	var one yaml.MapSlice
	if s.Times > 1 {
		one = append(one, yaml.MapItem{Key: "times", Value: s.Repeats()})
		if s.Together {
			one = append(one, yaml.MapItem{Key: "together", Value: true})
		}
	}
	one = append(one, yaml.MapItem{Key: "send", Value: w.send(s)})
	switch {
	case captured:
		name := "made" + string(rune('a'+len(w.own)%26)) + strings.Repeat("x", len(w.own)/26)
		one = append(one,
			yaml.MapItem{Key: "expect", Value: yaml.MapSlice{{Key: "success", Value: yaml.MapSlice{}}}},
			yaml.MapItem{Key: "capture", Value: yaml.MapSlice{{Key: name + ".client_id", Value: "client_id"}, {Key: name + ".client_secret", Value: "client_secret"}}},
		)
		w.own = append(w.own, name)
	case !last:
		one = append(one, yaml.MapItem{Key: "expect", Value: yaml.MapSlice{{Key: "answer", Value: true}}})
	default:
		one = append(one, yaml.MapItem{Key: "expect", Value: w.expect(s)})
		if across := w.across(s); across != nil {
			one = append(one, yaml.MapItem{Key: "across", Value: across})
		}
	}
	return one
}

// expect is what conforms of the last answer.
func (w *caseWriter) expect(s traffic.Step) yaml.MapSlice {
	var e yaml.MapSlice
	allowed := w.finding.Expected
	if allowed.Success {
		members := yaml.MapSlice{}
		if isUpdate(s) {
			for _, m := range s.Body.Members {
				if m.Value.Credential() && m.Value.Spoil == traffic.Whole && m.Value.Text+m.Value.After == "" && !m.Value.Listed {
					members = append(members, yaml.MapItem{Key: m.Name, Value: w.reference(m.Value)})
				}
			}
		}
		e = append(e, yaml.MapItem{Key: "success", Value: members})
	}
	switch {
	case allowed.AnyShape:
		e = append(e, yaml.MapItem{Key: "refusal", Value: "4xx"})
	case allowed.AnyRefusal:
		e = append(e, yaml.MapItem{Key: "refusal", Value: "any"})
	case len(allowed.Messages) > 0:
		e = append(e, yaml.MapItem{Key: "refusal", Value: w.messages()})
	case allowed.OwnWords:
		e = append(e, yaml.MapItem{Key: "refusal", Value: "own"})
	}
	if len(e) == 0 {
		e = append(e, yaml.MapItem{Key: "answer", Value: true})
	}
	return e
}

func (w *caseWriter) messages() []any {
	var list []any
	for _, wanted := range w.finding.Expected.Messages {
		switch {
		case wanted.AnyValue:
			list = append(list, yaml.MapSlice{{Key: wanted.Message, Value: nil}})
		case wanted.HasValue:
			list = append(list, yaml.MapSlice{{Key: wanted.Message, Value: quoted(wanted.Value)}})
		default:
			list = append(list, wanted.Message)
		}
	}
	if w.finding.Expected.OwnWords {
		list = append(list, "own")
	}
	return list
}

// across is asked of a repeated registration.
func (w *caseWriter) across(s traffic.Step) yaml.MapSlice {
	if s.Times > 1 && !isUpdate(s) && strings.Contains(w.finding.Cause.Rule, "unique") {
		return yaml.MapSlice{{Key: "distinct", Value: []string{"client_id", "client_secret"}}}
	}
	return nil
}

func isUpdating(q traffic.Sequence) bool {
	return len(q.Steps) > 0 && isUpdate(q.Steps[len(q.Steps)-1])
}

func isUpdate(s traffic.Step) bool {
	return slices.ContainsFunc(s.Body.Members, func(m traffic.Member) bool {
		return m.Name == traffic.ParamType && m.Value.Text == "client_update"
	})
}

func (w *caseWriter) send(s traffic.Step) yaml.MapSlice {
	var send yaml.MapSlice
	if s.Method != "" {
		send = append(send, yaml.MapItem{Key: "method", Value: s.Method})
	}
	if s.Query != "" {
		send = append(send, yaml.MapItem{Key: "query", Value: quoted(s.Query)})
	}
	if fields, ok := w.fields(s.Body); ok {
		send = append(send, yaml.MapItem{Key: "fields", Value: fields})
	} else {
		w.raw = true
		send = append(send, yaml.MapItem{Key: "body", Value: w.body(s.Body)})
	}
	if s.Body.Format == traffic.Form {
		w.format = traffic.Form
	}
	switch {
	case s.Type == traffic.NoType, s.Type == "" && s.Body.Format == traffic.Raw:
		send = append(send, yaml.MapItem{Key: "content_type", Value: nil})
	case s.Type != "":
		send = append(send, yaml.MapItem{Key: "content_type", Value: quoted(s.Type)})
	}
	if len(s.Header) > 0 {
		headers := yaml.MapSlice{}
		for _, f := range s.Header {
			if !slices.ContainsFunc(headers, func(i yaml.MapItem) bool { return i.Key == f.Name }) {
				headers = append(headers, yaml.MapItem{Key: f.Name, Value: quoted(f.Value)})
			}
		}
		send = append(send, yaml.MapItem{Key: "headers", Value: headers})
	}
	return send
}

// fields writes the members of a body as parameters, where that says the same.
func (w *caseWriter) fields(b traffic.Body) (yaml.MapSlice, bool) {
	if b.Format == traffic.Raw || b.Style != 0 || b.Cut != 0 || b.Head != "" || b.Tail != "" {
		return nil, false
	}
	fields := yaml.MapSlice{}
	seen := map[string]bool{}
	for _, m := range b.Members {
		if seen[m.Name] || quoted(m.Name) != m.Name || m.Name == "" || !utf8.ValidString(m.Value.Text) {
			return nil, false
		}
		seen[m.Name] = true
		value, ok := w.field(m.Value, b.Format)
		if !ok {
			return nil, false
		}
		fields = append(fields, yaml.MapItem{Key: m.Name, Value: value})
	}
	return fields, true
}

func (w *caseWriter) field(v traffic.Value, format traffic.Format) (any, bool) {
	var value any
	switch {
	case v.Credential():
		value = quoted(v.Text) + w.reference(v) + quoted(v.After)
	case v.Kind == traffic.Text:
		value = quoted(v.Text)
	default:
		known, ok := map[string]any{"null": nil, "true": true, "false": false, "[]": []any{}, "{}": yaml.MapSlice{}, "0": 0, "1": 1, "42": 42}[v.Text]
		if !ok || format == traffic.Form {
			return nil, false
		}
		value = known
	}
	if v.Listed {
		if format == traffic.Form {
			return nil, false
		}
		value = []any{value}
	}
	return value, true
}

// reference names the credential of a value.
func (w *caseWriter) reference(v traffic.Value) string {
	return w.referenceWith(v, [...]string{"", "cut", "extended", "swapcase"}[v.Spoil])
}

func (w *caseWriter) referenceWith(v traffic.Value, filter string) string {
	name := "client"
	switch {
	case v.Of < len(w.own):
		name = w.own[len(w.own)-1-v.Of]
	case len(w.standing) > 0:
		name = w.standing[min(v.Of-len(w.own), len(w.standing)-1)]
	}
	member := ".client_id"
	if v.Kind == traffic.Secret {
		member = ".client_secret"
	}
	if filter != "" {
		filter = "|" + filter
	}
	return "${" + name + member + filter + "}"
}

// body writes a body as it is sent, with references in the place of credentials.
func (w *caseWriter) body(b traffic.Body) string {
	var references []string
	cut := b.Cut
	b.Cut = 0
	tail := b.Tail
	b.Tail = ""
	b.Style &^= traffic.Escaped // a reference cannot be spelled so
	text := b.Write(func(v traffic.Value) string {
		if !v.Credential() {
			return v.Text
		}
		filter := [...]string{"json", "cut", "extended", "swapcase"}[v.Spoil]
		if filter == "json" && b.Format == traffic.Form {
			filter = "form"
		}
		references = append(references, w.referenceWith(v, filter))
		return v.Text + placeholder(len(references)-1) + v.After
	})
	text, cutReference := shorten(text, cut, len(references)-1)
	if cutReference { // how much of a credential is left cannot be said, but that it is cut
		references[len(references)-1] = strings.NewReplacer("|json}", "|cut}", "|form}", "|cut}").Replace(references[len(references)-1])
	}
	written := quoted(text + tail)
	for i, r := range references {
		written = strings.Replace(written, placeholder(i), r, 1)
	}
	return written
}

// shorten leaves out bytes at the end of a text, but none of its last reference. It
// reports whether that would have lost some.
func shorten(text string, by, last int) (shorter string, lost bool) {
	least := 0
	if last >= 0 {
		mark := placeholder(last)
		least = strings.Index(text, mark) + len(mark)
	}
	return text[:max(len(text)-by, least, 0)], len(text)-by < least
}

// placeholder stands for a reference in a body that is still to be quoted. It is
// written the same in JSON and in a form.
func placeholder(n int) string { return "zqReferenceqz" + strconv.Itoa(n) + "zq" }

// Verify makes sure that what was written is what was meant: the case must load.
func Verify(text []byte, catalogue *cases.Catalogue) error {
	if _, err := catalogue.Extend("finding.yaml", text); err != nil {
		return fmt.Errorf("a finding became a case that is not right: %w", err)
	}
	return nil
}
