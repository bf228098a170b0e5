package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/regspec/regspec/suite/report"
)

func newConfig(t terminal) *cobra.Command {
	f := &runFlags{}
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show the settings of a run, and where each comes from",
		Long: `Shows the settings that regspec run would use here, and where each comes from: a flag, an environment
variable (REGSPEC_FAIL_ON for --fail-on), the configuration file, or the default. A flag overrides the
environment, and the environment overrides the file.

The configuration file is .regspec.yaml in the working directory, or the file of --config. Its members are
the flags of regspec run and regspec fuzz by name, with lists where a flag is repeatable. Paths are relative
to the file. regspec fuzz reads its flags from there too, except report.`,
		Example: `  regspec config
  regspec config --config ci/regspec.yaml --fail-on documented`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.settings.apply(cmd); err != nil {
				return err
			}
			if _, err := f.options(nil); err != nil {
				return f.settings.blame(err)
			}
			return f.show(cmd, t)
		},
	}
	f.add(cmd)
	return cmd
}

// show prints a line a flag.
func (f *runFlags) show(cmd *cobra.Command, t terminal) error {
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if flag.Name == "help" {
			return
		}
		from := f.settings.from[flag.Name].name
		switch {
		case flag.Name == "config" && from == "" && f.settings.config != "":
			from = "found in the working directory"
		case from == "":
			from = "default"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", flag.Name, shown(flag, f.showSecrets), from)
	})
	return table.Flush() //nolint:wrapcheck // only writing can fail
}

// given lists the flags of a command that differ from their defaults, and the words after
// them, without those that say only where it is told or are told otherwise.
func given(cmd *cobra.Command, patterns []string, showSecrets bool) []report.Setting {
	var all []report.Setting
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if flag.Changed && !slices.Contains([]string{"target", "report", "config", "quiet", "verbose", "max-causes"}, flag.Name) {
			all = append(all, report.Setting{Name: flag.Name, Value: shown(flag, showSecrets)})
		}
	})
	if len(patterns) > 0 {
		all = append(all, report.Setting{Name: "patterns", Value: strings.Join(patterns, " ")})
	}
	return all
}

// shown is a flag's value without what is secret in it.
func shown(flag *pflag.Flag, showSecrets bool) string {
	values := []string{flag.Value.String()}
	if list, ok := flag.Value.(pflag.SliceValue); ok {
		values = list.GetSlice()
	}
	for i, value := range values {
		switch {
		case showSecrets:
		case flag.Name == "header":
			name, _, _ := strings.Cut(value, ":") // options has seen to it that there is one
			values[i] = name + ": " + report.Redacted
		case flag.Name == "target" && strings.Contains(value, "@"):
			values[i] = report.Redacted + value[strings.LastIndex(value, "@"):]
		}
	}
	return strings.Join(values, ", ")
}
