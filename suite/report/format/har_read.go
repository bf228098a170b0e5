package format

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// Read reads a JSON report or an HTTP archive, as the text is the one or the
// other. An archive that regspec wrote has the results of its cases. One of
// another program has a result without a verdict for each entry: "entry 3".
func Read(text []byte) (report.Report, error) {
	text = report.WithoutMark(text)
	var archive harFile
	if err := json.Unmarshal(text, &archive); err == nil && archive.Log.Version != "" {
		return readHAR(archive.Log)
	}
	var log struct {
		Log json.RawMessage `json:"log"`
	}
	if err := json.Unmarshal(text, &log); err == nil && log.Log != nil {
		return report.Report{}, errors.New("it is not an HTTP archive (HAR 1.2)")
	}
	return report.ReadJSON(text)
}

func readHAR(log harLog) (report.Report, error) {
	if log.Entries == nil {
		return report.Report{}, errors.New("it is an HTTP archive without entries")
	}
	r := report.Report{Target: log.Target}
	at := map[string]int{}
	for i, e := range log.Entries {
		x, err := recorded(e)
		if err != nil {
			return report.Report{}, fmt.Errorf("its entry %d cannot be read: %w", i+1, err)
		}
		one := report.Result{ID: fmt.Sprintf("entry %d", i+1), Exchanges: []wire.Exchange{x}}
		if e.Case != nil {
			one.ID, one.Encoding, one.Verdict = e.Case.ID, e.Case.Encoding, e.Case.Verdict
			if place, known := at[one.Name()]; known {
				r.Results[place].Exchanges = append(r.Results[place].Exchanges, x)
				continue
			}
			at[one.Name()] = len(r.Results)
		}
		r.Results = append(r.Results, one)
	}
	return r, nil
}

// recorded is the exchange of an entry. Its answer is nil if none was recorded.
func recorded(e harEntry) (wire.Exchange, error) {
	if e.Request.Method == "" {
		return wire.Exchange{}, errors.New("its request has no method")
	}
	if u, err := url.Parse(e.Request.URL); err != nil && !strings.HasPrefix(e.Request.URL, "http+unix:") || err == nil && u.Scheme == "" {
		return wire.Exchange{}, errors.New("its request has no URL")
	}
	x := wire.Exchange{Request: wire.Sent{Method: e.Request.Method, URL: e.Request.URL}, Duration: time.Duration(e.Time * float64(time.Millisecond))}
	for _, f := range e.Request.Headers {
		if strings.HasPrefix(f.Name, ":") {
			continue // HTTP/2's request line (RFC 9113 §8.3.1)
		}
		x.Request.Header = append(x.Request.Header, wire.Field(f))
	}
	var err error
	if x.Request.Body, err = recordedBody(e.Request.PostData); err != nil {
		return x, err
	}
	if x.Started, err = time.Parse(time.RFC3339, e.Started); err != nil {
		x.Started = time.Time{} // when it was is of no consequence
	}
	content := e.Response.Content
	if e.Response.Status == 0 {
		why := e.Response.Error
		if why == "" {
			why = "no answer was recorded"
		}
		x.Break = &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindOther, Detail: why}
		return x, nil
	}
	if content.Text == "" && content.Size > 0 {
		return x, nil // browsers leave bodies out
	}
	x.Answer = &wire.Answer{Proto: e.Response.HTTPVersion, Status: e.Response.Status, Reason: e.Response.StatusText, Body: []byte(content.Text)}
	for _, f := range e.Response.Headers {
		x.Answer.Header = append(x.Answer.Header, wire.Field(f))
	}
	if content.Encoding == "base64" {
		if x.Answer.Body, err = base64.StdEncoding.DecodeString(content.Text); err != nil {
			return x, fmt.Errorf("the content of its answer is not base64: %w", err)
		}
	}
	return x, nil
}

// recordedBody is the body of a request; browsers write a form as parameters.
func recordedBody(data *harPostData) ([]byte, error) {
	switch {
	case data == nil:
		return nil, nil
	case data.Encoding == "base64":
		body, err := base64.StdEncoding.DecodeString(data.Text)
		if err != nil {
			return nil, fmt.Errorf("the body of its request is not base64: %w", err)
		}
		return body, nil
	case data.Text != "" || len(data.Params) == 0:
		return []byte(data.Text), nil
	case !strings.HasPrefix(data.MimeType, cases.Form.MediaType()):
		return nil, fmt.Errorf("the body of its request is recorded as parameters, and is %s", data.MimeType)
	}
	pairs := make([]string, len(data.Params))
	for i, p := range data.Params {
		pairs[i] = url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value)
	}
	return []byte(strings.Join(pairs, "&")), nil
}
