package gauntlet

import (
	"net/http"

	"github.com/regspec/regspec/reference"
)

// plain are servers with nothing odd about them, one that conforms and one with a wrong
// message over each transport: a transport must change no verdict.
func plain() []Server {
	var rows []Server
	for _, over := range []Transport{TCP, TLS, HTTP2, Unix} {
		rows = append(
			rows,
			Server{
				Name: "conforming-" + string(over), Over: over, Long: over != HTTP2, New: plainly,
				Does: "Conforms.",
				Run:  passes(15 * second), Fuzz: clean(20*second, "--requests", "2000", "--duration", "15s", "--seed", "1"),
			},
			Server{
				Name: "wrong-message-" + string(over), Over: over, Long: over != Unix, New: handler(wrongMessage),
				Does: "Says Unauthorized. in small letters.",
				Run:  refuted(15*second, "error.unauthorized", noneErrored).with("credentials"),
				Fuzz: hunting(30*second, "unauthorized").never(flaky),
			},
		)
	}
	return rows
}

func plainly() Behaviour { return Behaviour{Handler: func(*Host) http.Handler { return conforming() }} }

func wrongMessage() http.Handler {
	server, err := reference.Seeded(reference.Options{Defects: []string{"unauthorized-message-case"}})
	if err != nil {
		panic(err) // the defect has another name
	}
	return server
}
