package main

import (
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/selftest"
)

// complete tells the shells what a word of the command line may be. The words are
// gathered only when a shell asks.
func complete(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		for name, list := range flagWords() {
			if cmd.Flags().Lookup(name) != nil {
				_ = cmd.RegisterFlagCompletionFunc(name, completing(list)) // fails only for a flag that is not there
			}
		}
		if cmd.Flags().Lookup("report") != nil {
			_ = cmd.RegisterFlagCompletionFunc("report", completeReport)
		}
		switch cmd.Name() {
		case "run":
			cmd.ValidArgsFunction = completing(caseIDs)
		case "explain":
			cmd.ValidArgsFunction = completing(explainable)
		}
	}
}

func completing(list func() []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return list(), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeReport completes the format. The file behind it is left to the user.
func completeReport(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(runWriters())) {
		all = append(all, name+"=")
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// flagWords says which words each flag takes.
func flagWords() map[string]func() []string {
	levels := func() []string { return texts(cases.Levels()) }
	only := func(all ...string) func() []string { return func() []string { return all } }
	return map[string]func() []string{
		"level": levels, "fail-on": levels, "encoding": func() []string { return texts(cases.Encodings()) },
		"evidence": only("failed", "all"), "parallel": only(autoWord), "workers": only(autoWord),
		"skip": caseIDs, "case": caseIDs,
		"defect":  func() []string { return seededNames(selftest.Defect) },
		"variant": func() []string { return seededNames(selftest.Variant) },
	}
}

func texts[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = string(value)
	}
	return all
}

// caseIDs lists the ids of the built-in cases, or nothing where they cannot be read.
func caseIDs() []string {
	c, err := cases.Builtin()
	if err != nil {
		return nil
	}
	var all []string
	for _, one := range c.Cases() {
		all = append(all, one.ID)
	}
	return all
}

// explainable lists all that regspec explain explains.
func explainable() []string {
	c, err := cases.Builtin()
	if err != nil {
		return furtherNames()
	}
	return append(suite.EveryID(c), furtherNames()...)
}

// furtherNames lists what the command explains beside the catalogue.
func furtherNames() []string {
	return slices.Concat(topicNames(), seededNames(selftest.Defect), seededNames(selftest.Variant))
}

func seededNames(kind selftest.Kind) []string {
	var all []string
	for _, s := range kindOf(kind) {
		all = append(all, s.Name)
	}
	return all
}
