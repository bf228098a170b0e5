package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/regspec/regspec/schemas"
)

// terminal is where output goes.
type terminal struct{ out, err io.Writer }

// execute runs the command line and gives the exit code.
func execute(ctx context.Context, t terminal, args []string) (code int) {
	defer func() {
		if fault := recover(); fault != nil {
			_, _ = fmt.Fprintf(t.err, "regspec: this is a fault in regspec, not in your server: %v\n%s", fault, debug.Stack())
			code = exitFault
		}
	}()
	root := newRoot(t)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err != nil && err.Error() != "" {
		_, _ = fmt.Fprintf(t.err, "regspec: %v\n", err)
	}
	return codeOf(err)
}

func newRoot(t terminal) *cobra.Command {
	root := &cobra.Command{
		Use:   "regspec",
		Short: "Checks the client registration endpoint of a MediaGoblin or pump.io server",
		Long: `regspec checks whether a server's client registration endpoint (/api/client/register, as
MediaGoblin and pump.io have it) conforms to its document, says why not, and how to see it again.

Exit codes: 0 conforms, 1 does not conform, 2 the command line or a file is wrong, 3 the target could
not be tested, 4 it conforms and the waivers are stale, 70 a fault in regspec, 130 interrupted.`,
		Example: `  regspec run --target http://localhost:6543
  regspec run --reference
  regspec explain contacts/invalid-email/only`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              knownCommand,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		RunE: func(root *cobra.Command, _ []string) error {
			if asksVersion(root) {
				_, err := fmt.Fprintf(t.out, "regspec %s\n", version())
				return err //nolint:wrapcheck // only writing can fail
			}
			// To say nothing and exit 0 would turn a gate green whose variable got lost.
			return errors.New("no command is given; see regspec --help")
		},
	}
	root.SetOut(t.out)
	root.SetErr(t.err)
	// cobra's own version flag would need a template, and with it the linker keeps every method of every type.
	root.Flags().BoolP("version", "v", false, "version for regspec")
	root.SetFlagErrorFunc(badFlag)
	root.AddCommand(newRun(t), newConfig(t), newList(t), newExplain(t), newServe(t), newMerge(t), newCompare(t), newReplay(t), newSelftest(t), newFuzz(t))
	return root
}

func asksVersion(root *cobra.Command) bool {
	asked, err := root.Flags().GetBool("version")
	return err == nil && asked
}

// knownCommand is asked when the first word is no command.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || asksVersion(root) {
		return nil
	}
	var known []string
	for _, cmd := range root.Commands() {
		if !cmd.Hidden {
			known = append(known, cmd.Name())
		}
	}
	return fmt.Errorf("there is no command %q%s", args[0], schemas.Suggest(args[0], known))
}

// exactlyOne and atMost check how many words follow a command's name.
func exactlyOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fmt.Errorf("%s needs one %s; see %s --help", cmd.Name(), what, cmd.CommandPath())
		}
		return atMost(1)(cmd, args)
	}
}

func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return fmt.Errorf("%s does not know what to do with %q; see %s --help", cmd.Name(), args[n], cmd.CommandPath())
	}
}

// badFlag says in words what is wrong with a flag.
func badFlag(cmd *cobra.Command, err error) error {
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		flag := invalid.GetFlag()
		if words := wanted(flag); words != "" {
			err = fmt.Errorf("--%s is %q, and must be %s", flag.Name, invalid.GetValue(), words)
		}
	}
	return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
}

// wanted says in words what values a flag takes, or "" if any text will do.
func wanted(flag *pflag.Flag) string {
	return map[string]string{
		"bool": "true or false", "int": "a whole number", "int64": "a whole number",
		autoType: "auto, or a number that is at least 1", "duration": "a time with its unit, such as 5s or 500ms",
	}[flag.Value.Type()]
}

// version gives the version of the module, or of the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "dev"
	}
	return info.Main.Version
}

// isTerminal reports whether a person watches the writer.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// colored reports whether the writer takes colour and its reader wants it
// (https://no-color.org).
func colored(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
