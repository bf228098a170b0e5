package oracle

import (
	"slices"

	"github.com/regspec/regspec/suite/wire"
)

// questionValue is a value that is clearly no URI.
const questionValue = "not-a-url"

// Questions are the requests with which a campaign begins: their answers, once learned, say which of the
// two names of the redirect list the target honours (E01). Until then both outcomes conform.
func Questions() []wire.Request {
	var all []wire.Request
	for _, n := range []name{pRedirect, pRedirects} {
		all = append(all, wire.Request{
			Method: "POST",
			Header: []wire.Field{{Name: "Content-Type", Value: typeJSON}},
			Body:   []byte(`{"type":"client_associate","application_type":"native","` + n.String() + `":"` + questionValue + `"}`),
		})
	}
	return all
}

// isQuestion says whether a request is one of them.
func isQuestion(sent *wire.Sent) bool {
	return slices.ContainsFunc(Questions(), func(q wire.Request) bool { return string(q.Body) == string(sent.Body) })
}
