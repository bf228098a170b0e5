package format

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// annotationsShown is how many annotations of a kind GitHub shows of one step.
// The last one counts those for which there is no room.
const annotationsShown = 10

// GitHub writes the report as workflow commands, from which GitHub makes
// annotations: an error a cause that gates, a warning a cause that does not.
func GitHub(w io.Writer, r report.Report) error {
	var errors, warnings []notice
	for _, n := range notices(r) {
		if n.gates {
			errors = append(errors, n)
		} else {
			warnings = append(warnings, n)
		}
	}
	var b strings.Builder
	annotate(&b, "error", errors)
	annotate(&b, "warning", warnings)
	if gate := r.Gate(); gate == report.GateOpen {
		command(&b, "notice", [][2]string{{"title", "regspec: " + gate.Words()}}, printable(r.Target)+": "+counted(r.Summary))
	}
	_, err := io.WriteString(w, b.String())
	return failed("GitHub", err)
}

func annotate(b *strings.Builder, kind string, all []notice) {
	for i, n := range all {
		if left := len(all) - i; i == annotationsShown-1 && left > 1 {
			command(b, kind, [][2]string{{"title", plural(left, "further cause")}},
				"There is no room for more annotations here; see the output of regspec.")
			return
		}
		var properties [][2]string
		if n.source != "" {
			properties = append(properties, [2]string{"file", printable(n.source)}, [2]string{"line", strconv.Itoa(n.line)})
		}
		title := n.title
		if n.about != "" {
			title += " (" + n.about + ")"
		}
		command(b, kind, append(properties, [2]string{"title", title}), strings.Join(n.text, "\n"))
	}
}

// command writes one workflow command. It is a line whatever is in it:
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func command(b *strings.Builder, name string, properties [][2]string, message string) {
	b.WriteString("::" + name)
	for i, p := range properties {
		separator := ","
		if i == 0 {
			separator = " "
		}
		b.WriteString(separator + p[0] + "=" + inProperty.Replace(p[1]))
	}
	b.WriteString("::" + inMessage.Replace(message) + "\n")
}

// The escapes of workflow commands, as the runner undoes them.
var (
	inMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WithoutCommands runs show so that GitHub's runner does not obey what it writes:
// the runner finds commands such as ##[add-mask] in the middle of a line, and a
// target may have answered with one.
func WithoutCommands(w io.Writer, show func() error) error {
	token := rand.Text()
	_, begin := fmt.Fprintf(w, "::stop-commands::%s\n", token)
	shown := show()
	_, end := fmt.Fprintf(w, "::%s::\n", token)
	return errors.Join(begin, shown, end)
}
