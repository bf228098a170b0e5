package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newMan(t terminal) *cobra.Command {
	var directory string
	cmd := &cobra.Command{
		Use:   "man [COMMAND]",
		Short: "Print a manual page, or write all of them",
		Example: `  regspec man run | man -l -
  regspec man --dir /usr/local/share/man/man1`,
		Args:              atMost(1),
		ValidArgsFunction: completeCommands,
		RunE: func(cmd *cobra.Command, args []string) error {
			if directory != "" {
				return writeManual(cmd.Root(), directory)
			}
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return noCommand(cmd.Root(), strings.Join(args, " "))
			}
			_, err = fmt.Fprint(t.out, manual(found))
			return err //nolint:wrapcheck // only writing can fail
		},
	}
	cmd.Flags().StringVar(&directory, "dir", "", "write a page for each command into `DIR`")
	return cmd
}

// writeManual writes a page for each command.
func writeManual(root *cobra.Command, directory string) error {
	if err := makeDirectory("--dir", directory); err != nil {
		return err
	}
	for _, cmd := range append([]*cobra.Command{root}, root.Commands()...) {
		if cmd != root && !cmd.IsAvailableCommand() {
			continue
		}
		path := filepath.Join(directory, strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1")
		if err := os.WriteFile(path, []byte(manual(cmd)), 0o666); err != nil { //nolint:gosec // the umask decides who may read it
			return fmt.Errorf("%s cannot be written: %w", path, reason(err))
		}
	}
	return nil
}

// manual is the page of a command in the language of man(7). It has no date, so that two
// builds give the same.
func manual(cmd *cobra.Command) string {
	var b strings.Builder
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	fmt.Fprintf(&b, ".TH %s 1 \"\" regspec\n.SH NAME\n%s \\- %s\n", strings.ToUpper(name), name, roff(cmd.Short))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(cmd.UseLine()))
	if cmd.Long != "" {
		fmt.Fprintf(&b, ".SH DESCRIPTION\n%s\n", roff(strings.ReplaceAll(cmd.Long, "\n\n", "\n.PP\n")))
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString(".SH COMMANDS\n")
		for _, one := range cmd.Commands() {
			if one.IsAvailableCommand() {
				fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", one.Name(), roff(one.Short))
			}
		}
	}
	for _, g := range flagGroups(cmd) {
		fmt.Fprintf(&b, ".SH %s\n", strings.ToUpper(strings.TrimSpace(g.title+" options")))
		g.flags.VisitAll(func(flag *pflag.Flag) {
			placeholder, words := pflag.UnquoteUsage(flag)
			fmt.Fprintf(&b, ".TP\n.B \\-\\-%s %s\n%s\n", roff(flag.Name), roff(placeholder), roff(words))
		})
	}
	fmt.Fprintf(&b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(cmd.Example))
	return b.String()
}

// roff writes text so that man shows it as it is. A request at the start of a line stays
// one only where it is .PP, which manual puts there itself.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != ".PP" && (strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'")) {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
