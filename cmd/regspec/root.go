package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"golang.org/x/term"
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
not be tested, 70 a fault in regspec, 130 interrupted.`,
		Example: `  regspec run --target http://localhost:6543
  regspec run --reference
  regspec explain contacts/invalid-email/only`,
		Version:           version(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              cobra.NoArgs,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(t.out)
	root.SetErr(t.err)
	root.SetVersionTemplate("regspec {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(newRun(t), newList(t), newExplain(t), newServe(t))
	return root
}

// version is that of the module, or of the commit that was built.
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
