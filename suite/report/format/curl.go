package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// Curl writes the requests of the results as commands for a shell.
func Curl(w io.Writer, results []report.Result) error {
	var b strings.Builder
	for _, one := range results {
		for i, x := range one.Exchanges {
			what := one.Name()
			if one.Encoding != "" {
				what = fmt.Sprintf("%s, step %d of %d: %s", one.Name(), i+1, len(one.Exchanges), one.Verdict)
			}
			curl := x.Request.Curl()
			if strings.Contains(curl, report.Redacted) {
				what += "; credentials are left out, see --show-secrets"
			}
			fmt.Fprintf(&b, "# %s\n%s\n", report.Visible(what), curl)
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the commands: %w", err)
	}
	return nil
}
