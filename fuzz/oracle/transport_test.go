package oracle

import (
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

// TestTransports says that a request is judged alike however it was sent: over a Unix
// socket, whose path stands in the place of a host, and over HTTP/2, where the names of
// fields are in lower case.
func TestTransports(t *testing.T) {
	for name, change := range map[string]func(*wire.Sent){
		"TCP": func(*wire.Sent) {},
		"a Unix socket": func(s *wire.Sent) {
			s.URL = "http+unix://%2Frun%2Fsock/api/client/register"
			s.Header = []wire.Field{{Name: "Host", Value: "localhost"}, {Name: "Content-Type", Value: typeJSON}, {Name: "Content-Length", Value: "2"}}
		},
		"HTTP/2": func(s *wire.Sent) {
			s.Header = []wire.Field{{Name: "content-type", Value: typeJSON}, {Name: "content-length", Value: "2"}}
		},
	} {
		s := sentJSON(associating(`,"contacts":"no-address"`))
		change(&s)
		found := NewTargetModel().Take(answering(s, 400, failing("Logo URL x is not a valid URL")))
		if len(found) == 0 {
			t.Errorf("over %s the wrong message is not found", name)
		}
	}
}
