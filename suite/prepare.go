package suite

import (
	"fmt"
	"net/url"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// scope gives the values of a case's variables while it runs.
type scope struct {
	value func(cases.Reference) (any, error)
}

// variables are what was captured so far, by name.
type variables map[string]string

// scope looks the references up. The loader has seen to it that every name is
// captured before; a step that did not capture ended the case.
func (v variables) scope() scope {
	return scope{func(r cases.Reference) (any, error) {
		value, ok := v[r.Name]
		if !ok {
			return nil, fmt.Errorf("%s has no value", r)
		}
		if other, ok := r.Unlike(); ok {
			if value == v[other] {
				return nil, cases.UnchangedError{Reference: r}
			}
			return value, nil
		}
		return r.Apply(value)
	}}
}

// fill puts values in the place of the references within any value.
func (s scope) fill(value any) (any, error) {
	switch v := value.(type) {
	case string:
		return cases.Expand(v, s.value)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			filled, err := s.fill(item)
			if err != nil {
				return nil, err
			}
			list[i] = filled
		}
		return list, nil
	case cases.Object:
		fields, err := s.fields(v)
		return cases.Object(fields), err
	}
	return value, nil
}

func (s scope) text(text string) (string, error) {
	filled, err := s.fill(text)
	if text, ok := filled.(string); ok {
		return text, err
	}
	return fmt.Sprint(filled), err
}

func (s scope) fields(fields []cases.Field) ([]cases.Field, error) {
	filled := make([]cases.Field, len(fields))
	for i, field := range fields {
		name, err := s.text(field.Name)
		if err != nil {
			return nil, err
		}
		value, err := s.fill(field.Value)
		if err != nil {
			return nil, err
		}
		filled[i] = cases.Field{Name: name, Value: value}
	}
	return filled, nil
}

// prepared is a request ready to be sent, and the parameters of which its body was made,
// if it was not given as a whole.
type prepared struct {
	wire.Request
	sent []cases.Field
}

// prepare makes the request of a step in one encoding.
func prepare(send cases.Send, encoding cases.Encoding, s scope) (prepared, error) {
	query, err := s.text(send.Query)
	if err != nil {
		return prepared{}, err
	}
	p := prepared{Request: wire.Request{Method: send.Method, Query: query, Version: send.HTTP, Pieces: send.Pieces}}
	if p.Method == "" {
		p.Method = "POST"
	}
	contentType, err := s.text(send.ContentType)
	if err != nil {
		return prepared{}, err
	}
	if contentType == "" {
		contentType = encoding.MediaType()
	}
	if contentType != cases.NoContentType {
		p.Header = append(p.Header, wire.Field{Name: "Content-Type", Value: contentType})
	}
	headers, err := s.fields(send.Headers)
	if err != nil {
		return prepared{}, err
	}
	for _, header := range headers {
		if header.Value == nil {
			p.Without = append(p.Without, header.Name)
			continue
		}
		p.Header = append(p.Header, wire.Field{Name: header.Name, Value: fmt.Sprint(header.Value)})
	}
	if send.Body != nil {
		body, err := s.text(*send.Body)
		p.Body = []byte(body)
		return p, err
	}
	if p.sent, err = s.fields(send.Fields); err != nil {
		return prepared{}, err
	}
	p.Body, err = encode(p.sent, encoding)
	return p, err
}

// encode writes parameters into a body.
func encode(fields []cases.Field, encoding cases.Encoding) ([]byte, error) {
	if encoding == cases.JSON {
		return cases.Object(fields).MarshalJSON()
	}
	var body []byte
	for i, field := range fields {
		value, ok := field.Value.(string)
		if !ok {
			return nil, fmt.Errorf("a form cannot express %s, which is no string", field.Name)
		}
		if i > 0 {
			body = append(body, '&')
		}
		body = append(append(body, url.QueryEscape(field.Name)...), '=')
		body = append(body, url.QueryEscape(value)...)
	}
	return body, nil
}

// expectation fills in what a step expects of the answer to its request.
func expectation(e cases.Expect, s scope) (cases.Expect, error) {
	filled := cases.Expect{Answer: e.Answer, Header: e.Header, Within: e.Within}
	var err error
	if filled.Echo, err = s.text(e.Echo); err != nil {
		return cases.Expect{}, err
	}
	for _, text := range e.Without {
		text, err := s.text(text)
		if err != nil {
			return cases.Expect{}, err
		}
		filled.Without = append(filled.Without, text)
	}
	if e.Success != nil {
		filled.Success = &cases.Success{}
		for _, member := range e.Success.Members {
			value, err := s.text(member.Value)
			if err != nil {
				return cases.Expect{}, err
			}
			filled.Success.Members = append(filled.Success.Members, cases.Member{Name: member.Name, Value: value})
		}
	}
	if e.Refusal != nil {
		filled.Refusal = &cases.Refusal{AnyClientError: e.Refusal.AnyClientError, Only: e.Refusal.Only, ServerWording: e.Refusal.ServerWording}
		for _, expected := range e.Refusal.Messages {
			if expected.Value, err = s.text(expected.Value); err != nil {
				return cases.Expect{}, err
			}
			filled.Refusal.Messages = append(filled.Refusal.Messages, expected)
		}
	}
	return filled, nil
}
