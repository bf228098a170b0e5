package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/schemas/datafile"
)

const (
	configName     = ".regspec.yaml"
	misspeltConfig = ".regspec.yml"
	variablePrefix = "REGSPEC_"
)

// settings is where the values of a command's flags come from.
type settings struct {
	config string            // the configuration file, or ""
	from   map[string]source // by the name of the flag; what is not here has its default
	apart  string            // a flag that the file has for another command only, or ""
}

// source is where a value was given.
type source struct {
	layer layer
	name  string // "--fail-on", "REGSPEC_FAIL_ON", ".regspec.yaml:3"
}

// layer says which of several values counts: the higher.
type layer int

const (
	byDefault layer = iota
	byFile
	byVariable
	byFlag
)

func (s *settings) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.config, "config", "", "read the flags from this `FILE`; without it, from "+configName+" if there is one")
}

// layer says where the value of a flag was given.
func (s *settings) layer(flag string) layer { return s.from[flag].layer }

// apply gives the flags that are not on the command line the values of the
// environment, and else of the configuration file.
func (s *settings) apply(cmd *cobra.Command) error {
	s.from = map[string]source{}
	cmd.Flags().Visit(func(flag *pflag.Flag) { s.from[flag.Name] = source{byFlag, "--" + flag.Name} })
	if err := s.applyVariables(cmd); err != nil {
		return err
	}
	return s.applyFile(cmd)
}

// variable is the name of the environment's variable for a flag.
func variable(flag string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

func (s *settings) applyVariables(cmd *cobra.Command) error {
	known := variables(cmd.Root())
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if err := misspelt(name, known); err != nil {
			return err
		}
	}
	var failure error
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		value, given := os.LookupEnv(variable(flag.Name))
		if !given || failure != nil || flag.Name == "help" || byHandOnly(flag.Name) || s.layer(flag.Name) != byDefault {
			return
		}
		// An empty variable is one that is not set. Without a target, a gate must not fall
		// back on the one of the file.
		if value == "" && flag.Name != "target" {
			return
		}
		values := []string{value}
		if repeatable(flag) {
			values = strings.Split(strings.TrimRight(value, "\n"), "\n")
		}
		failure = s.set(cmd, flag, values, source{byVariable, variable(flag.Name)})
	})
	return failure
}

// byHandOnly reports whether a flag counts only on the command line: it would turn a gate
// green.
func byHandOnly(flag string) bool { return flag == "dry-run" || flag == "no-gate" }

// variables lists the names that stand for a flag of any command.
func variables(root *cobra.Command) []string {
	names := map[string]bool{}
	for _, cmd := range root.Commands() {
		cmd.Flags().VisitAll(func(flag *pflag.Flag) { names[variable(flag.Name)] = true })
	}
	return slices.Sorted(maps.Keys(names))
}

// misspelt finds a variable that is ours by its name, and almost that of a flag.
// What is further off is somebody's own.
func misspelt(name string, known []string) error {
	rest, ours := strings.CutPrefix(name, variablePrefix)
	if !ours || slices.Contains(known, name) {
		return nil
	}
	var rests []string
	for _, one := range known {
		rests = append(rests, strings.TrimPrefix(one, variablePrefix))
	}
	if guess, near := strings.CutPrefix(schemas.Suggest(rest, rests), "; did you mean "); near {
		return fmt.Errorf("the variable %s is set, and there is no such setting; did you mean %s%s", name, variablePrefix, guess)
	}
	return nil
}

func repeatable(flag *pflag.Flag) bool { return flag.Value.Type() == "stringArray" }

// set gives a flag its value. An empty one is given like any other, and the flag says
// whether it can be.
func (s *settings) set(cmd *cobra.Command, flag *pflag.Flag, values []string, from source) error {
	for _, value := range values {
		if err := cmd.Flags().Set(flag.Name, value); err != nil {
			return fmt.Errorf("%s is %q, and must be %s", from.name, value, wanted(flag))
		}
	}
	s.from[flag.Name] = from
	return nil
}

// find gives the configuration file's name, or "" if there is none.
func (s *settings) find() (string, error) {
	if s.layer("config") != byDefault {
		if s.config == "" {
			return "", errors.New("--config names no file")
		}
		return s.config, nil
	}
	if _, err := os.Lstat(configName); !errors.Is(err, fs.ErrNotExist) {
		return configName, nil
	}
	if _, err := os.Lstat(misspeltConfig); err == nil {
		return "", fmt.Errorf("there is a %s here, and regspec reads %s: rename it, or name it with --config", misspeltConfig, configName)
	}
	return "", nil
}

func (s *settings) applyFile(cmd *cobra.Command) error {
	name, err := s.find()
	if err != nil || name == "" {
		return err
	}
	s.config = name
	text, err := readNamed("the configuration", name)
	if err != nil {
		return err
	}
	if kind := fileKind(text); kind != "" && kind != kindWaivers && kind != kindCases { // it can have members of these names
		return fmt.Errorf("the configuration %s is %s", name, kind)
	}
	f := datafile.Parse(name, text, schemas.Config)
	if len(f.Problems) > 0 {
		return fmt.Errorf("the configuration is not right:\n%w", f.Problems.Sorted())
	}
	tree, _ := f.Tree.(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		flag := cmd.Flags().Lookup(key)
		if flag == nil || key == s.apart || s.layer(key) != byDefault {
			continue // another command's, or set otherwise
		}
		var values []string
		list, several := tree[key].([]any)
		if !several {
			list = []any{tree[key]}
		}
		for _, value := range list {
			values = append(values, beside(name, flag, fmt.Sprint(value)))
		}
		if err := s.set(cmd, flag, values, source{byFile, f.Source([]string{key})}); err != nil {
			return err
		}
	}
	return nil
}

// beside makes a path that the configuration file gives one that holds where
// regspec runs: it is meant from where the file is.
func beside(config string, flag *pflag.Flag, value string) string {
	before, path := "", value
	switch placeholder, _ := pflag.UnquoteUsage(flag); placeholder {
	case "FILE", "DIR":
	case "FORMAT=FILE":
		var ok bool
		if before, path, ok = strings.Cut(value, "="); !ok {
			return value
		}
		before += "="
	default:
		return value
	}
	if path == "" || path == "-" || filepath.IsAbs(path) {
		return value
	}
	return before + filepath.Join(filepath.Dir(config), path)
}

// blame says where a flag that an error is about was set, if not on the command
// line.
func (s *settings) blame(err error) error {
	for _, name := range slices.Sorted(maps.Keys(s.from)) {
		from := s.from[name]
		if from.layer != byFlag && strings.HasPrefix(err.Error(), "--"+name+" ") {
			return fmt.Errorf("%w (set by %s)", err, from.name)
		}
	}
	return err
}
