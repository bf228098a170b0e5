package format

import (
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// The members of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/).
// Those that begin with an underscore are regspec's own, or Chrome's.
type (
	harFile struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Pages   []harPage  `json:"pages"`
		Entries []harEntry `json:"entries"`
		Comment string     `json:"comment,omitempty"`
		Target  string     `json:"_target,omitempty"`
	}
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harPage struct {
		Started string         `json:"startedDateTime"`
		ID      string         `json:"id"`
		Title   string         `json:"title"`
		Timings harPageTimings `json:"pageTimings"`
	}
	harPageTimings struct {
		OnContentLoad float64 `json:"onContentLoad"`
		OnLoad        float64 `json:"onLoad"`
	}
	harEntry struct {
		Pageref  string      `json:"pageref,omitempty"`
		Started  string      `json:"startedDateTime"`
		Time     float64     `json:"time"`
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  harTimings  `json:"timings"`
		Comment  string      `json:"comment,omitempty"`
		Case     *harCase    `json:"_regspec,omitempty"`
	}
	// harCase is the step of a case of which an entry is the exchange.
	harCase struct {
		ID       string         `json:"id"`
		Encoding cases.Encoding `json:"encoding"`
		Step     int            `json:"step"`
		Verdict  report.Verdict `json:"verdict"`
	}
	harRequest struct {
		Method      string       `json:"method"`
		URL         string       `json:"url"`
		HTTPVersion string       `json:"httpVersion"`
		Cookies     []harPair    `json:"cookies"`
		Headers     []harPair    `json:"headers"`
		QueryString []harPair    `json:"queryString"`
		PostData    *harPostData `json:"postData,omitempty"`
		HeadersSize int          `json:"headersSize"`
		BodySize    int          `json:"bodySize"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harPostData struct {
		MimeType string    `json:"mimeType"`
		Params   []harPair `json:"params,omitempty"` // of what browsers write; regspec writes Text
		Text     string    `json:"text"`
		Encoding string    `json:"_encoding,omitempty"` // base64 for a body that is no UTF-8
	}
	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int        `json:"bodySize"`
		Error       string     `json:"_error,omitempty"` // why no whole answer came
	}
	harContent struct {
		Size        int    `json:"size"`
		Compression int    `json:"compression,omitempty"`
		MimeType    string `json:"mimeType"`
		Text        string `json:"text,omitempty"`
		Encoding    string `json:"encoding,omitempty"`
		Comment     string `json:"comment,omitempty"`
	}
	harTimings struct {
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)

// HAR writes the exchanges of the report as an HTTP archive, which the
// developer tools of browsers open: a page a result, an entry an exchange.
func HAR(w io.Writer, r report.Report) error {
	log := harLog{
		Version: "1.2", Creator: harCreator(r.Tool), Pages: []harPage{}, Entries: []harEntry{}, Target: r.Target,
		Comment: strings.Join(append([]string{r.Target + ": " + r.Gate().Words()}, Remarks(r)...), " "),
	}
	for _, result := range r.Results {
		if len(result.Exchanges) == 0 {
			continue
		}
		log.Pages = append(log.Pages, harPage{
			Started: harTime(result.Exchanges[0].Started), ID: result.Name(),
			Title: result.Name() + ": " + string(result.Verdict), Timings: harPageTimings{-1, -1},
		})
		for i, x := range result.Exchanges {
			e := harExchange(x)
			e.Pageref = result.Name()
			e.Case = &harCase{result.ID, result.Encoding, i + 1, result.Verdict}
			e.Comment = fmt.Sprintf("%s, step %d: %s", result.Name(), i+1, result.Verdict)
			log.Entries = append(log.Entries, e)
		}
	}
	return indented(w, "HAR", harFile{log}, false)
}

func harExchange(x wire.Exchange) harEntry {
	ms := float64(x.Duration.Microseconds()) / 1000
	return harEntry{
		Started: harTime(x.Started), Time: ms, Timings: harTimings{Wait: ms},
		Request: harRequestOf(x.Request), Response: harResponseOf(x),
	}
}

func harRequestOf(s wire.Sent) harRequest {
	r := harRequest{
		Method: s.Method, URL: s.URL, HTTPVersion: version(s.Line), Cookies: []harPair{}, Headers: harPairs(s.Header),
		QueryString: []harPair{}, HeadersSize: -1, BodySize: len(s.Body),
	}
	if u, err := url.Parse(s.URL); err == nil {
		query := u.Query()
		for _, name := range slices.Sorted(maps.Keys(query)) {
			for _, value := range query[name] {
				r.QueryString = append(r.QueryString, harPair{name, value})
			}
		}
	}
	if len(s.Body) > 0 {
		text, encoding := harText(s.Body)
		r.PostData = &harPostData{MimeType: strings.Join(wire.Values(s.Header, "Content-Type"), ", "), Text: text, Encoding: encoding}
	}
	return r
}

func harResponseOf(x wire.Exchange) harResponse {
	r := harResponse{
		Cookies: []harPair{}, Headers: []harPair{}, Content: harContent{MimeType: "x-unknown"}, HeadersSize: -1, BodySize: -1,
		Error: x.Break.Sentence(),
	}
	a := x.Answer
	if a == nil {
		return r
	}
	r.Status, r.StatusText, r.HTTPVersion, r.Headers = a.Status, a.Reason, a.Proto, harPairs(a.Header)
	r.RedirectURL = strings.Join(wire.Values(a.Header, "Location"), ", ")
	if mediaType := wire.Values(a.Header, "Content-Type"); len(mediaType) > 0 {
		r.Content.MimeType = strings.Join(mediaType, ", ")
	}
	r.Content.Text, r.Content.Encoding = harText(a.Body)
	r.Content.Size = len(a.Body) + a.Omitted
	r.BodySize = r.Content.Size
	if a.CompressedSize > 0 {
		r.BodySize = int(a.CompressedSize)
		r.Content.Compression = r.Content.Size - r.BodySize
	}
	if a.Omitted > 0 {
		r.Content.Comment = fmt.Sprintf("%d bytes at its end are left out here", a.Omitted)
	}
	return r
}

func harPairs(fields []wire.Field) []harPair {
	pairs := make([]harPair, len(fields))
	for i, f := range fields {
		pairs[i] = harPair(f)
	}
	return pairs
}

// harText is a body as a string, in base64 if it is no UTF-8.
func harText(body []byte) (text, encoding string) {
	if utf8.Valid(body) {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}

func harTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// version is what a request line ends with.
func version(line string) string {
	if i := strings.LastIndex(line, " HTTP/"); i >= 0 {
		return line[i+1:]
	}
	return "HTTP/1.1"
}
