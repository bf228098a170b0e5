package schemas

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Name names a schema: its file is Name + ".schema.json".
type Name string

// The schemas.
const (
	Cases                Name = "cases"
	Requirements         Name = "requirements"
	Errata               Name = "errata"
	Messages             Name = "messages"
	Model                Name = "model"
	RegistrationRequest  Name = "registration-request"
	RegistrationResponse Name = "registration-response"
	ErrorResponse        Name = "error-response"
	Report               Name = "report"
	Waivers              Name = "waivers"
	Config               Name = "config"
	Matrix               Name = "matrix"
)

const suffix = ".schema.json"

//go:embed *.schema.json
var files embed.FS

// schema is one compiled schema with its source, from which an explanation
// takes what would have been allowed.
type schema struct {
	compiled *jsonschema.Schema
	source   any
}

// compiled is embedded, immutable data in another form, as a regexp would be. Each
// schema is made once, and only by a process that validates against it: all of them
// take twenty milliseconds.
var compiled = each(Cases, Requirements, Errata, Messages, Model, RegistrationRequest, RegistrationResponse,
	ErrorResponse, Report, Waivers, Config, Matrix)

func each(names ...Name) map[Name]func() (schema, error) {
	all := make(map[Name]func() (schema, error), len(names))
	for _, name := range names {
		all[name] = sync.OnceValues(func() (schema, error) { return compile(name) })
	}
	return all
}

func compile(name Name) (schema, error) {
	data, err := Source(name)
	if err != nil {
		return schema{}, err
	}
	one, err := jsonschema.CompileString(string(name)+suffix, string(data))
	if err != nil {
		return schema{}, fmt.Errorf("compiling schema %s: %w", name, err)
	}
	source, err := decode(data)
	if err != nil {
		return schema{}, fmt.Errorf("reading schema %s: %w", name, err)
	}
	return schema{one, source}, nil
}

// Source gives a schema as it is embedded, for those who validate elsewhere.
func Source(name Name) ([]byte, error) {
	data, err := files.ReadFile(string(name) + suffix)
	if err != nil {
		return nil, fmt.Errorf("no schema %q: %w", name, err)
	}
	return data, nil
}

// Validate says in which ways value departs from the schema. The value is what
// encoding/json decodes (maps, slices, strings, bool, nil, float64 or
// json.Number, and Go's integers), or JSON text as []byte or json.RawMessage.
//
// It returns nil, an *Invalid with every problem, or an error of another type
// when the value could not be judged at all: an unknown name, or text that is
// not JSON.
func Validate(name Name, value any) error {
	made, ok := compiled[name]
	if !ok {
		return fmt.Errorf("no schema %q", name)
	}
	one, err := made()
	if err != nil {
		return err
	}
	if text, ok := asText(value); ok {
		if value, err = decode(text); err != nil {
			return fmt.Errorf("reading the JSON text: %w", err)
		}
	}
	err = one.compiled.Validate(tame(value))
	if violation, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		return &Invalid{Schema: name, Problems: problems(violation, one.source, value)}
	}
	if err != nil {
		return fmt.Errorf("validating against schema %s: %w", name, err)
	}
	return nil
}

func asText(value any) ([]byte, bool) {
	switch v := value.(type) {
	case []byte:
		return v, true
	case json.RawMessage:
		return v, true
	}
	return nil, false
}

func decode(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber() // so that a large integer stays the integer that was written
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err //nolint:wrapcheck // both callers say what was being read
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more text follows the JSON value")
	}
	return value, nil
}

// The longest number, in characters, that is computed with as it is written.
const longestNumber = 100

// tame gives the value with numbers that are cheap to write and dear to compute
// with, such as 1e999999999, or that are no JSON, replaced by near ones that are
// as large, as small or as whole as they. The value itself is left as it is.
func tame(value any) any {
	switch v := value.(type) {
	case map[string]any:
		tamed := make(map[string]any, len(v))
		for name, item := range v {
			tamed[name] = tame(item)
		}
		return tamed
	case []any:
		tamed := make([]any, len(v))
		for i, item := range v {
			tamed[i] = tame(item)
		}
		return tamed
	case float64:
		if math.IsNaN(v) {
			return math.SmallestNonzeroFloat64 // of the numbers there are, one that no rule asks for
		}
		return max(-math.MaxFloat64, min(v, math.MaxFloat64))
	case json.Number:
		return tameNumber(v)
	}
	return value
}

func tameNumber(n json.Number) any {
	mantissa, _, _ := strings.Cut(strings.ToLower(string(n)), "e")
	f, err := n.Float64()
	switch {
	case !strings.ContainsAny(mantissa, "123456789"):
		return 0.0
	case err == nil && f != 0 && len(n) <= longestNumber:
		return n
	case f == 0 && mantissa[0] == '-':
		return -math.SmallestNonzeroFloat64
	case f == 0:
		return math.SmallestNonzeroFloat64
	}
	return max(-math.MaxFloat64, min(f, math.MaxFloat64))
}
