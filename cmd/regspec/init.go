package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/wire"
)

// exampleTarget stands in the templates where a user has their own.
const exampleTarget = "https://staging.example.org"

//go:embed templates
var templates embed.FS

// kit is the files that regspec init writes for one purpose.
type kit struct {
	name, short string
	files       []kitFile
	next        string // what to do then
}

// kitFile is a template, and where it goes.
type kitFile struct{ template, path string }

func kits() []kit {
	ossFuzz := func(directory string) []kitFile {
		return []kitFile{
			{"oss-fuzz/project.yaml", directory + "/project.yaml"},
			{"oss-fuzz/Dockerfile", directory + "/Dockerfile"},
			{"oss-fuzz/build.sh", directory + "/build.sh"},
		}
	}
	return []kit{
		{"github", "a workflow for GitHub", []kitFile{{"github.yml", ".github/workflows/registration.yml"}}, "Commit it, and push."},
		{"gitlab", "a job for GitLab", []kitFile{{"gitlab.yml", ".gitlab/registration.yml"}}, "Add this to .gitlab-ci.yml, commit, and push:\n    include: .gitlab/registration.yml"},
		{"config", "a configuration file", []kitFile{{"config.yaml", configName}}, "regspec config shows what is in force."},
		{"kubernetes", "Jobs that fuzz in shards on a cluster", []kitFile{{"kubernetes.yaml", "regspec-kubernetes.yaml"}}, "kubectl apply -f regspec-kubernetes.yaml; its first lines say how to go on."},
		{"oss-fuzz", "a ClusterFuzzLite project, which is also one of OSS-Fuzz", ossFuzz(".clusterfuzzlite"), "For OSS-Fuzz, copy these files to projects/regspec of its repository."},
	}
}

type initFlags struct {
	directory, target, image string
	shards                   int
	print                    bool
}

func newInit(t terminal) *cobra.Command {
	f := &initFlags{}
	var names, lines []string
	for _, k := range kits() {
		names = append(names, k.name)
		where := k.files[0].path
		if len(k.files) > 1 {
			where = filepath.Dir(where)
		}
		lines = append(lines, fmt.Sprintf("  %-11s %s: %s", k.name, k.short, where))
	}
	cmd := &cobra.Command{
		Use:       "init KIND",
		Short:     "Write the files that run regspec in CI or on a cluster",
		Long:      "Writes the files that run regspec elsewhere. It overwrites nothing. KIND is one of\n\n" + strings.Join(lines, "\n"),
		Args:      exactlyOne("KIND"),
		ValidArgs: names,
		Example: `  regspec init github --target https://staging.example.org
  regspec init kubernetes --target http://server.default.svc:6543 --shards 100
  regspec init config --print`,
		RunE: func(_ *cobra.Command, args []string) error {
			place := slices.Index(names, args[0])
			if place < 0 {
				return fmt.Errorf("there is nothing to init for %q%s", args[0], schemas.Suggest(args[0], names))
			}
			return f.write(t, kits()[place])
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.directory, "dir", ".", "write below `DIR`")
	flags.StringVar(&f.target, "target", exampleTarget, "base `URL` of the server, for the files")
	flags.IntVar(&f.shards, "shards", 8, "how many shards the Jobs of kubernetes have")
	flags.StringVar(&f.image, "image", "ghcr.io/regspec/regspec:v0.1.0", "container `image` of regspec, for kubernetes")
	flags.BoolVar(&f.print, "print", false, "print the files, and write none")
	return cmd
}

func (f *initFlags) write(t terminal, k kit) error {
	if f.shards < 1 || f.shards > mostShards {
		return fmt.Errorf("--shards is %d, and must be between 1 and %d", f.shards, mostShards)
	}
	if _, err := wire.Endpoint(f.target, ""); err != nil {
		return fmt.Errorf("--target: %w", err)
	}
	texts := make([]string, len(k.files))
	for i, file := range k.files {
		text, err := templates.ReadFile("templates/" + file.template)
		if err != nil {
			return &exitError{exitFault, fmt.Errorf("reading a template: %w", err)}
		}
		texts[i] = f.filled(string(text))
		if f.print {
			_, _ = fmt.Fprint(t.out, texts[i])
		} else if _, err := os.Lstat(filepath.Join(f.directory, file.path)); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already, and nothing is overwritten: move it away, or write elsewhere with --dir", filepath.Join(f.directory, file.path))
		}
	}
	if f.print {
		return nil
	}
	for i, file := range k.files {
		path := filepath.Join(f.directory, file.path)
		if err := writeNew(path, texts[i]); err != nil {
			return err
		}
		_, _ = fmt.Fprintln(t.out, "wrote "+path)
	}
	_, err := fmt.Fprintln(t.out, k.next)
	return err //nolint:wrapcheck // only writing can fail
}

// filled puts what the flags say into a template.
func (f *initFlags) filled(text string) string {
	return strings.NewReplacer(exampleTarget, f.target, "SHARDS", strconv.Itoa(f.shards), "IMAGE", f.image).Replace(text)
}

// writeNew writes a file that is not there yet, and makes its directories.
func writeNew(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil { //nolint:gosec // the umask decides who may read it
		return fmt.Errorf("%s cannot be written: %w", path, reason(err))
	}
	mode := os.FileMode(0o666)
	if strings.HasPrefix(text, "#!") {
		mode = 0o777
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode) //nolint:gosec // the user named it
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, reason(err))
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, reason(err))
	}
	return nil
}
