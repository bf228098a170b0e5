package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/wire"
)

const targetVariable = "REGSPEC_TARGET"

// targetFlags say what is tested, and how it is spoken to.
type targetFlags struct {
	tlsFlags

	target                        string
	path                          string
	headers                       []string
	timeout, wait                 time.Duration
	maxHeader, maxBody, maxUnpack int64
}

func (f *targetFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.target, "target", "", "base `URL` of the server under test, or unix:PATH of its socket (or set "+targetVariable+")")
	flags.StringVar(&f.path, "path", wire.DefaultPath, "`path` of the endpoint below the target's URL")
	flags.StringArrayVar(&f.headers, "header", nil, "`\"Name: value\"` to send with every request; its value is not printed (repeatable)")
	flags.DurationVar(&f.timeout, "timeout", 5*time.Second, "how long to wait for each answer")
	flags.DurationVar(&f.wait, "wait", 0, "how long to wait for a target that does not answer yet")
	flags.Int64Var(&f.maxHeader, "max-header", wire.DefaultMaxHeader, "read at most so many `bytes` of an answer's header")
	flags.Int64Var(&f.maxBody, "max-body", wire.DefaultMaxBody, "read at most so many `bytes` of an answer's body")
	flags.Int64Var(&f.maxUnpack, "max-unpacked", suite.DefaultMaxUnpacked, "unpack at most so many `bytes` of an answer's gzip body")
	f.tlsFlags.add(flags)
	group(flags, connecting, "target", "path", "header", "timeout", "wait", "max-header", "max-body", "max-unpacked")
}

// errNoTarget tells what to type. It must not fall back on anything: a gate
// whose variable got lost would turn green on our own server.
var errNoTarget = errors.New(`no target: name the server with --target URL or ` + targetVariable)

// noTarget is errNoTarget with an example of the command.
func noTarget(cmd *cobra.Command) error {
	own := "regspec serve"
	if cmd.Flags().Lookup("reference") != nil {
		own = cmd.CommandPath() + " --reference"
	}
	return fmt.Errorf(`%w, as in
    %s --target http://localhost:6543
or see it at work on the server that comes with regspec:
    %s`, errNoTarget, cmd.CommandPath(), own)
}

// url is the target's, from the flag or else the environment.
func (f *targetFlags) url(cmd *cobra.Command) (string, error) {
	target := f.target
	if !cmd.Flags().Changed("target") {
		target = os.Getenv(targetVariable)
	}
	if strings.TrimSpace(target) == "" {
		return "", noTarget(cmd)
	}
	return target, nil
}

// options checks the flags and gives what they say of the exchanges.
func (f *targetFlags) options() (wire.Options, error) {
	if f.timeout <= 0 {
		return wire.Options{}, fmt.Errorf("--timeout is %s, and must be more than nothing", f.timeout)
	}
	if f.wait < 0 {
		return wire.Options{}, fmt.Errorf("--wait is %s, and must not be negative", f.wait)
	}
	for name, bound := range map[string]int64{"max-header": f.maxHeader, "max-body": f.maxBody, "max-unpacked": f.maxUnpack} {
		if bound <= 0 {
			return wire.Options{}, fmt.Errorf("--%s is %d, and must be at least 1", name, bound)
		}
	}
	o := wire.Options{Timeout: f.timeout, MaxHeader: f.maxHeader, MaxBody: f.maxBody, MaxUnpacked: f.maxUnpack}
	for i, header := range f.headers {
		parts := headerPattern.FindStringSubmatch(header)
		if parts == nil {
			// The text itself may be a credential that lost its name.
			return wire.Options{}, fmt.Errorf(`--header number %d is not written as "Name: value"`, i+1)
		}
		field := wire.Field{Name: parts[1], Value: strings.TrimSpace(parts[2])}
		switch name := http.CanonicalHeaderKey(field.Name); name {
		case "Content-Type", "Content-Length", "Transfer-Encoding", "Trailer":
			return wire.Options{}, fmt.Errorf("--header cannot set %s, which is for each case to say", name)
		}
		o.Header = append(o.Header, field)
	}
	var err error
	o.TLS, err = f.config()
	return o, err
}

// headerPattern is a field of a header (RFC 9110 §5): a token, a colon, and a
// value without control characters other than a tab.
var headerPattern = regexp.MustCompile("^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:([^\\x00-\\x08\\x0a-\\x1f\\x7f]*)$")
