package judge

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
)

// Parameters reads the parameters in a body, JSON or a form, as far as it can be read.
// Those of JSON come sorted by name.
func Parameters(body []byte) []cases.Field {
	var fields []cases.Field
	var object map[string]any
	if json.Unmarshal(body, &object) == nil {
		for _, name := range slices.Sorted(maps.Keys(object)) {
			fields = append(fields, cases.Field{Name: name, Value: object[name]})
		}
		return fields
	}
	for pair := range bytes.SplitSeq(body, []byte("&")) {
		name, value, ok := strings.Cut(string(pair), "=")
		value, err := url.QueryUnescape(value)
		if ok && err == nil {
			fields = append(fields, cases.Field{Name: name, Value: value})
		}
	}
	return fields
}

// parameters are those that were sent. A body is read for them only where an answer has to
// be explained: it may have megabytes.
func (e Expectation) parameters() []cases.Field {
	if e.Sent != nil {
		return e.Sent
	}
	return Parameters(e.body)
}
