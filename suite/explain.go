package suite

import (
	"fmt"
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/wire"
)

// Explain tells all there is to know about a case, requirement, erratum or
// message: why it exists, what is sent to the endpoint and what is expected. An
// id that several cases begin with lists them. It fails with a *SelectionError
// if there is nothing of that id, and suggests one of ours or of the others that the
// caller explains.
func Explain(c *cases.Catalogue, endpoint *url.URL, id string, others ...string) (string, error) {
	var b strings.Builder
	if requirement, ok := c.Requirement(id); ok {
		explainRequirement(&b, c, requirement)
		return b.String(), nil
	}
	if erratum, ok := c.Erratum(strings.ToUpper(id)); ok {
		explainErratum(&b, c, erratum)
		return b.String(), nil
	}
	if message, ok := c.Message(id); ok {
		explainMessage(&b, c, message)
		return b.String(), nil
	}
	id, encoding, _ := strings.Cut(id, " [") // as the console prints it
	encoding = strings.TrimSuffix(encoding, "]")
	if one, ok := c.Case(id); ok {
		if encoding != "" && !slices.Contains(one.Encodings, cases.Encoding(encoding)) {
			return "", &SelectionError{fmt.Sprintf("%s is not run as %s", id, encoding)}
		}
		explainCase(&b, c, endpoint, one)
		return b.String(), nil
	}
	family := below(c, id)
	if len(family) == 0 {
		return "", &SelectionError{fmt.Sprintf("nothing is called %q%s", id, schemas.Suggest(id, append(EveryID(c), others...)))}
	}
	fmt.Fprintf(&b, "%s is the beginning of these cases:\n\n", strings.TrimSuffix(id, "/"))
	for _, one := range family {
		fmt.Fprintf(&b, "  %s\n      %s\n", one.ID, caseTitle(one))
	}
	return b.String(), nil
}

func below(c *cases.Catalogue, id string) []cases.Case {
	var family []cases.Case
	for _, one := range c.Cases() {
		if strings.HasPrefix(one.ID, strings.TrimSuffix(id, "/")+"/") {
			family = append(family, one)
		}
	}
	return family
}

// EveryID lists all that [Explain] explains: cases and the beginnings of their ids, requirements, errata and messages.
func EveryID(c *cases.Catalogue) []string {
	all := families(c)
	for _, r := range c.Requirements {
		all = append(all, r.ID)
	}
	for _, e := range c.Errata {
		all = append(all, e.ID)
	}
	for _, m := range c.Messages {
		all = append(all, m.ID)
	}
	return all
}

func caseTitle(one cases.Case) string {
	if one.Note == "" {
		return one.Title
	}
	return one.Title + " " + one.Note
}

func explainRequirement(b *strings.Builder, c *cases.Catalogue, r cases.Requirement) {
	fmt.Fprintf(b, "%s  (requirement, %s)\n\n%s\n\nFrom:  %s\n\nCases that test it:\n", r.ID, r.Level, wrap("  ", r.Statement), r.Section)
	var testing []string
	for _, one := range c.Cases() {
		if slices.Contains(one.Requirements, r.ID) {
			testing = append(testing, one.ID)
		}
	}
	counted(b, testing)
}

// manyCases is how many ids are listed one by one.
const manyCases = 30

// counted lists the ids of cases, and of many only the beginnings that they share, with
// how many have each.
func counted(b *strings.Builder, ids []string) {
	if len(ids) <= manyCases {
		fmt.Fprintf(b, "  %s\n", strings.Join(ids, "\n  "))
		return
	}
	order, number := byBeginning(ids, 2)
	if len(order) > manyCases {
		order, number = byBeginning(ids, 1)
	}
	for _, beginning := range order {
		fmt.Fprintf(b, "  %4d  %s\n", number[beginning], beginning)
	}
	fmt.Fprintf(b, "  %4d  in all; regspec explain %s lists those that begin so\n", len(ids), order[0])
}

// byBeginning counts ids by their first segments.
func byBeginning(ids []string, segments int) (order []string, number map[string]int) {
	number = map[string]int{}
	for _, id := range ids {
		beginning := strings.Join(strings.SplitN(id, "/", segments+1)[:segments], "/")
		if number[beginning]++; number[beginning] == 1 {
			order = append(order, beginning)
		}
	}
	return order, number
}

func explainErratum(b *strings.Builder, c *cases.Catalogue, e cases.Erratum) {
	fmt.Fprintf(b, "%s  %s\n\nThe trouble:\n%s\n\nWhat the suite does:\n%s\n", e.ID, e.Title, wrap("  ", e.Trouble), wrap("  ", e.Reading))
	var touched []string
	for _, one := range c.Cases() {
		if slices.Contains(one.Errata, e.ID) {
			touched = append(touched, one.ID)
		}
	}
	if len(touched) > 0 {
		b.WriteString("\nCases that it touches:\n")
		counted(b, touched)
	}
}

func explainMessage(b *strings.Builder, c *cases.Catalogue, m cases.Message) {
	fmt.Fprintf(b, "%s  (message)\n\n  %s\n\nWhen:  %s\n", m.ID, m.Text, m.When)
	if m.Placeholder != "" {
		fmt.Fprintf(b, "\nIn the place of %s stands the wrong %s, as it was sent.\n", m.Placeholder, m.Names)
	}
	b.WriteString("\nCases that expect it:\n")
	var expecting []string
	for _, one := range c.Cases() {
		if expects(one, m.ID) {
			expecting = append(expecting, one.ID)
		}
	}
	counted(b, expecting)
}

func expects(one cases.Case, message string) bool {
	for _, step := range one.Steps {
		if step.Expect.Refusal == nil {
			continue
		}
		for _, expected := range step.Expect.Refusal.Messages {
			if expected.Message.ID == message {
				return true
			}
		}
	}
	return false
}

func explainCase(b *strings.Builder, c *cases.Catalogue, endpoint *url.URL, one cases.Case) {
	fmt.Fprintf(b, "%s  (case, %s)\n\n%s\n", one.ID, one.Level, wrap("  ", caseTitle(one)))
	fmt.Fprintf(b, "\nWhy:\n%s\n\nRequirements:\n", wrap("  ", one.Why))
	for _, id := range one.Requirements {
		requirement, _ := c.Requirement(id)
		fmt.Fprintf(b, "  %s  (%s)\n%s\n", id, requirement.Section, wrap("      ", requirement.Statement))
	}
	if len(one.Errata) > 0 {
		b.WriteString("\nErrata:\n")
		for _, id := range one.Errata {
			erratum, _ := c.Erratum(id)
			fmt.Fprintf(b, "  %s  %s\n%s\n", id, erratum.Title, wrap("      ", erratum.Reading))
		}
	}
	for _, encoding := range one.Encodings {
		fmt.Fprintf(b, "\nAs %s:\n", encoding)
		stage := 0
		for i := 0; i < len(one.Steps); {
			if i >= one.Stage(stage) {
				stage = i
			}
			next := i + max(one.Steps[i].Times, 1)
			explainStep(b, c, endpoint, encoding, i+1, one.Steps[i:next], howSent(one.Steps[i], stage+1, i+1))
			i = next
		}
	}
	fmt.Fprintf(b, "\nWritten in %s.\n", one.Source)
}

// explainStep explains a step, or the several that a repeated one is.
func explainStep(b *strings.Builder, c *cases.Catalogue, endpoint *url.URL, encoding cases.Encoding, number int, steps []cases.Step, how string) {
	step := steps[0]
	request, err := prepare(step.Send, encoding, placeholders())
	if err != nil {
		fmt.Fprintf(b, "  %d. cannot be prepared: %v\n", number, err)
		return
	}
	with := *endpoint
	with.RawQuery = request.Query
	sent := wire.Sent{Method: request.Method, URL: with.String(), Header: request.Header, Body: request.Body}
	expect, _ := expectation(step.Expect, placeholders())
	what := (judge.Expectation{Expect: expect, Messages: c.Messages}).String()
	if step.Register != "" {
		what = "a client's credentials, which later steps need"
	}
	fmt.Fprintf(b, "  %d. %s\n", number, sent.Curl())
	if how != "" {
		fmt.Fprintf(b, "     sent     %s\n", how)
	}
	fmt.Fprintf(b, "     expects  %s\n", what)
	for _, line := range furtherWords(expect, steps[len(steps)-1].Across) {
		fmt.Fprintf(b, "              %s\n", line)
	}
	captured := make([]string, 0, len(step.Capture))
	for variable, member := range step.Capture {
		captured = append(captured, member+" as "+placeholder(variable))
	}
	sort.Strings(captured)
	if len(captured) > 0 {
		fmt.Fprintf(b, "     keeps    %s\n", strings.Join(captured, ", "))
	}
}

// howSent says how often a step is sent, and whether alone; first is the number of the
// first of those that are sent at the same moment.
func howSent(step cases.Step, first, number int) string {
	var words []string
	if step.AtEnd {
		words = append(words, "when all other cases are done, on another connection")
	}
	if step.Times > 1 {
		words = append(words, fmt.Sprintf("%d times", step.Times))
	}
	switch {
	case number > first:
		words = append(words, fmt.Sprintf("at the same moment as %d.", first))
	case step.Times > 1 && step.Together:
		words = append(words, "many at the same moment")
	case step.Times > 1:
		words = append(words, "one after the other")
	}
	return strings.Join(words, ", ")
}

// furtherWords says what is expected beyond the outcome, a line each.
func furtherWords(e cases.Expect, across *cases.Across) []string {
	var all []string
	if e.Success != nil {
		for _, member := range e.Success.Members {
			all = append(all, fmt.Sprintf("with %s = %s", member.Name, member.Value))
		}
	}
	for _, field := range e.Header {
		all = append(all, fmt.Sprintf("with %s: %s", field.Name, field.Value))
	}
	for _, text := range e.Without {
		all = append(all, "without "+text+" anywhere in it")
	}
	if e.Echo != "" {
		all = append(all, "without "+e.Echo+" in a header or a page")
	}
	if e.Within > 0 {
		all = append(all, "within "+e.Within.String())
	}
	if across == nil {
		return all
	}
	for _, member := range across.Distinct {
		all = append(all, "each time with another "+member)
	}
	if across.Random != "" {
		all = append(all, fmt.Sprintf("with at least %d bits of entropy in %s", judge.EnoughBits, across.Random))
	}
	if across.NotCounting != "" {
		all = append(all, "with no count as "+across.NotCounting)
	}
	if across.SameAs != nil {
		all = append(all, fmt.Sprintf("not to be told from the answers to step %d", across.SameAs[0]+1))
	}
	return all
}

// placeholders stands in for values that only a run has.
func placeholders() scope {
	return scope{func(r cases.Reference) (any, error) {
		switch r.Filter {
		case "", "json", "form":
			if r.Name == cases.RedirectParameter {
				return parameterName, nil
			}
			return placeholder(r.Name), nil
		}
		return placeholder(r.Name) + "-" + strings.ReplaceAll(cases.Filters()[r.Filter], " ", "-"), nil
	}}
}

// placeholder writes a variable as a shell's would be: CLIENT_ID for
// client.client_id, OTHER_CLIENT_ID for other.client_id.
func placeholder(variable string) string {
	owner, member, ok := strings.Cut(variable, ".")
	if ok && strings.HasPrefix(member, owner) {
		variable = member
	}
	return strings.ToUpper(strings.ReplaceAll(variable, ".", "_"))
}

// wrap breaks a text into lines of at most 96 characters with an indentation.
func wrap(indent, text string) string {
	const width = 96
	var lines []string
	line := indent
	for word := range strings.FieldsSeq(text) {
		if len(line) > len(indent) && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = indent
		}
		if len(line) > len(indent) {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}
