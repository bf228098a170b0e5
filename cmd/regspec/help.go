package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The groups of flags, in the order of the help.
const (
	selecting  = "Select"
	connecting = "Connect"
	gating     = "Gate"
	reporting  = "Report"
	otherFlags = "Other"

	groupKey = "regspec-group"
)

func groups() []string { return []string{selecting, connecting, gating, reporting, otherFlags} }

// group puts flags into a group of the help. What a command does not have is left out.
func group(flags *pflag.FlagSet, title string, names ...string) {
	for _, name := range names {
		if flags.Lookup(name) != nil {
			_ = flags.SetAnnotation(name, groupKey, []string{title}) // fails only for a flag that is not there
		}
	}
}

// flagGroup is a part of a command's flags.
type flagGroup struct {
	title string
	flags *pflag.FlagSet
}

// flagGroups gives the flags of a command by group. A command without groups has one.
func flagGroups(cmd *cobra.Command) []flagGroup {
	byTitle := map[string]*pflag.FlagSet{}
	for _, title := range groups() {
		byTitle[title] = pflag.NewFlagSet(title, pflag.ContinueOnError)
	}
	cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		title := otherFlags
		if given := flag.Annotations[groupKey]; len(given) == 1 {
			title = given[0]
		}
		byTitle[title].AddFlag(flag)
	})
	var all []flagGroup
	for _, title := range groups() {
		if byTitle[title].HasAvailableFlags() {
			all = append(all, flagGroup{title, byTitle[title]})
		}
	}
	if len(all) == 1 {
		all[0].title = ""
	}
	return all
}

// usage writes what follows the description of a command in its help. cobra's own would
// list fifty flags in one block.
func usage(cmd *cobra.Command) error {
	w := cmd.OutOrStdout()
	line := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		line = cmd.CommandPath() + " COMMAND"
	}
	_, _ = fmt.Fprintf(w, "Usage:\n  %s\n", line)
	if cmd.HasExample() {
		_, _ = fmt.Fprintf(w, "\nExamples:\n%s\n", cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		listCommands(w, cmd)
	}
	for _, g := range flagGroups(cmd) {
		title := strings.TrimSpace(g.title + " flags:")
		_, _ = fmt.Fprintf(w, "\n%s\n%s\n", strings.ToUpper(title[:1])+title[1:], strings.TrimRight(g.flags.FlagUsages(), "\n"))
	}
	if cmd.HasAvailableSubCommands() {
		_, _ = fmt.Fprintf(w, "\n%s COMMAND --help says more of a command, and %s explain of a subject.\n", cmd.CommandPath(), cmd.CommandPath())
	}
	return nil
}

func listCommands(w io.Writer, parent *cobra.Command) {
	_, _ = fmt.Fprint(w, "\nCommands:\n")
	for _, cmd := range parent.Commands() {
		if cmd.IsAvailableCommand() {
			_, _ = fmt.Fprintf(w, "  %-11s %s\n", cmd.Name(), cmd.Short)
		}
	}
}

// newHelp is cobra's help command, but what does not exist is an error.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:               "help [COMMAND]",
		Short:             "Show the help of a command",
		Example:           "  regspec help run",
		ValidArgsFunction: completeCommands,
		RunE: func(cmd *cobra.Command, words []string) error {
			found, rest, err := cmd.Root().Find(words)
			if err != nil || len(rest) > 0 {
				return noCommand(cmd.Root(), cmp.Or(strings.Join(rest, " "), strings.Join(words, " ")))
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}

func completeCommands(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, one := range cmd.Root().Commands() {
		if one.IsAvailableCommand() {
			names = append(names, one.Name()+"\t"+one.Short)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
