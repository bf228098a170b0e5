package format

import (
	"bytes"
	"io"
	"testing"

	"github.com/regspec/regspec/suite/report"
)

// writers are all the writers of a run's report by name.
func writers() map[string]Writer {
	all := Writers()
	for name, color := range map[string]bool{"console": false, "coloured console": true} {
		all[name] = func(w io.Writer, r report.Report) error { return Console(w, r, ConsoleOptions{Color: color}) }
	}
	return all
}

func written(t testing.TB, write Writer, r report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func console(t testing.TB, r report.Report) string {
	t.Helper()
	return written(t, writers()["console"], r)
}
