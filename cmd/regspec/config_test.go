package main

import (
	"encoding/json"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/regspec/regspec/schemas"
)

// TestTheConfigurationHasEveryFlag holds the schema of the configuration file to
// the flags of run and of fuzz: every one of them but --config can be in it, with a
// list where the flag can be given again.
func TestTheConfigurationHasEveryFlag(t *testing.T) {
	text, err := schemas.Source(schemas.Config)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]struct {
			Ref string `json:"$ref"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	each := func(flag *pflag.Flag) {
		member, ok := schema.Properties[flag.Name]
		known[flag.Name] = true
		switch {
		case flag.Name == "config" || flag.Name == "help" || byHandOnly(flag.Name):
		case !ok:
			t.Errorf("--%s cannot be in the configuration file: give it a member in schemas/config.schema.json", flag.Name)
		case repeatable(flag) != (member.Ref == "#/$defs/texts"):
			t.Errorf("--%s: only what is repeatable can be a list", flag.Name)
		}
	}
	newRun(terminal{}).Flags().VisitAll(each)
	newFuzz(terminal{}).Flags().VisitAll(each)
	for name := range schema.Properties {
		if !known[name] {
			t.Errorf("the configuration file can have %s, and there is no such flag", name)
		}
	}
}

func TestWhichVariablesAreMisspelt(t *testing.T) {
	known := variables(newRoot(terminal{}))
	for name, wrong := range map[string]bool{
		"REGSPEC_FAIL_ON": false, "REGSPEC_ADDR": false, "REGSPEC_CONFIG": false, // of some command
		"REGSPEC_FAILON": true, "REGSPEC_TARGTE": true, "REGSPEC_WAIVER": true, "REGSPEC_FAIL_ON_": true,
		"REGSPEC_TOKEN": false, "REGSPEC_REQUIRE_TOOLS": false, "REGSPEC_API_KEY": false, "REGSPECTARGET": false, "FAILON": false, "PATH": false,
	} {
		if got := misspelt(name, known); (got != nil) != wrong {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// An editor shows of a member of the configuration file what the help shows of its flag.
func TestTheConfigurationIsDescribedAsTheFlagsAre(t *testing.T) {
	text, err := schemas.Source(schemas.Config)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]struct {
			Description string `json:"description"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for _, cmd := range []*cobra.Command{newRun(terminal{}), newFuzz(terminal{})} {
		cmd.Flags().VisitAll(func(flag *pflag.Flag) {
			member, there := schema.Properties[flag.Name]
			_, usage := pflag.UnquoteUsage(flag)
			if there && !described[flag.Name] && member.Description != usage {
				t.Errorf("--%s is %q, and the schema says %q", flag.Name, usage, member.Description)
			}
			described[flag.Name] = true
		})
	}
}
