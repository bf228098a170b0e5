package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"time"
	"unicode/utf8"
)

// text is bytes in JSON: a string when they are valid UTF-8, else base64, so
// that they survive unchanged. One of the two is set, or none for nil bytes.
type text struct {
	plain  *string
	base64 []byte
}

func newText(b []byte) text {
	if b == nil {
		return text{}
	}
	if !utf8.Valid(b) {
		return text{base64: b}
	}
	s := string(b)
	return text{plain: &s}
}

func (t text) bytes() []byte {
	if t.plain != nil {
		return []byte(*t.plain)
	}
	return t.base64
}

// encode is json.Marshal without the escaping for HTML, which would make bodies
// and commands hard to read.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding evidence: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decode is json.Unmarshal with the context added.
func decode(b []byte, into any) error {
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("decoding evidence: %w", err)
	}
	return nil
}

type fieldJSON struct {
	Name   string  `json:"name"`
	Value  *string `json:"value,omitempty"`
	Base64 []byte  `json:"value_base64,omitempty"`
}

// MarshalJSON writes {"name": …, "value": …}, with "value_base64" in the place
// of a value that is not UTF-8.
func (f Field) MarshalJSON() ([]byte, error) {
	t := newText([]byte(f.Value))
	if f.Value == "" {
		t.plain = &f.Value
	}
	return encode(fieldJSON{f.Name, t.plain, t.base64})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Field) UnmarshalJSON(b []byte) error {
	var j fieldJSON
	if err := decode(b, &j); err != nil {
		return err
	}
	*f = Field{Name: j.Name, Value: string(text{j.Value, j.Base64}.bytes())}
	return nil
}

type sentJSON struct {
	Method  string  `json:"method"`
	URL     string  `json:"url"`
	Line    string  `json:"line"`
	Header  []Field `json:"header,omitempty"`
	Body    *string `json:"body,omitempty"`
	Base64  []byte  `json:"body_base64,omitempty"`
	Pieces  int     `json:"pieces,omitempty"`
	Behind  bool    `json:"behind,omitempty"`
	Omitted int     `json:"omitted,omitempty"`
}

// MarshalJSON writes the keys method, url, line, header, body, pieces, behind and omitted, with
// "body_base64" in the place of a body that is not UTF-8.
func (s Sent) MarshalJSON() ([]byte, error) {
	t := newText(s.Body)
	return encode(sentJSON{s.Method, s.URL, s.Line, s.Header, t.plain, t.base64, s.Pieces, s.Behind, s.Omitted})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Sent) UnmarshalJSON(b []byte) error {
	var j sentJSON
	if err := decode(b, &j); err != nil {
		return err
	}
	*s = Sent{
		Method: j.Method, URL: j.URL, Line: j.Line, Header: j.Header,
		Body: text{j.Body, j.Base64}.bytes(), Pieces: j.Pieces, Behind: j.Behind, Omitted: j.Omitted,
	}
	return nil
}

type answerJSON struct {
	Proto          string  `json:"proto"`
	Status         int     `json:"status"`
	Reason         *string `json:"reason,omitempty"`
	ReasonBase64   []byte  `json:"reason_base64,omitempty"`
	Header         []Field `json:"header,omitempty"`
	Body           *string `json:"body,omitempty"`
	Base64         []byte  `json:"body_base64,omitempty"`
	Encoded        bool    `json:"encoded,omitempty"`
	CompressedSize int64   `json:"compressed_size,omitempty"`
	Omitted        int     `json:"omitted,omitempty"`
	HeaderOmitted  int     `json:"header_omitted,omitempty"`
}

// MarshalJSON writes the keys proto, status, reason, header, body, encoded,
// compressed_size, omitted and header_omitted, with "body_base64" and "reason_base64" in the place of what
// is not UTF-8.
func (a Answer) MarshalJSON() ([]byte, error) {
	reason, body := newText([]byte(a.Reason)), newText(a.Body)
	return encode(answerJSON{
		a.Proto, a.Status, reason.plain, reason.base64, a.Header, body.plain, body.base64, a.Encoded, a.CompressedSize,
		a.Omitted, a.HeaderOmitted,
	})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (a *Answer) UnmarshalJSON(b []byte) error {
	var j answerJSON
	if err := decode(b, &j); err != nil {
		return err
	}
	*a = Answer{
		j.Proto, j.Status, string(text{j.Reason, j.ReasonBase64}.bytes()), j.Header,
		text{j.Body, j.Base64}.bytes(), j.Encoded, j.CompressedSize, j.Omitted, j.HeaderOmitted,
	}
	return nil
}

type exchangeJSON struct {
	Request     Sent      `json:"request"`
	Response    *Answer   `json:"response,omitempty"`
	Break       *Break    `json:"break,omitempty"`
	Started     time.Time `json:"started"`
	Duration    float64   `json:"duration_ms"`
	Reconnected bool      `json:"reconnected,omitempty"`
	Curl        string    `json:"curl"`
}

// MarshalJSON writes the keys request, response, break, started (RFC 3339),
// duration_ms (with µs as its fraction), reconnected and curl, which is
// [Sent.Curl] of the request.
func (x Exchange) MarshalJSON() ([]byte, error) {
	ms := float64(x.Duration.Microseconds()) / 1000
	return encode(exchangeJSON{x.Request, x.Answer, x.Break, x.Started, ms, x.Reconnected, x.Request.Curl()})
}

// UnmarshalJSON reads what MarshalJSON writes; "curl" counts only where a part
// of the request's body is left out.
func (x *Exchange) UnmarshalJSON(b []byte) error {
	var j exchangeJSON
	if err := decode(b, &j); err != nil {
		return err
	}
	if j.Request.Omitted > 0 {
		j.Request.Command = j.Curl
	}
	microseconds := math.Round(j.Duration * 1000)
	*x = Exchange{
		Request: j.Request, Answer: j.Response, Break: j.Break, Started: j.Started,
		Duration: time.Duration(microseconds * float64(time.Microsecond)), Reconnected: j.Reconnected,
	}
	return nil
}
