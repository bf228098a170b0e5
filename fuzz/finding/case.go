package finding

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
)

// subject is the subject of every case that is made of a finding.
const subject = "findings"

// WriteCase writes a finding as a case file. It is a whole one, and may be put
// into a catalogue as it is. The comment stands above it.
func WriteCase(f Finding, comment string) ([]byte, error) {
	f.Sequence = f.shown()
	w := caseWriter{finding: f, compared: f.comparedStep()}
	one := yaml.MapSlice{
		{Key: "id", Value: subject + "/" + f.ID},
		{Key: "title", Value: f.title()},
		{Key: "why", Value: "A fuzzing campaign found a server that departs from this: " + strings.TrimSpace(f.Mismatch.Explanation)},
		{Key: "requirements", Value: []string{f.Requirement()}},
	}
	if at := f.fault(); at >= 0 && f.Sequence.Steps[at].Body.Format == traffic.Form {
		w.format = traffic.Form
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
	b.WriteString("# yaml-language-server: $schema=https://raw.githubusercontent.com/regspec/regspec/main/schemas/cases.schema.json\n")
	for line := range strings.Lines(comment) {
		fmt.Fprintf(&b, "# %s\n", strings.TrimRight(line, "\n"))
	}
	b.Write(text)
	return b.Bytes(), nil
}

// title says what a server that conforms does.
func (f Finding) title() string {
	expected := strings.TrimSpace(f.Mismatch.Expected)
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
	finding    Finding
	compared   int            // the index of the step whose answers the last step's are compared with, or -1
	registered []string       // the names of clients that the sequence has registered so far
	prepared   []string       // the names of those from before it
	known      int            // how many of registered there were before the steps that are sent now
	moment     int            // how many requests are sent at the same moment now
	raw        bool           // some body is written as it is
	format     traffic.Format // that of the last step; another has to be written as it is
}

// names of the clients that are registered before.
var preparedNames = []string{"client", "other", "third"}

func (w *caseWriter) steps() []yaml.MapSlice {
	q := w.finding.Sequence
	gave := w.registering()
	var steps []yaml.MapSlice
	need := preparedClients(q, gave)
	if w.finding.Cause.Rule == oracle.RuleLeaked {
		need = max(need, 1)
	}
	for _, name := range preparedNames[:min(need, len(preparedNames))] {
		w.prepared = append(w.prepared, name)
		steps = append(steps, yaml.MapSlice{{Key: "register", Value: name}})
	}
	next := 0
	leaks := w.finding.Cause.Rule == oracle.RuleLeaked
	isReferenced := func(i int) bool { return gave[i] > 0 && (leaks && i < w.finding.fault() || referenced(q.Steps[next:])) }
	for i, step := range q.Steps {
		if i == next {
			w.known, w.moment, next = len(w.registered), 0, q.Stage(i)
			for at := i; at < next; at++ {
				if !isReferenced(at) {
					w.moment += q.Steps[at].Repeats()
				}
			}
		}
		if w.compared == i && isReferenced(i) {
			w.compared = -1 // its answers are kept one by one
		}
		step = w.comparable(i, step)
		if !isReferenced(i) {
			steps = append(steps, w.step(i, step, false))
			continue
		}
		// Only what is sent once, and alone, can keep what came.
		one := step
		one.Times, one.Together = 0, false
		for range step.Repeats() {
			steps = append(steps, w.step(i, one, true))
		}
	}
	return steps
}

// preparedClients is how many clients from before a sequence it speaks of; gave is how many
// each of its steps registers.
func preparedClients(q traffic.Sequence, gave []int) int {
	need := 0
	for first := 0; first < len(q.Steps); first = q.Stage(first) {
		for _, step := range q.Steps[first:q.Stage(first)] {
			for _, m := range step.Body.Members {
				switch of := m.Value.Of; {
				case !m.Value.Credential():
				case of >= traffic.First:
					need = max(need, of-traffic.First+1)
				default:
					need = max(need, of+1-sum(gave[:first]))
				}
			}
		}
	}
	return need
}

// shown is the sequence whose last answer is wrong. That is another than the finding's where a request
// that prepares the sequence shows it already.
func (f Finding) shown() traffic.Sequence {
	if n := len(f.Evidence); n > 0 && f.Evidence[n-1].Step < 0 && len(f.Evidence[n-1].Mismatches) > 0 {
		return traffic.Sequence{Steps: []traffic.Step{traffic.ReadSent(f.Evidence[n-1].Request)}}
	}
	return f.Sequence
}

// fault is the index of the step whose answer is wrong. Behind it are only those that are
// sent at the same moment.
func (f Finding) fault() int {
	last := len(f.Sequence.Steps) - 1
	// Whether clients are forgotten is asked after the sequence.
	if n := len(f.Evidence); n > 0 && f.Cause.Rule != oracle.RuleForgets {
		if of := f.Evidence[n-1].Step; of >= 0 && of < last {
			return of
		}
	}
	return last
}

// registering is how many clients each step of the sequence registered.
func (w *caseWriter) registering() []int {
	n := make([]int, len(w.finding.Sequence.Steps))
	for _, exchange := range w.finding.Evidence {
		if exchange.Step >= 0 && exchange.Step < len(n) && exchange.Registered {
			n[exchange.Step]++
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

func referenced(later []traffic.Step) bool {
	return slices.ContainsFunc(later, func(s traffic.Step) bool {
		return slices.ContainsFunc(s.Body.Members, func(m traffic.Member) bool { return m.Value.Credential() && m.Value.Of < traffic.First })
	})
}

// step writes the step of an index, or one of the requests that it is taken apart into.
func (w *caseWriter) step(i int, s traffic.Step, captured bool) yaml.MapSlice {
	var one yaml.MapSlice
	if i == w.compared {
		one = append(one, yaml.MapItem{Key: "name", Value: compared})
	}
	if s.Times > 1 {
		one = append(one, yaml.MapItem{Key: "times", Value: s.Repeats()})
	}
	if s.Together && w.moment > 1 {
		one = append(one, yaml.MapItem{Key: "together", Value: true})
	}
	one = append(one, yaml.MapItem{Key: "send", Value: w.send(s)})
	switch {
	case captured:
		name := "made" + string(rune('a'+len(w.registered)%26)) + strings.Repeat("x", len(w.registered)/26)
		one = append(one,
			yaml.MapItem{Key: "expect", Value: yaml.MapSlice{{Key: "success", Value: yaml.MapSlice{}}}},
			yaml.MapItem{Key: "capture", Value: yaml.MapSlice{{Key: name + ".client_id", Value: "client_id"}, {Key: name + ".client_secret", Value: "client_secret"}}},
		)
		w.registered = append(w.registered, name)
	case i != w.finding.fault():
		one = append(one, yaml.MapItem{Key: "expect", Value: yaml.MapSlice{{Key: "answer", Value: true}}})
	default:
		one = append(one, yaml.MapItem{Key: "expect", Value: w.expect(s)})
		if across := w.across(s); across != nil {
			one = append(one, yaml.MapItem{Key: "across", Value: across})
		}
	}
	return one
}

// isUpdating says whether the wrong answer is to an update.
func (f Finding) isUpdating() bool {
	at := f.fault()
	return at >= 0 && f.Sequence.Steps[at].Body.IsUpdate()
}

// Verify checks that a case that was written can be loaded.
func Verify(text []byte, catalogue *cases.Catalogue) error {
	if _, err := catalogue.Extend("finding.yaml", text); err != nil {
		return fmt.Errorf("a finding became a case that is not right: %w", err)
	}
	return nil
}
