package generate

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// Vary changes a request in one respect.
func Vary(s Source, step *traffic.Step) {
	if step.Body.Format == traffic.Raw {
		choose(s, rawWays)(s, step)
		return
	}
	choose(s, ways)(s, step)
}

type variation = func(Source, *traffic.Step)

var ways = []way[variation]{
	{52, varyValue},
	{8, varyCredential},
	{9, leaveOut},
	{7, double},
	{3, addUnknown},
	{7, varyType},
	{4, varyMethod},
	{2, varyQuery},
	{3, varyHeader},
	{9, varyFrame},
	{5, varyStyle},
	{3, reorder},
	{2, toOtherFormat},
	{4, makeRaw},
	{6, breakSyntax},
	{1, makeHuge},
	{3, makeUpdate},
	{10, wrongKind},
	{3, nest},
	{2, copyOver},
}

var rawWays = []way[variation]{
	{5, makeRaw},
	{3, varyRaw},
	{2, varyType},
	{1, varyMethod},
	{1, varyHeader},
}

// checked are the parameters whose values a server has to look at.
var checked = []string{traffic.ParamContacts, traffic.ParamLogo, traffic.ParamRedirect, traffic.ParamApplication, traffic.ParamName}

// copyOver gives a parameter the value of another.
func copyOver(s Source, step *traffic.Step) { copied(one(s, checked), one(s, checked))(s, step) }

// copied gives a parameter a value that is right for another, which has it, too.
func copied(from, to string) variation {
	return func(s Source, step *traffic.Step) {
		value := valid(s, from)
		place(step, from).Value = value
		place(step, to).Value = value
	}
}

// place finds a parameter, or adds it.
func place(step *traffic.Step, name string) *traffic.Member {
	for i := range step.Body.Members {
		if step.Body.Members[i].Name == name {
			return &step.Body.Members[i]
		}
	}
	step.Body.Members = append(step.Body.Members, traffic.Member{Name: name})
	return &step.Body.Members[len(step.Body.Members)-1]
}

// anyParam is a parameter, one of the lists more often than others.
func anyParam(s Source) string {
	switch s.Below(17) {
	case 0, 1:
		return traffic.ParamType
	case 2, 3:
		return traffic.ParamID
	case 4, 5:
		return traffic.ParamSecret
	case 6, 7:
		return traffic.ParamApplication
	case 8, 16:
		return traffic.ParamName
	case 9, 10:
		return traffic.ParamLogo
	case 11, 12, 13:
		return traffic.ParamContacts
	}
	return redirectName(s)
}

func varyValue(s Source, step *traffic.Step) {
	name := anyParam(s)
	m := place(step, name)
	if name == traffic.ParamID || name == traffic.ParamSecret {
		m.Value = oddCredential(s, name, step.Body.Format)
		return
	}
	m.Value = unusual(s, name, m.Value, step.Body.Format)
}

func varyCredential(s Source, step *traffic.Step) {
	name := one(s, []string{traffic.ParamID, traffic.ParamSecret})
	place(step, name).Value = oddCredential(s, name, step.Body.Format)
}

func leaveOut(s Source, step *traffic.Step) {
	b := &step.Body
	if len(b.Members) == 0 {
		return
	}
	at := s.Below(len(b.Members))
	b.Members = append(b.Members[:at:at], b.Members[at+1:]...)
}

// double gives a parameter twice, with the same value or another.
func double(s Source, step *traffic.Step) {
	b := &step.Body
	if len(b.Members) == 0 {
		return
	}
	m := one(s, b.Members)
	switch s.Below(3) {
	case 1:
		m.Value = unusual(s, m.Name, traffic.Value{}, b.Format)
	case 2:
		if !m.Value.Credential() {
			m.Value = valid(s, m.Name)
		}
	}
	at := s.Below(len(b.Members) + 1)
	b.Members = append(b.Members[:at:at], append([]traffic.Member{m}, b.Members[at:]...)...)
}

func addUnknown(s Source, step *traffic.Step) {
	m := traffic.Member{Name: one(s, dictionary.Names)}
	m.Value = unusual(s, traffic.ParamName, m.Value, step.Body.Format)
	if chance(s, 15) { // many of them
		for range 5 + s.Below(50) {
			step.Body.Members = append(step.Body.Members, traffic.Member{Name: word(s, letters, 2, 6), Value: traffic.Str("x")})
		}
	}
	at := s.Below(len(step.Body.Members) + 1)
	step.Body.Members = append(step.Body.Members[:at:at], append([]traffic.Member{m}, step.Body.Members[at:]...)...)
}

func varyType(s Source, step *traffic.Step) {
	switch s.Below(10) {
	case 0:
		step.Type = traffic.NoType
		if chance(s, 25) { // one that says nothing
			step.Header = append(step.Header, wire.Field{Name: "Content-Type"})
		}
	case 1, 2, 3: // another spelling of the right one
		spellings := dictionary.JSONSpellings
		if step.Body.Format == traffic.Form {
			spellings = dictionary.FormSpellings
		}
		step.Type = one(s, spellings)
	case 4: // the other one
		step.Type = dictionary.MediaTypes[1-min(int(step.Body.Format), 1)]
	case 5:
		step.Header = append(step.Header, wire.Field{Name: "Content-Type", Value: one(s, dictionary.MediaTypes[:40])})
		if chance(s, 40) {
			step.Header[len(step.Header)-1].Value = "application/json"
		}
	case 6:
		step.Type = twist(s, one(s, dictionary.MediaTypes[:2]))
		if strings.ContainsAny(step.Type, "\r\n\x00") {
			step.Type = "text/plain"
		}
	default:
		step.Type = one(s, one(s, dictionary.MediaGroups))
	}
}

func varyMethod(s Source, step *traffic.Step) {
	step.Method = one(s, dictionary.Methods)
	if chance(s, 70) { // those that servers know
		step.Method = one(s, dictionary.Methods[:6])
	}
	if chance(s, 20) {
		varyQuery(s, step)
	}
}

// validQuery has all that a registration needs.
const validQuery = "type=client_associate&application_type=native"

func varyQuery(s Source, step *traffic.Step) {
	step.Query = one(s, dictionary.Queries)
	if chance(s, 30) {
		step.Query = validQuery
	}
}

func varyHeader(s Source, step *traffic.Step) {
	f := one(s, dictionary.Fields)
	for range 1 + s.Below(2)*s.Below(2) {
		if len(step.Header) < 8 {
			step.Header = append(step.Header, wire.Field{Name: f.Name, Value: f.Value})
		}
	}
	if chance(s, 10) {
		step.Header = append(step.Header, wire.Field{Name: "X-" + word(s, letters, 1, 8), Value: strings.Repeat("x", size(s)%2000)})
	}
}

// Around what a body says.
var (
	heads = []string{"\ufeff", " ", "\n", "\r\n\t ", "\x00", ")]}',\n", "/**/", "[", "{", "\"", "1 ", "\xff\xfe", "&", "&&", "=&", "?", "//\n", "\u00a0", "\v", "\f", "null", "x"}
	tails = []string{" ", "\n", "\r\n", "\x00", "}", "]", "{}", "null", ",", "garbage", "\n\n{}", ";", "//", "/**/", "\ufeff", "&", "&&", "&=", "&a", "&=b", "=", "&%", "&%zz=1", "\u00a0", "\x1a", "%", "&;", "&x;y", "+", "#"}
)

func varyFrame(s Source, step *traffic.Step) {
	b := &step.Body
	switch s.Below(5) {
	case 0:
		b.Head = one(s, heads)
	case 1, 2:
		b.Tail = one(s, tails)
	case 3:
		b.Cut = 1 + s.Below(1+s.Below(200))
	case 4:
		b.Cut = 1
		b.Tail = one(s, tails)
	}
}

func varyStyle(s Source, step *traffic.Step) { step.Body.Style = style(s) }

func reorder(s Source, step *traffic.Step) { shuffle(s, step.Body.Members) }

func toOtherFormat(_ Source, step *traffic.Step) {
	b := &step.Body
	if b.Format == traffic.Raw {
		return
	}
	b.Format = 1 - b.Format
	for i := range b.Members {
		if v := &b.Members[i].Value; v.Kind == traffic.Verbatim {
			v.Kind = traffic.Text
		}
	}
}

// wrongKind gives a parameter a value that is no string, of few that stand for their
// kinds.
func wrongKind(s Source, step *traffic.Step) {
	name := one(s, traffic.Params)
	v := traffic.Literally(one(s, []string{"true", "true", "false", "0", "1", "0.5", "[]", "[]", "{}"}))
	if chance(s, 20) {
		v = valid(s, name)
		v.Listed = true
	}
	if step.Body.Format == traffic.Form {
		toOtherFormat(s, step)
	}
	place(step, name).Value = v
}

// nest puts a parameter into an object where the request should have it, rather
// into one that is more than a member in some languages.
func nest(s Source, step *traffic.Step) {
	b := &step.Body
	if len(b.Members) == 0 {
		return
	}
	at := s.Below(len(b.Members))
	m := b.Members[at]
	if m.Value.Kind != traffic.Text {
		return
	}
	outer := "__proto__"
	if chance(s, 50) {
		outer = one(s, []string{"constructor", "prototype", "data", "params", "client", "attributes", ""})
	}
	if b.Format == traffic.Form {
		m.Name = outer + "[" + m.Name + "]"
	} else {
		inner := strconv.Quote(m.Name) + ":" + strconv.Quote(strings.ToValidUTF8(m.Value.Text, "x"))
		if !json.Valid([]byte("{" + inner + "}")) { // Go and JSON escape a few characters differently
			return
		}
		if outer == "constructor" {
			inner = `"prototype":{` + inner + "}"
		}
		m = traffic.Member{Name: outer, Value: traffic.Literally("{" + inner + "}")}
	}
	b.Members = append(b.Members[:at:at], append([]traffic.Member{m}, b.Members[at+1:]...)...)
}

// makeUpdate turns a registration into an update and back, and leaves everything else.
func makeUpdate(_ Source, step *traffic.Step) {
	m := place(step, traffic.ParamType)
	if m.Value.Text == "client_update" {
		m.Value = traffic.Str("client_associate")
	} else {
		m.Value = traffic.Str("client_update")
	}
}
