package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

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
	err := startsWithCommand(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
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
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(root *cobra.Command, _ []string) error {
			if asksVersion(root) {
				_, err := fmt.Fprintln(t.out, versionLine())
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
	root.SetUsageFunc(usage)
	root.SetHelpCommand(newHelp())
	root.AddCommand(newRun(t), newDoctor(t), newFuzz(t), newReplay(t), newMerge(t), newCompare(t), newList(t), newExplain(t), newInit(t), newNew(t),
		newConfig(t), newServe(t), newSelftest(t), newVersion(t), newMan(t))
	complete(root)
	return root
}

func asksVersion(root *cobra.Command) bool {
	asked, err := root.Flags().GetBool("version")
	return err == nil && asked
}

// startsWithCommand sees to it that a first word is a command, before its flags are
// looked at: those of a misspelt command are unknown, too.
func startsWithCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return nil
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd(args...)
	for _, cmd := range root.Commands() {
		if cmd.Name() == args[0] {
			return nil
		}
	}
	return noCommand(root, args[0])
}

// noCommand is the error of a word that is no command.
func noCommand(root *cobra.Command, word string) error {
	var known []string
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			known = append(known, cmd.Name())
		}
	}
	text := fmt.Sprintf("there is no command %q", word)
	if nearest := near(word, known); nearest != "" {
		return fmt.Errorf("%s; did you mean %s?", text, nearest)
	}
	return fmt.Errorf("%s; see regspec --help", text)
}

// near gives the known word that is most like another, or "" if none is like it.
func near(word string, known []string) string {
	guess, found := strings.CutPrefix(schemas.Suggest(word, known), "; did you mean ")
	if !found {
		return ""
	}
	return strings.TrimSuffix(guess, "?")
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
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var known []string
		cmd.Flags().VisitAll(func(flag *pflag.Flag) { known = append(known, flag.Name) })
		if nearest := near(unknown.GetSpecifiedName(), known); nearest != "" {
			return fmt.Errorf("%w; did you mean --%s?", err, nearest)
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
