package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func newVersion(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Show the version, the commit, its date, and the version of Go",
		Example: "  regspec version",
		Args:    atMost(0),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(t.out, versionLine())
			return err //nolint:wrapcheck // only writing can fail
		},
	}
}

// version gives the version of the module, or of the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "dev"
	}
	return info.Main.Version
}

// versionLine says all that is known of the build. Go writes it into every binary, so
// nothing has to be stamped.
func versionLine() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return fmt.Sprintf("regspec %s (%s), %s %s/%s", version(), commitOf(info),
		cmp.Or(info.GoVersion, runtime.Version()), runtime.GOOS, runtime.GOARCH)
}

// commitOf says from which commit a build is.
func commitOf(info *debug.BuildInfo) string {
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	commit := settings["vcs.revision"]
	switch {
	case commit == "" && info.Main.Sum != "":
		return "module " + info.Main.Sum // go install of a version
	case commit == "":
		return "commit unknown: built without VCS data"
	}
	date, _, _ := strings.Cut(settings["vcs.time"], "T")
	text := "commit " + commit[:min(12, len(commit))] + " of " + cmp.Or(date, "an unknown date")
	if settings["vcs.modified"] == "true" {
		text += ", with changes"
	}
	return text
}
