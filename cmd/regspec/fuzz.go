package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

type fuzzFlags struct {
	targetFlags

	settings    settings
	requests    int
	duration    time.Duration
	seed        int64
	workers     auto
	rate        float64
	corpus      string
	findings    string
	failOn      string
	allowRemote bool
	reports     []string
	showSecrets bool
}

func newFuzz(t terminal) *cobra.Command {
	f := &fuzzFlags{}
	cmd := &cobra.Command{
		Use:   "fuzz",
		Short: "Fuzz a server and judge every answer",
		Long: `Generates requests and sequences of requests, from nearly valid to hostile, and judges each answer by what
the document allows for that request. Sequences that bring answers of a new form are kept and varied. Wrong
answers are minimised to the shortest sequence that shows them, sent again to see whether they repeat, and
grouped by cause.

The campaign stops after --requests or --duration, whichever comes first. With one worker, the same seed
sends the same requests to a server that gives the same answers.

With --findings DIR each finding becomes a case file for regspec run --cases and regspec replay. With
--corpus DIR the campaign starts with the sequences in DIR and adds those that brought new answers. The
files have the format of Go's native fuzzer.

A server on another machine needs --allow-remote: fuzzing someone else's server is an attack.

Exit codes: 0 nothing found, 1 something found at or above --fail-on, 2 the command line or a file is
wrong, 3 the target could not be tested, or too little was judged, 130 interrupted (what was found is reported).`,
		Example: `  regspec fuzz --target http://localhost:6543
  regspec fuzz --target http://localhost:6543 --duration 10m --requests 0 --workers 4 --findings findings
  regspec fuzz --target http://localhost:6543 --seed 7 --workers 1 --report json=fuzz.json`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd, t) },
	}
	f.settings.add(cmd)
	f.settings.apart = "report" // else the campaign would write over the report of the run
	f.targetFlags.add(cmd)      //nolint:staticcheck // beside its own flags
	flags := cmd.Flags()
	flags.IntVar(&f.requests, "requests", 100_000, "stop after this many requests, not counting those that minimise findings; 0 means no limit")
	flags.DurationVar(&f.duration, "duration", time.Minute, "stop after this time; 0 means no limit")
	flags.Int64Var(&f.seed, "seed", 0, "seed of the random choices; 0 picks one and prints it")
	flags.Var(&f.workers, "workers", "how many sequences to send at the same time; auto is as many as the target bears; with 1, the same seed sends the same requests")
	flags.Float64Var(&f.rate, "rate", 0, "send at most this many requests a second; 0 means no limit")
	flags.StringVar(&f.corpus, "corpus", "", "start with the sequences in `DIR`, and save there those that bring new answers")
	flags.StringVar(&f.findings, "findings", "", "write each finding as a case file into `DIR`")
	flags.StringVar(&f.failOn, "fail-on", string(cases.Implied), "fail on findings at this `level` or stricter")
	flags.BoolVar(&f.allowRemote, "allow-remote", false, "fuzz a target that is not on this machine")
	flags.StringArrayVar(&f.reports, "report", nil, "write the report, as `json=FILE`; - is standard output (repeatable)")
	flags.BoolVar(&f.showSecrets, "show-secrets", false, "print client secrets and the values of --header")
	flags.Lookup("timeout").DefValue = "2s"
	f.timeout = 2 * time.Second
	return cmd
}

func (f *fuzzFlags) run(cmd *cobra.Command, t terminal) error {
	if err := f.settings.apply(cmd); err != nil {
		return err
	}
	options, failOn, err := f.options()
	if err != nil {
		return f.settings.blame(err)
	}
	address, err := f.url(cmd)
	if err != nil {
		return err
	}
	endpoint, err := wire.Endpoint(address, f.path)
	if err != nil {
		return fmt.Errorf("--target: %w", err)
	}
	if !f.allowRemote && !local(endpoint) {
		return fmt.Errorf("the target %s is not on this machine, and to fuzz someone else's server is an attack; if it is yours, say --allow-remote", report.Visible(endpoint.Host))
	}
	how, err := f.targetFlags.options()
	if err != nil {
		return f.settings.blame(err)
	}
	kept, err := openCorpus(f.corpus)
	if err != nil {
		return err
	}
	options.Corpus = kept.sequences
	if err := makeDirectory("--findings", f.findings); err != nil {
		return err
	}
	outputs, err := openOutputs(f.reports, format.CampaignWriters())
	if err != nil {
		return f.settings.blame(err)
	}
	defer limitMemory(memoryOfCampaign)()
	ctx, stop := interruptible(cmd.Context())
	defer stop()
	secrets := redact.Begin(how.Header)
	line := newProgress(t.err)
	options.Progress = line.campaign
	began := time.Now()
	how.NoGzip, how.Parallel = true, target.MaxWidth
	options.Target = campaign.Paced(wire.NewClient(endpoint, how), int(f.workers), false, secrets.Learn)
	result := campaign.Result{Seed: options.Seed, Unreachable: f.await(ctx, wire.NewClient(endpoint, how), line)}
	if result.Unreachable == "" {
		result.Unreachable = campaign.TooBusy(ctx, options.Target, f.wait)
	}
	if result.Unreachable == "" {
		before := debug.SetGCPercent(campaign.GCPercent)
		began = time.Now()
		result = campaign.Run(ctx, options)
		debug.SetGCPercent(before)
		debug.FreeOSMemory() // to hide the credentials of all clients needs room
	}
	result.Interrupted = ctx.Err() != nil
	line.clear()
	r := result.Report()
	r.Tool, r.Target, r.Started, r.FailOn = report.Tool{Name: "regspec", Version: version()}, address, began.UTC(), failOn
	for _, text := range options.Target.Bearing() {
		r.Information = append(r.Information, report.Information{Text: text})
	}
	hide := func(text string) string { return text }
	if !f.showSecrets {
		r, hide = secrets.Report(r), secrets.Known
	}
	failure := errors.Join(f.write(result, r, hide), kept.add(result.Corpus))
	return f.tell(t, outputs, r, failure)
}

// options checks the flags of the campaign itself.
func (f *fuzzFlags) options() (campaign.Options, cases.Level, error) {
	o := campaign.Options{
		Requests: f.requests, Duration: f.duration, Seed: uint64(f.seed), Rate: f.rate, RestartTime: 10 * time.Second, //nolint:gosec // it is not negative
	}
	switch {
	case f.requests < 0:
		return o, "", fmt.Errorf("--requests is %d, and must not be negative", f.requests)
	case f.duration < 0:
		return o, "", fmt.Errorf("--duration is %s, and must not be negative", f.duration)
	case f.requests == 0 && f.duration == 0:
		return o, "", errors.New("--requests and --duration are both 0, and the campaign would never end: give one of them")
	case f.seed < 0:
		return o, "", fmt.Errorf("--seed is %d, and must not be negative", f.seed)
	case f.rate < 0:
		return o, "", fmt.Errorf("--rate is %g, and must not be negative", f.rate)
	}
	if f.seed == 0 {
		o.Seed = uint64(rand.Int32N(1_000_000) + 1) //nolint:gosec // the report has it
	}
	failOn, err := oneOf("--fail-on", []string{f.failOn}, cases.Levels())
	if err != nil {
		return o, "", err
	}
	return o, failOn[0], nil
}

// local reports whether an endpoint is on this machine.
func local(endpoint *url.URL) bool {
	if strings.HasPrefix(endpoint.Scheme, "http+unix") {
		return true
	}
	host := endpoint.Hostname()
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// await waits as long as --wait says for a target that does not answer yet. It gives
// why the target does not, or "".
func (f *fuzzFlags) await(ctx context.Context, c target.Connection, line *progress) string {
	defer c.Close() // a server may serve but one connection at a time
	return target.Poll(ctx, f.wait, line.wait, func() string {
		x := c.Do(ctx, wire.Request{Method: "OPTIONS"})
		if target.Unavailable(x) { // also for what is asked of it
			x = c.Do(ctx, session.Greeting())
		}
		switch {
		case target.Unavailable(x):
			return fmt.Sprintf("it answers %d %s, as a proxy does whose server is away", x.Answer.Status, http.StatusText(x.Answer.Status))
		case x.Break.Unreachable():
			return x.Break.Sentence()
		}
		return ""
	})
}

// write writes the findings as case files, in the words of the report and without what is
// to be hidden.
func (f *fuzzFlags) write(result campaign.Result, r report.Report, hide func(string) string) error {
	if f.findings == "" {
		return nil
	}
	for i, one := range result.Findings {
		written := &r.Findings[i]
		one.Mismatch.Explanation, one.Mismatch.Expected, one.Mismatch.Actual = written.Explanation, written.Expected, written.Actual
		file := filepath.Join(f.findings, one.ID+".yaml")
		text, err := finding.WriteCase(one, one.Comment(result.Seed))
		if err == nil {
			err = os.WriteFile(file, []byte(hideValues(string(text), hide)), 0o666) //nolint:gosec // the umask decides who may read it
		}
		if err != nil {
			return fmt.Errorf("the finding %s could not be written: %w", one.ID, err)
		}
		written.File = file
	}
	return nil
}

// ofOurs is a line of a case file that has only names of regspec's own.
var ofOurs = regexp.MustCompile(`^\s*- (id: )?[a-z0-9/.-]+$`)

// hideValues hides credentials in a case file. A server's secret may be a word that is in
// the name of a requirement, too.
func hideValues(text string, hide func(string) string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if !ofOurs.MatchString(strings.TrimSuffix(line, "\n")) {
			lines[i] = hide(line)
		}
	}
	return strings.Join(lines, "")
}

// makeDirectory makes sure that files can be written there.
func makeDirectory(flag, directory string) error {
	if directory == "" {
		return nil
	}
	if err := os.MkdirAll(directory, 0o777); err != nil { //nolint:gosec // the umask decides who may read it
		return fmt.Errorf("%s %s cannot be used: %w", flag, directory, reason(err))
	}
	return nil
}

// tell writes the report, and gives the exit code.
func (f *fuzzFlags) tell(t terminal, outputs []*output, r report.Report, failure error) error {
	failure = errors.Join(failure, writeAll(outputs, t.out, r))
	console := consoleOf(t, outputs)
	failure = errors.Join(failure, format.Campaign(console, r, format.ConsoleOptions{Color: colored(console), Width: width()}))
	code := codeFor(r.Gate())
	if failure != nil && code == exitOK {
		code = exitUsage
	}
	if code == exitOK {
		return nil
	}
	return &exitError{code, failure}
}
