package suite

import (
	"fmt"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// The two spellings of the redirect list's name (erratum E01).
const (
	parameterName = "redirect_uri"
	messageName   = "redirect_uris"
)

// question asks the target whether it reads the redirect list under a name.
type question struct {
	name     string
	encoding cases.Encoding
	value    any
}

// The values that are asked with.
const (
	goodURI  = "https://client.example.org/callback" // tells a name that is read from one that is not known
	plainBad = "not-a-uri"
)

// oddValues are further values that a server may look at where it takes any word for a URI.
func oddValues() []any { return []any{"http://", "http://[::1", []any{goodURI}} }

func (q question) request() wire.Request {
	body, err := encode([]cases.Field{
		{Name: "type", Value: "client_associate"},
		{Name: "application_type", Value: "web"},
		{Name: q.name, Value: q.value},
	}, q.encoding)
	if err != nil {
		panic(err) // these can always be encoded
	}
	return wire.Request{
		Method: "POST", Body: body,
		Header: []wire.Field{{Name: "Content-Type", Value: q.encoding.MediaType()}},
	}
}

// reply is how the target took a question.
type reply int

const (
	silent  reply = iota // it gave no answer, or failed
	taken                // it did not refuse
	refused              // it refused, in whatever words
	named                // it refused with the document's message, which names the URI
)

func (q question) reply(x wire.Exchange) reply {
	if x.Break != nil || x.Answer == nil {
		return silent
	}
	message := "redirect_uris must be space-separated URLs."
	if text, ok := q.value.(string); ok {
		message = fmt.Sprintf("URI %s is not a valid URI", text)
	}
	r := judge.Read(*x.Answer)
	switch {
	case r.Carries(message):
		return named
	case x.Answer.Status >= 500:
		return silent // a server that fails has not looked
	case r.Succeeds():
		return taken
	default:
		return refused
	}
}

// requests are those that put the questions.
func requests(questions []question) []wire.Request {
	all := make([]wire.Request, len(questions))
	for i, q := range questions {
		all[i] = q.request()
	}
	return all
}

// spellingQuestions asks with a value, under each name alone, in each encoding. No form
// can say what is no text: there it is asked with a word.
func spellingQuestions(value any) []question {
	var all []question
	for _, encoding := range cases.Encodings() {
		asked := value
		if _, ok := value.(string); !ok && encoding != cases.JSON {
			asked = plainBad
		}
		for _, name := range []string{parameterName, messageName} {
			all = append(all, question{name, encoding, asked})
		}
	}
	return all
}

// replies reads the exchanges, two by two: parameterName and messageName in
// each encoding.
func replies(questions []question, exchanges []wire.Exchange) [][2]reply {
	pairs := make([][2]reply, len(questions)/2)
	for i, q := range questions {
		pairs[i/2][i%2] = q.reply(exchanges[i])
	}
	return pairs
}

// honoured says which names one encoding shows to be read. A name is read if a
// bad URI under it is refused with the document's message. Failing that, it is
// read if a bad URI under it is refused in whatever words and a good one is
// taken: a server may refuse the spelling that it does not know, and one that
// refuses everything shows nothing.
func honoured(bad, good [2]reply) (parameter, message bool) {
	parameter, message = bad[0] == named, bad[1] == named
	if parameter || message {
		return parameter, message
	}
	return bad[0] == refused && good[0] == taken, bad[1] == refused && good[1] == taken
}

// stronger gives of two sets of replies to bad values, name by name, the one that shows more.
func stronger(a, b [][2]reply) [][2]reply {
	all := make([][2]reply, len(a))
	for i := range a {
		all[i] = [2]reply{max(a[i][0], b[i][0]), max(a[i][1], b[i][1])}
	}
	return all
}

// spelling decides which name the cases use, and puts it in words. The first
// encoding in which a name is read decides; seen is whether one was.
func spelling(bad, good [][2]reply) (name string, told report.Information, seen bool) {
	for i := range bad {
		parameter, message := honoured(bad[i], good[i])
		if !parameter && !message {
			continue
		}
		name, text := parameterName, "The target reads the redirect URIs under either name, redirect_uri and redirect_uris; the cases use redirect_uri."
		switch {
		case !message:
			text = "The target reads the redirect URIs as redirect_uri, and not as redirect_uris; so do the cases. What a client sends as redirect_uris is lost here."
		case !parameter:
			name, text = messageName, "The target reads the redirect URIs as redirect_uris, and not as redirect_uri; so do the cases. What a client sends as redirect_uri, as PyPump does, is lost here."
		}
		return name, report.Information{Erratum: "E01", Text: text}, true
	}
	return parameterName, report.Information{
		Erratum: "E01",
		Text:    "The target was not seen to read the redirect URIs under either name, redirect_uri or redirect_uris; the cases use redirect_uri.",
	}, false
}
