package fuzz

import (
	"strings"

	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/traffic"
)

// Target is a native fuzz target.
type Target struct {
	Name string // of the function
	// Text says that the input is a string, and not bytes.
	Text bool
	// Sequence is what is sent for an input. It reports false where that cannot be sent
	// over HTTP at all, or is too much to send in a moment.
	Sequence func(input string) (traffic.Sequence, bool)
}

// Targets lists the targets whose inputs are more than rapid's.
func Targets() []Target {
	return []Target{
		{"FuzzJSONBody", false, raw("application/json")},
		{"FuzzFormBody", false, raw("application/x-www-form-urlencoded")},
		{"FuzzContentType", true, contentType},
		{"FuzzContacts", true, inBoth(traffic.ParamContacts)},
		{"FuzzLogoURL", true, inBoth(traffic.ParamLogo)},
		{"FuzzRedirectURI", true, inBoth(traffic.ParamRedirect, traffic.ParamRedirectList)},
		{"FuzzApplicationType", true, inBoth(traffic.ParamApplication)},
		{"FuzzUpdateCredentials", false, credentials},
		{"FuzzRequest", false, request},
		{"FuzzSequence", false, sequence},
	}
}

// raw sends the input as a body.
func raw(mediaType string) func(string) (traffic.Sequence, bool) {
	return func(input string) (traffic.Sequence, bool) {
		return one(traffic.Step{Type: mediaType, Body: traffic.ReadBody([]byte(input))}), true
	}
}

func one(step traffic.Step) traffic.Sequence { return traffic.Sequence{Steps: []traffic.Step{step}} }

// registration has the least that is needed, and more.
func registration(more ...traffic.Member) traffic.Step {
	return traffic.Step{Body: traffic.Body{Members: append([]traffic.Member{
		{Name: traffic.ParamType, Value: traffic.Str("client_associate")},
		{Name: traffic.ParamApplication, Value: traffic.Str("native")},
	}, more...)}}
}

func contentType(input string) (traffic.Sequence, bool) {
	step := registration()
	step.Type = input
	return one(step), !strings.ContainsAny(input, "\r\n\x00")
}

// inBoth sends the input as the value of a parameter, under each of its names, in
// both encodings, so that it is seen whether these are treated alike.
func inBoth(names ...string) func(string) (traffic.Sequence, bool) {
	return func(input string) (traffic.Sequence, bool) {
		var q traffic.Sequence
		for _, name := range names {
			step := registration()
			if name == traffic.ParamApplication {
				step.Body.Members[1].Value = traffic.Str(input)
			} else {
				step.Body.Members = append(step.Body.Members, traffic.Member{Name: name, Value: traffic.Str(input)})
			}
			inForm := traffic.Sequence{Steps: []traffic.Step{step}}.Clone().Steps[0]
			inForm.Body.Format = traffic.Form
			q.Steps = append(q.Steps, step, inForm)
		}
		return q, true
	}
}

// credentials makes choices of the input: how the credentials of an update are
// corrupted, if they are.
func credentials(input string) (traffic.Sequence, bool) {
	return one(generate.UpdateWithInvalidCredentials(generate.FromBytes([]byte(input)))), true
}

// request sends the first step of a program.
func request(input string) (traffic.Sequence, bool) {
	q, ok := sequence(input)
	if len(q.Steps) > 1 {
		q.Steps = q.Steps[:1]
	}
	return q, ok
}

// What bounds a sequence: Go's fuzzer does nothing else while it is sent, and a long one is seldom better.
const (
	mostTimes    = 4  // of a step
	mostRequests = 24 // of all
	mostBytes    = 64 << 10
)

func sequence(input string) (traffic.Sequence, bool) {
	q := traffic.Decode([]byte(input))
	for i := range q.Steps {
		q.Steps[i].Times = min(q.Steps[i].Times, mostTimes)
	}
	return q, len(q.Steps) > 0 && q.Requests() <= mostRequests && q.Size() <= mostBytes
}
