package experiment

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// tokens are how many of each there are to choose from.
const tokens = 32

// members are those of a request. Each has one token.
var members = []string{
	"type", "application_type", "application_name", "contacts", "logo_url", "redirect_uris", "client_id", "client_secret",
}

// token spells the nth token.
func token(n int) string { return "t" + string(rune('a'+n)) + "x" }

// body makes a request of bytes: each picks a token for the member at its place.
func body(data []byte) (string, []string) {
	form := url.Values{}
	var sent []string
	for i, b := range data[:min(len(data), len(members))] {
		value := token(int(b) % tokens)
		form.Set(members[i], value)
		sent = append(sent, value)
	}
	return form.Encode(), sent
}

// hidden are the right tokens of a seed.
func hidden(seed uint64) []string {
	random := rand.New(rand.NewPCG(seed, seed))
	right := make([]string, len(members))
	for i := range right {
		right[i] = token(random.IntN(tokens))
	}
	return right
}

// hides is a server that knows the right tokens.
func hides(right []string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i, member := range members {
			if value := r.FormValue(member); value != right[i] {
				w.WriteHeader(http.StatusBadRequest)
				_, _ = fmt.Fprintf(w, `{"error":"%s of %s is not right"}`, value, member)
				return
			}
		}
		_, _ = io.WriteString(w, `{"client_id":"abc","client_secret":"def","expires_at":0}`)
	})
}

// TestMain makes the test binary the server where that is asked for. The server
// must not be in the process that is fuzzed: its own coverage would be counted.
func TestMain(m *testing.M) {
	s := fromEnvironment()
	if os.Getenv(asServer) == "" {
		os.Exit(m.Run())
	}
	server := httptest.NewServer(hides(hidden(s.seed)))
	_, _ = fmt.Println(server.URL)
	_, _ = io.Copy(io.Discard, os.Stdin) // until who asked for it is gone
}

// serve starts the server.
func serve(tb testing.TB) string {
	tb.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), asServer+"=1")
	in, err := process.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := process.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = in.Close()
		_ = process.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		tb.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func TestHidden(t *testing.T) {
	if slices.Equal(hidden(1), hidden(2)) || !slices.Equal(hidden(1), hidden(1)) {
		t.Error("the tokens are not those of the seed")
	}
}
