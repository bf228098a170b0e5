package generate

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/fuzz/traffic"
)

// Bodies that are no object, or hardly one.
var raws = []string{
	"", " ", "null", "true", "0", "1", "-", `""`, `"client_associate"`, "[]", "[{}]", "{}", "{", "}", "[", `{"`, `{"type"`, `{"type":`, `{"type":"client_associate"`, `{"type":"client_associate","application_type":"native",}`, `{'type':'client_associate'}`, `{type:"client_associate"}`,
	`[{"type":"client_associate","application_type":"native"}]`, `"{\"type\":\"client_associate\",\"application_type\":\"native\"}"`, `{"type":"client_associate","application_type":"native"}{"type":"client_associate","application_type":"native"}`, `["type","client_associate","application_type","native"]`, `{"":{"type":"client_associate","application_type":"native"}}`, `{"data":{"type":"client_associate","application_type":"native"}}`,
	"type", "type=", "=", "&", "type=client_associate", "type=client_associate&application_type=native", "type=client_associate;application_type=native", "type=client_associate\napplication_type=native", "type:client_associate", "<type>client_associate</type>", "<?xml version=\"1.0\"?><x/>", "--x\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nclient_associate\r\n--x--\r\n",
	"\x00", "\xff", "\xef\xbb\xbf", "\xef\xbb\xbf{}", "\x1f\x8b\x08\x00", "NaN", "Infinity", "undefined", "tru", "nulll", "//", "/* */", "{}{}", "{},", "{}]", "{\"a\":1}}", "\"\\ud800\"", "[1,2", "1 2", "'x'", "GET / HTTP/1.1\r\n\r\n", "0\r\n\r\n",
}

// Those that a program sends by mistake.
var plainRaws = []string{"", "{}", "null", "true", "0", "[]", `""`, `"client_associate"`, "[{}]", " ", `[{"type":"client_associate","application_type":"native"}]`, `[["type","client_associate"],["application_type","native"]]`, `"type=client_associate&application_type=native"`, `"{\"type\":\"client_associate\",\"application_type\":\"native\"}"`}

func makeRaw(s Source, step *traffic.Step) {
	format := step.Body.Format
	if step.Type == "" { // it is still called what it was, or ought to be
		step.Type = dictionary.MediaTypes[min(int(format), 1)]
	}
	raw := one(s, raws)
	if chance(s, 50) {
		raw = one(s, plainRaws)
	}
	switch s.Below(10) {
	case 0:
		raw = strings.Repeat("[", size(s)) + "1" + strings.Repeat("]", size(s))
	case 1:
		n := s.Below(60)
		raw = `{"type":"client_associate","application_type":"native","x":` + strings.Repeat("[", n) + strings.Repeat("]", n) + "}"
	case 2:
		raw = wide(`{"type":"client_associate","application_type":"native"}`, chance(s, 50), chance(s, 50))
	case 3:
		raw = `{"type":"client_associate","application_type":"native","x":"` + strings.Repeat("x", size(s)) + `"}`
	case 4:
		raw = twist(s, `{"type":"client_associate","application_type":"native"}`)
	case 5:
		raw = twist(s, "type=client_associate&application_type=native")
	}
	step.Body = traffic.Body{Format: traffic.Raw, Head: raw}
}

// breakSyntax writes a registration as something that is nearly JSON.
func breakSyntax(s Source, step *traffic.Step) {
	misspell(s, step, one(s, dictionary.Syntax))
	if chance(s, 30) {
		step.Body.Tail = one(s, tails)
	}
	if chance(s, 15) {
		step.Body.Head = one(s, heads) + step.Body.Head
	}
}

// misspell writes a registration with one thing in the place of another, once or
// everywhere.
func misspell(s Source, step *traffic.Step, r dictionary.Replacement) {
	text := `{"type":"client_associate","application_type":"native"}`
	if chance(s, 40) {
		text = `{ "type": "client_associate", "application_type": "native", "application_name": "x" }`
	}
	times := 1
	if chance(s, 50) {
		times = -1
	}
	step.Type = dictionary.MediaTypes[0]
	step.Body = traffic.Body{Format: traffic.Raw, Head: strings.Replace(text, r.Old, r.New, times)}
}

// makeHuge gives a value, or the whole body, more than a server need take.
func makeHuge(s Source, step *traffic.Step) {
	if !chance(s, 35) { // they are slow to send
		varyValue(s, step)
		return
	}
	switch s.Below(20) {
	case 0, 1:
		tooLarge(s, step)
		return
	case 2, 3, 4:
		tooDeep(s, step)
		return
	}
	name := one(s, []string{traffic.ParamName, traffic.ParamName, traffic.ParamContacts, traffic.ParamLogo, traffic.ParamRedirect, "x"})
	n := 1_100 + s.Below(20_000)
	if chance(s, 50) {
		n = 66_000 + s.Below(70_000)
	}
	place(step, name).Value = traffic.Str(ofSize(s, name, n))
}

// tooLarge makes a body that had better be refused, though no value of a parameter
// is too long.
func tooLarge(s Source, step *traffic.Step) {
	place(step, "x").Value = traffic.Str(ofSize(s, "x", 1<<20+1+s.Below(5000)))
}

// tooDeep makes one that is nested deeper than anybody means.
func tooDeep(s Source, step *traffic.Step) {
	n := 1001 + s.Below(200)
	giving("x", traffic.Literally(strings.Repeat("[", n)+strings.Repeat("]", n)))(s, step)
}

func varyRaw(s Source, step *traffic.Step) { step.Body.Head = twist(s, step.Body.Head) }

// wide writes a text in UTF-16.
func wide(text string, bigEndian, mark bool) string {
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	b := make([]byte, 0, 2*len(units))
	for _, u := range units {
		if bigEndian {
			b = binary.BigEndian.AppendUint16(b, u)
		} else {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
	}
	return string(b)
}
