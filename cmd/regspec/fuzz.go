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
	against     string
	seed        int64
	workers     auto
	rate        float64
	shard       string
	noGate      bool
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

Half of the sequences come from a dictionary of about 8700 tries, each once: what servers often get wrong has
its turn within the first 10,000 requests, and all of it within about 45,000.

The campaign stops after --requests or --duration, whichever comes first. With one worker, the same seed
sends the same requests to a server that gives the same answers.

With --findings DIR each finding becomes a case file for regspec run --cases and regspec replay. With
--corpus DIR the campaign starts with the sequences in DIR and adds those that brought new answers. The
files have the format of Go's native fuzzer.

With --against URL nothing is judged. The same sequences go to both servers, and the report says where these
answer differently: two versions of one server before a release, for example. It says of each difference what
the document allows. Ids, secrets and times are masked, and so is what a server does not answer twice alike.

A server on another machine needs --allow-remote: fuzzing someone else's server is an attack.

Exit codes: 0 nothing found, 1 something found at or above --fail-on, or any difference, 2 the command line or a file is
wrong, 3 the target could not be tested, or too little was judged, 130 interrupted (what was found is reported).`,
		Example: `  regspec fuzz --target http://localhost:6543
  regspec fuzz --target http://localhost:6543 --duration 10m --requests 0 --workers 4 --findings findings
  regspec fuzz --target http://localhost:6543 --seed 7 --workers 1 --report json=fuzz.json
  regspec fuzz --target http://localhost:6543 --against http://localhost:6544`,
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
	flags.StringVar(&f.shard, "shard", "", "make only part `I/N` of the campaign, with --requests of its own; 0/N is another name of N/N; regspec merge joins the reports")
	flags.BoolVar(&f.noGate, "no-gate", false, "exit 0 also where something is found: for a shard, which regspec merge judges with the others")
	flags.StringVar(&f.corpus, "corpus", "", "start with the sequences in `DIR`, and save there those that bring new answers")
	flags.StringVar(&f.findings, "findings", "", "write each finding as a case file into `DIR`")
	flags.StringVar(&f.failOn, "fail-on", string(cases.Implied), "fail on findings at this `level` or stricter")
	flags.StringVar(&f.against, "against", "", "compare with the server at this `URL`: report where the two answer differently")
	flags.BoolVar(&f.allowRemote, "allow-remote", false, "fuzz a target that is not on this machine")
	flags.StringArrayVar(&f.reports, "report", nil, "write the report, as `FORMAT=FILE`: html or json; - is standard output (repeatable)")
	flags.BoolVar(&f.showSecrets, "show-secrets", false, "print client secrets and the values of --header")
	group(flags, connecting, "allow-remote", "rate", "workers")
	group(flags, gating, "fail-on", "no-gate")
	group(flags, selecting, "requests", "duration", "seed", "shard", "corpus", "against")
	group(flags, reporting, "findings", "report", "show-secrets")
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
	endpoint, err := f.endpoint("target", address)
	if err != nil {
		return err
	}
	other, err := f.other()
	if err != nil {
		return err
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
	outputs, err := openOutputs(f.reports, campaignWriters())
	if err != nil {
		return f.settings.blame(err)
	}
	defer limitMemory(memoryOfCampaign)()
	ctx, stop := interruptible(cmd.Context())
	defer stop()
	secrets := redact.Begin(how.Header, true)
	line := newProgress(t.err)
	options.Progress = line.campaign
	began := time.Now()
	how.NoGzip, how.Parallel = true, target.MaxWidth
	result := campaign.Result{Seed: options.Seed}
	options.Target, result.Unreachable = f.ready(ctx, endpoint, how, line, secrets)
	if other != nil && result.Unreachable == "" {
		if options.Against, result.Unreachable = f.ready(ctx, other, how, line, secrets); result.Unreachable != "" {
			result.Unreachable = "the server of --against is not ready: " + result.Unreachable
		}
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
	r.Against = f.against
	r.Settings = given(cmd, nil, f.showSecrets)
	r.Shard = options.Shard
	for _, text := range options.Target.Bearing() {
		r.Information = append(r.Information, report.Information{Text: text})
	}
	hide := func(text string) string { return text }
	if !f.showSecrets {
		r, hide = secrets.Report(r), secrets.Known
	}
	failure := errors.Join(f.write(result, r, hide), kept.add(result.Corpus))
	return tellCampaign(t, outputs, r, failure, f.noGate)
}

// endpoint is that of a server which a flag names. It must be on this machine.
func (f *fuzzFlags) endpoint(flag, address string) (*url.URL, error) {
	endpoint, err := wire.Endpoint(address, f.path)
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", flag, err)
	}
	if !f.allowRemote && !local(endpoint) {
		return nil, fmt.Errorf("the %s %s is not on this machine, and to fuzz someone else's server is an attack; if it is yours, say --allow-remote", map[string]string{"target": "target", "against": "server of --against"}[flag], report.Visible(endpoint.Host))
	}
	return endpoint, nil
}

// other is the endpoint of the server to compare with, or nil.
func (f *fuzzFlags) other() (*url.URL, error) {
	if f.against == "" {
		return nil, nil //nolint:nilnil // there is none, and that is right
	}
	return f.endpoint("against", f.against)
}

// ready connects to a server and waits for it. It gives why that cannot be tested, or "".
func (f *fuzzFlags) ready(ctx context.Context, endpoint *url.URL, how wire.Options, line *progress, secrets *redact.Redactor) (*target.Paced, string) {
	paced := campaign.Paced(wire.NewClient(endpoint, how), int(f.workers), false, secrets.Learn)
	why := f.await(ctx, wire.NewClient(endpoint, how), line)
	if why == "" {
		why = campaign.TooBusy(ctx, paced, f.wait)
	}
	return paced, why
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
	case f.against != "" && f.findings != "":
		return o, "", errors.New("--findings writes what is wrong with one server, and --against judges none: leave one of them out")
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
	if o.Shard, err = parseShardFromZero(f.shard); err != nil {
		return o, "", err
	}
	if o.Shard != nil && f.seed == 0 {
		return o, "", errors.New("--shard needs --seed, the same for all shards: without it, each would pick its own")
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

// tellCampaign writes the report, and gives the exit code. Without a gate, what was found
// is no failure.
func tellCampaign(t terminal, outputs []*output, r report.Report, failure error, noGate bool) error {
	failure = errors.Join(failure, writeAll(outputs, t.out, r))
	console := consoleOf(t, outputs)
	failure = errors.Join(failure, format.Campaign(console, r, format.ConsoleOptions{Color: colored(console), Width: width()}))
	code := codeFor(r.Gate())
	if noGate && code == exitFailed {
		code = exitOK
	}
	if failure != nil && code == exitOK {
		code = exitUsage
	}
	if code == exitOK {
		return nil
	}
	return &exitError{code, failure}
}
