package finding

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

func (w *caseWriter) send(s traffic.Step) yaml.MapSlice {
	var send yaml.MapSlice
	if s.Method != "" {
		send = append(send, yaml.MapItem{Key: "method", Value: s.Method})
	}
	if s.Query != "" {
		send = append(send, yaml.MapItem{Key: "query", Value: quoted(s.Query)})
	}
	foreign := s.Body.Format != traffic.Raw && s.Body.Format != w.format
	if fields, ok := w.fields(s.Body); ok && !foreign {
		send = append(send, yaml.MapItem{Key: "fields", Value: fields})
	} else {
		w.raw = true
		send = append(send, yaml.MapItem{Key: "body", Value: w.body(s.Body)})
	}
	switch {
	case s.Type == traffic.NoType, s.Type == "" && s.Body.Format == traffic.Raw:
		send = append(send, yaml.MapItem{Key: "content_type", Value: nil})
	case s.Type != "":
		send = append(send, yaml.MapItem{Key: "content_type", Value: quoted(s.Type)})
	case foreign:
		send = append(send, yaml.MapItem{Key: "content_type", Value: s.Body.Format.MediaType()})
	}
	if len(s.Header) > 0 {
		send = append(send, yaml.MapItem{Key: "headers", Value: headers(s.Header)})
	}
	if s.Pieces > 0 {
		send = append(send, yaml.MapItem{Key: "pieces", Value: s.Pieces})
	}
	return send
}

// headers writes the fields of a header. A field that is sent several times has a list of values.
func headers(fields []wire.Field) yaml.MapSlice {
	var all yaml.MapSlice
	for _, f := range fields {
		at := slices.IndexFunc(all, func(i yaml.MapItem) bool { return i.Key == f.Name })
		if at < 0 {
			all = append(all, yaml.MapItem{Key: f.Name, Value: quoted(f.Value)})
			continue
		}
		values, several := all[at].Value.([]any)
		if !several {
			values = []any{all[at].Value}
		}
		all[at].Value = slices.Concat(values, []any{quoted(f.Value)})
	}
	return all
}

// fields writes the members of a body as parameters, where that says the same.
func (w *caseWriter) fields(b traffic.Body) (yaml.MapSlice, bool) {
	if b.Format == traffic.Raw || b.Style != 0 || b.Cut != 0 || b.Head != "" || b.Tail != "" {
		return nil, false
	}
	fields := yaml.MapSlice{}
	seen := map[string]bool{}
	for _, m := range b.Members {
		if seen[m.Name] || quoted(m.Name) != m.Name || m.Name == "" || !utf8.ValidString(m.Value.Text) {
			return nil, false
		}
		seen[m.Name] = true
		value, ok := w.field(m.Value, b.Format)
		if !ok {
			return nil, false
		}
		name := m.Name
		if w.finding.Cause.Rule == oracle.RuleRedirectName && name == traffic.ParamRedirect {
			name = "${redirect_parameter}" // a run finds out which of the two names it is
		}
		fields = append(fields, yaml.MapItem{Key: name, Value: value})
	}
	return fields, true
}

func (w *caseWriter) field(v traffic.Value, format traffic.Format) (any, bool) {
	var value any
	switch {
	case v.Credential():
		value = quoted(v.Text) + w.reference(v) + quoted(v.After)
	case v.Kind == traffic.Text:
		value = quoted(v.Text)
	default:
		known, ok := map[string]any{"null": nil, "true": true, "false": false, "[]": []any{}, "{}": yaml.MapSlice{}, "0": 0, "1": 1, "42": 42}[v.Text]
		if !ok || format == traffic.Form {
			return nil, false
		}
		value = known
	}
	if v.Listed {
		if format == traffic.Form {
			return nil, false
		}
		value = []any{value}
	}
	return value, true
}

// reference names the credential of a value.
func (w *caseWriter) reference(v traffic.Value) string {
	return w.referenceWith(v, v.Corruption.Filter())
}

func (w *caseWriter) referenceWith(v traffic.Value, filter string) string {
	name := "client"
	switch {
	case v.Of >= traffic.First && len(w.prepared) > 0:
		name = w.prepared[min(v.Of-traffic.First, len(w.prepared)-1)]
	case v.Of < w.known:
		name = w.registered[w.known-1-v.Of]
	case len(w.prepared) > 0:
		name = w.prepared[min(v.Of-w.known, len(w.prepared)-1)]
	}
	member := ".client_id"
	if v.Kind == traffic.Secret {
		member = ".client_secret"
	}
	if filter != "" {
		filter = "|" + filter
	}
	return "${" + name + member + filter + "}"
}

// filterIn is the filter of a credential in a body: the one that corrupts it, or else the
// one that encodes it for the body.
func filterIn(b traffic.Body, v traffic.Value) string {
	switch filter := v.Corruption.Filter(); {
	case filter != "":
		return filter
	case b.Format == traffic.Form:
		return "form"
	default:
		return "json"
	}
}

// body writes a body as it is sent, with references in the place of credentials.
func (w *caseWriter) body(b traffic.Body) string {
	var references []string
	cut := b.Cut
	b.Cut = 0
	tail := b.Tail
	b.Tail = ""
	text := b.Write(func(v traffic.Value) string {
		if !v.Credential() {
			return v.Text
		}
		references = append(references, w.referenceWith(v, filterIn(b, v)))
		return v.Text + placeholder(len(references)-1) + v.After
	})
	mark := func(n int) string { return b.Spelled(placeholder(n)) }
	last := ""
	if len(references) > 0 {
		last = mark(len(references) - 1)
	}
	text, cutReference := shorten(text, cut, last)
	if cutReference { // how much of a credential is left cannot be said, but that it is cut
		references[len(references)-1] = strings.NewReplacer("|json}", "|cut}", "|form}", "|cut}").Replace(references[len(references)-1])
	}
	written := quoted(text + tail)
	for i, r := range references {
		written = strings.Replace(written, mark(i), r, 1)
	}
	return written
}

// shorten leaves out bytes at the end of a text, but none of its last reference, which
// is empty where there is none. It reports whether that would have lost some.
func shorten(text string, by int, last string) (shorter string, lost bool) {
	least := 0
	if last != "" {
		least = strings.Index(text, last) + len(last)
	}
	return text[:max(len(text)-by, least, 0)], len(text)-by < least
}

// placeholder stands for a reference in a body that is still to be quoted. It is
// written the same in JSON and in a form.
func placeholder(n int) string { return "zqReferenceqz" + strconv.Itoa(n) + "zq" }
