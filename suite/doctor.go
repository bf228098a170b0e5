package suite

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// Observation is one thing that was found out about a target before a run.
type Observation struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
	// Trouble is true where a run would go wrong over it, or give less than it could.
	Trouble bool `json:"trouble"`
}

// Examination is what a look at a target found.
type Examination struct {
	Observations []Observation `json:"observations"`
	// Untestable is true where a run would exit 3.
	Untestable bool `json:"untestable"`
}

// Examine looks at a target before a run: whether it can be tested, how it is reached, and
// what a run of the selection will cost. It sends some eighty requests, most of which
// register a client.
func Examine(ctx context.Context, o Options) (Examination, error) {
	o, err := o.WithDefaults()
	if err != nil {
		return Examination{}, err
	}
	entries, err := Select(o.Catalogue, o.Selection)
	if err != nil {
		return Examination{}, err
	}
	endpoint, err := wire.Endpoint(o.Target, o.Path)
	if err != nil {
		return Examination{}, err
	}
	e := &examiner{options: o, endpoint: endpoint}
	e.options.Wire.Parallel = target.MaxTogether
	e.options.Wire.TLS = e.watchTLS(o.Wire.TLS)
	client := wire.NewClient(endpoint, e.options.Wire)
	defer client.Close()
	e.resolve(ctx)
	if e.connect(ctx, client) {
		e.speak()
		e.register(ctx, client)
	}
	if !e.found.Untestable {
		e.cost(entries, e.measure(ctx, client))
	}
	return e.found, nil
}

// examiner is a look under way.
type examiner struct {
	options  Options
	endpoint *url.URL
	tls      *tls.ConnectionState // of the latest connection, or nil
	first    []wire.Exchange      // the plainest registrations, one an encoding
	found    Examination
}

func (e *examiner) seef(subject, format string, args ...any) {
	e.found.Observations = append(e.found.Observations, Observation{Subject: subject, Text: fmt.Sprintf(format, args...)})
}

func (e *examiner) warnf(subject, format string, args ...any) {
	e.seef(subject, format, args...)
	e.found.Observations[len(e.found.Observations)-1].Trouble = true
}

func (e *examiner) watchTLS(config *tls.Config) *tls.Config {
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	config = config.Clone()
	config.VerifyConnection = func(state tls.ConnectionState) error {
		e.tls = &state
		return nil
	}
	return config
}

// resolve says which addresses the name has. Where it has none, the connection says so.
func (e *examiner) resolve(ctx context.Context) {
	host := e.endpoint.Hostname()
	if through, err := http.ProxyFromEnvironment(&http.Request{URL: e.endpoint}); err == nil && through != nil {
		e.seef("proxy", "requests go through %s, which the environment names", through.Host)
		return
	}
	if net.ParseIP(host) != nil || strings.HasPrefix(e.endpoint.Scheme, "http+unix") {
		return
	}
	if addresses, err := net.DefaultResolver.LookupHost(ctx, host); err == nil {
		e.seef("name", "%s is %s", host, strings.Join(addresses, ", "))
	}
}

// connect asks for the first answers, and reports whether the target gave one.
func (e *examiner) connect(ctx context.Context, client *wire.Client) bool {
	var resting []wire.Exchange
	why := target.Poll(ctx, e.options.Wait, e.options.Waiting, func() string {
		resting = inPairs(ctx, client, greetings())
		return silence(resting)
	})
	e.first = resting
	if why != "" {
		e.warnf("connection", "%s", why)
		e.found.Untestable = true
		return false
	}
	insist(ctx, client, greetings(), e.first)
	e.seef("connection", "the target answers, the first time after %s", rounded(e.first[0].Duration))
	return true
}

// fewDays is when a certificate ends too soon.
const fewDays = 14

// speak says what the first answer shows of the way to the target.
func (e *examiner) speak() {
	if e.tls != nil && len(e.tls.PeerCertificates) > 0 {
		certificate := e.tls.PeerCertificates[0]
		days := int(time.Until(certificate.NotAfter).Hours() / 24)
		say := e.seef
		if days < fewDays {
			say = e.warnf
		}
		say("TLS", "%s; the certificate is for %s, from %s, and good for %d more days", tls.VersionName(e.tls.Version),
			cmp.Or(strings.Join(certificate.DNSNames, ", "), certificate.Subject.CommonName, "no name"),
			cmp.Or(certificate.Issuer.CommonName, certificate.Issuer.String()), days)
	}
	answer := e.first[0].Answer
	if answer == nil {
		return
	}
	e.seef("HTTP", "%s", strings.Join(append([]string{answer.Proto}, asWritten(answer.Header, "Server")...), "; "))
	if signs := asWritten(answer.Header, "Via", "X-Cache", "X-Varnish", "CF-Ray", "X-Served-By", "X-Amz-Cf-Id"); len(signs) > 0 {
		e.seef("proxy", "a proxy stands before the server: %s; what it refuses by itself counts as the server's answer", strings.Join(signs, "; "))
	}
	if limits := asWritten(answer.Header, "RateLimit", "RateLimit-Limit", "X-RateLimit-Limit", "Retry-After"); len(limits) > 0 {
		e.warnf("limit", "the server limits requests (%s): a run keeps to that, and takes longer", strings.Join(limits, "; "))
	}
	if dates := wire.Values(answer.Header, "Date"); len(dates) == 1 {
		if date, err := http.ParseTime(dates[0]); err == nil {
			if off := time.Since(date).Round(time.Second); off.Abs() > time.Minute {
				e.warnf("clock", "its clock differs from the one here by %s, and expires_at is judged by the one here", off.Abs())
			}
		}
	}
}

// asWritten gives the fields of these names that a header has, as they are written.
func asWritten(header []wire.Field, names ...string) []string {
	var all []string
	for _, name := range names {
		for _, value := range wire.Values(header, name) {
			all = append(all, name+": "+value)
		}
	}
	return all
}

// register says whether the endpoint is there, and how it takes what it gets.
func (e *examiner) register(ctx context.Context, client *wire.Client) {
	var takes, not []string
	for i, encoding := range cases.Encodings() {
		if registers(e.first[i]) {
			takes = append(takes, encoding.MediaType())
		} else {
			not = append(not, encoding.MediaType())
		}
	}
	if len(takes) == 0 {
		e.found.Untestable = true
		e.warnf("endpoint", "%s registers nobody: %s", e.endpoint.Path, noEndpoint(e.first[0]))
		return
	}
	e.seef("endpoint", "%s registers clients", e.endpoint.Path)
	if len(not) > 0 {
		e.warnf("encodings", "it takes %s, and not %s: the cases in that encoding will fail", strings.Join(takes, ", "), strings.Join(not, ", "))
	} else {
		e.seef("encodings", "it takes %s", strings.Join(takes, " and "))
	}
	if p := inspect(ctx, client, 0, func(string) {}); p.information.Text != "" {
		e.seef("redirects", "%s", strings.TrimSuffix(p.information.Text, "."))
	}
}

// noEndpoint says what may be wrong where nobody is registered.
func noEndpoint(x wire.Exchange) string {
	if x.Answer == nil {
		return x.Break.Sentence()
	}
	status := fmt.Sprintf("it answers %d %s", x.Answer.Status, http.StatusText(x.Answer.Status))
	location := wire.Values(x.Answer.Header, "Location")
	switch {
	case x.Answer.Status/100 == 3 && len(location) > 0:
		return status + " and leads to " + location[0] + "; regspec follows no redirect, so give that as --target"
	case x.Answer.Status == http.StatusNotFound:
		return status + "; is the path of the endpoint another (--path), or that of the server (--target)?"
	case x.Answer.Status == http.StatusUnauthorized, x.Answer.Status == http.StatusForbidden:
		return status + "; does it want a credential (--header)?"
	case x.Answer.Status == http.StatusTooManyRequests:
		return status + "; try again later"
	}
	return status
}

// measurement is how quickly a target answers.
type measurement struct {
	usual time.Duration // one request alone
	width int           // how many it answers at the same moment
	wide  time.Duration // how long so many take together
}

// measure finds out how quick the target is, alone and with several requests at once.
func (e *examiner) measure(ctx context.Context, client *wire.Client) measurement {
	greeting := greetings()[0]
	var alone []time.Duration
	for range 5 {
		alone = append(alone, client.Do(ctx, greeting).Duration)
	}
	slices.Sort(alone)
	m := measurement{usual: alone[len(alone)/2], width: 1, wide: alone[len(alone)/2]}
	e.seef("speed", "one request takes %s, the slowest of %d took %s", rounded(m.usual), len(alone), rounded(alone[len(alone)-1]))
	for n := 2; n <= target.MaxTogether; n *= 2 {
		exchanges, took := twiceTogether(ctx, client, greeting, n)
		if refused := slices.IndexFunc(exchanges, func(x wire.Exchange) bool { return !registers(x) }); refused >= 0 {
			e.warnf("at once", "of %d requests at the same moment not all are answered as one is: %s", n, noEndpoint(exchanges[refused]))
			break
		}
		m.width, m.wide = n, took
	}
	if m.width > 1 {
		e.seef("at once", "it answers %d requests at the same moment in %s", m.width, rounded(m.wide))
	}
	return m
}

// twiceTogether sends a request many times at the same moment, twice: the first time is for
// making the connections.
func twiceTogether(ctx context.Context, client *wire.Client, r wire.Request, n int) ([]wire.Exchange, time.Duration) {
	requests := slices.Repeat([]wire.Request{r}, n)
	exchanges := target.SendTogether(ctx, client, requests)
	began := time.Now()
	exchanges = append(exchanges, target.SendTogether(ctx, client, requests)...)
	return exchanges, time.Since(began)
}

// cost says what a run of the selection takes.
func (e *examiner) cost(entries []Entry, m measurement) {
	selected, requests := Cost(entries)
	each := m.wide / time.Duration(m.width)
	e.seef("cost", "regspec run sends about %d requests for %d cases, most of which register a client: about %s",
		requests, selected, rounded(max(time.Second, time.Duration(requests)*each)))
	e.seef("cost", "regspec fuzz sends 100,000 requests, or as many as a minute has room for: about %d", min(100_000, int(time.Minute/max(each, time.Microsecond))))
}

// Cost gives how many entries are selected, and how many requests they send if all goes well.
func Cost(entries []Entry) (selected, requests int) {
	for _, e := range entries {
		if e.Deselected == "" {
			selected++
			requests += len(e.Case.Steps)
		}
	}
	return selected, requests
}

// rounded leaves two or three digits of a duration.
func rounded(d time.Duration) time.Duration {
	for _, unit := range []time.Duration{time.Second, 10 * time.Millisecond, time.Millisecond, 100 * time.Microsecond, 10 * time.Microsecond} {
		if d >= 10*unit {
			return d.Round(unit)
		}
	}
	return d.Round(time.Microsecond)
}
