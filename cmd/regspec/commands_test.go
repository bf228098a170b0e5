package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/regspec/regspec/schemas"
)

// busy is how many requests a server has seen when it tells so; see cmdServer.
const busy = 50

// cmdServer starts a server and puts its URL into the variable URL, and its
// host and port into HOST:
//
//	server NAME            one of servers or rawServers
//	server tls             the reference, with a certificate that nobody knows
//	server late DURATION   the reference, which begins to listen after that time
//	server dies N          the reference, which goes down for good after N answers
//	server none            nobody: a port at which nobody listens
//	server certified KIND  the reference over TLS, with files; see certify
//	server unix            the reference behind the socket $WORK/sock
//	server limited N        the reference, which serves N connections at a time
//
// A server makes the file "connected" when somebody connects, and one of HTTP
// makes "busy" when 50 requests have come.
func cmdServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: server NAME [ARGUMENT]")
	}
	work := ts.Getenv("WORK")
	for _, name := range []string{"connected", "busy"} {
		_ = os.Remove(filepath.Join(work, name)) // of the server before
	}
	listener, err := net.Listen("tcp", freeAddress())
	ts.Check(err)
	ts.Defer(func() { _ = listener.Close() })
	ts.Setenv("HOST", listener.Addr().String())
	ts.Setenv("URL", "http://"+listener.Addr().String())

	if handle, ok := rawServers[args[0]]; ok {
		go accept(telling(work, listener), handle)
		return
	}
	server := &httptest.Server{
		Listener: listener,
		Config:   &http.Server{ErrorLog: log.New(io.Discard, "", 0)},
	}
	argument := args[len(args)-1]
	switch args[0] {
	case "none":
		ts.Check(listener.Close())
		return
	case "tls":
		server.Config.Handler = newReference()
		server.StartTLS()
		ts.Setenv("URL", server.URL)
		ts.Defer(server.Close)
		return
	case "certified":
		server.Config.Handler = newReference()
		certify(ts, server, argument)
		server.StartTLS()
		ts.Setenv("URL", server.URL)
		ts.Defer(server.Close)
		return
	case "unix":
		ts.Check(listener.Close())
		server.Listener, err = net.Listen("unix", filepath.Join(work, "sock"))
		ts.Check(err)
		server.Config.Handler = newReference()
		server.Start()
		ts.Setenv("URL", "unix:"+filepath.Join(work, "sock"))
		ts.Defer(server.Close)
		return
	case "late":
		d, err := time.ParseDuration(argument)
		ts.Check(err)
		ts.Check(listener.Close())
		late := time.AfterFunc(d, func() {
			again, err := net.Listen("tcp", listener.Addr().String())
			if err != nil {
				return // the script fails, since nobody answers
			}
			server.Listener = again
			server.Config.Handler = newReference()
			server.Start()
		})
		ts.Defer(func() {
			if !late.Stop() && server.URL != "" {
				server.Close()
			}
		})
		return
	case "limited":
		most, err := strconv.Atoi(argument)
		ts.Check(err)
		server.Config.Handler = newReference()
		listener = newLimited(listener, most)
	case "dies":
		n, err := strconv.ParseInt(argument, 10, 64)
		ts.Check(err)
		var once sync.Once
		server.Config.Handler = mortal(newReference(), n, func() {
			once.Do(func() { go func() { _ = server.Config.Close() }() })
		})
	default:
		handler, ok := servers[args[0]]
		if !ok {
			ts.Fatalf("there is no server %s", args[0])
		}
		server.Config.Handler = handler()
	}
	server.Config.Handler = counted(server.Config.Handler, busy, func() { touch(work, "busy") })
	server.Listener = telling(work, listener)
	server.Start()
	ts.Defer(func() {
		server.CloseClientConnections()
		_ = server.Config.Close()
	})
}

// started counts the servers.
var started atomic.Uint32

// freeAddress has a free port. On Linux, where every address of 127.0.0.0/8 is
// this machine's, no two servers get the same one, so that a port that a server
// has given up is not taken by that of another script.
func freeAddress() string {
	if runtime.GOOS != "linux" {
		return "127.0.0.1:0"
	}
	n := started.Add(1)
	return fmt.Sprintf("127.1.%d.%d:0", n/250, 1+n%250)
}

// telling is a listener that makes the file "connected".
func telling(work string, l net.Listener) net.Listener {
	return &tellingListener{Listener: l, tell: sync.OnceFunc(func() { touch(work, "connected") })}
}

type tellingListener struct {
	net.Listener

	tell func()
}

func (l *tellingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		l.tell()
	}
	return c, err
}

// cmdAwait waits until a file is there:
//
//	await FILE
func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s does not appear", args[0])
		}
	}
}

// touch runs beside the script, and therefore must not fail it.
func touch(work, name string) { _ = writeFile(filepath.Join(work, name), nil) }

func writeFile(path string, text []byte) error { return os.WriteFile(path, text, 0o600) }

// cmdExits runs a program and checks its exit code, and that it did not take
// longer than it may:
//
//	exits CODE [in DURATION] PROGRAM [ARGUMENT…]
func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE [in DURATION] PROGRAM [ARGUMENT…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	bound := time.Minute
	args = args[1:]
	if args[0] == "in" && len(args) > 2 {
		bound, err = time.ParseDuration(args[1])
		ts.Check(err)
		args = args[2:]
	}
	bound *= slowness
	started := time.Now()
	err = ts.Exec(args[0], args[1:]...)
	took := time.Since(started)
	exit, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case failed && exit.ExitCode() != want:
		ts.Fatalf("%s, and not exit status %d", exit, want)
	case !failed && err != nil:
		ts.Fatalf("%v", err)
	case !failed && want != 0:
		ts.Fatalf("exit status 0, and not %d", want)
	case took > bound:
		ts.Fatalf("it took %s, and not at most %s", took, bound)
	}
}

// cmdReport checks a JSON report against its schema, and values in it:
//
//	report FILE [PATH=VALUE…]
//
// Whatever the report, its counts must be those of its results.
func cmdReport(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: report FILE [PATH=VALUE…]")
	}
	text := []byte(ts.ReadFile(args[0]))
	ts.Check(schemas.Validate(schemas.Report, text))
	var r any
	ts.Check(json.Unmarshal(text, &r))
	counts := map[string]int{"passed": 0, "failed": 0, "waived": 0, "skipped": 0, "errored": 0}
	results, _ := find(r, "results").([]any)
	for _, result := range results {
		counts[fmt.Sprint(find(result, "verdict"))]++
	}
	counts["total"] = len(results)
	for name, n := range counts {
		if got := find(r, "summary."+name); got != float64(n) {
			ts.Fatalf("summary.%s is %v, and there are %d", name, got, n)
		}
	}
	hold(ts, r, args[1:])
}

// cmdJSON checks that a file is JSON, and values in it:
//
//	json FILE [PATH=VALUE…]
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: json FILE [PATH=VALUE…]")
	}
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &value))
	hold(ts, value, args[1:])
}

// hold checks values at their paths. A path is made of names and places with
// dots between them.
func hold(ts *testscript.TestScript, in any, wanted []string) {
	for _, one := range wanted {
		path, want, _ := strings.Cut(one, "=")
		if got := fmt.Sprint(find(in, path)); got != want {
			ts.Fatalf("%s is %s, and not %s", path, got, want)
		}
	}
}

func find(value any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[name]
		case []any:
			place, err := strconv.Atoi(name)
			if err != nil || place < 0 || place >= len(v) {
				return nil
			}
			value = v[place]
		default:
			return nil
		}
	}
	return value
}

// cmdJUnit checks that the counts of a JUnit report are those of its elements,
// and attributes of its root:
//
//	junit FILE [ATTRIBUTE=VALUE…]
func cmdJUnit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: junit FILE [ATTRIBUTE=VALUE…]")
	}
	var root map[string]string
	elements := map[string]int{}
	decoder := xml.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		ts.Check(err)
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		elements[element.Name.Local]++
		if root == nil {
			root = map[string]string{}
			for _, a := range element.Attr {
				root[a.Name.Local] = a.Value
			}
		}
	}
	for attribute, element := range map[string]string{
		"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped",
	} {
		if root[attribute] != strconv.Itoa(elements[element]) {
			ts.Fatalf("%s=%q stands over %d elements %s", attribute, root[attribute], elements[element], element)
		}
	}
	for _, arg := range args[1:] {
		attribute, want, _ := strings.Cut(arg, "=")
		if root[attribute] != want {
			ts.Fatalf("%s is %q, and not %q", attribute, root[attribute], want)
		}
	}
}

// cmdHAR checks an HTTP archive against its schema, and values in it:
//
//	har FILE [PATH=VALUE…]
func cmdHAR(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: har FILE [PATH=VALUE…]")
	}
	schema, err := jsonschema.Compile("../../suite/report/format/testdata/har.schema.json")
	ts.Check(err)
	var archive any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &archive))
	ts.Check(schema.Validate(archive))
	hold(ts, archive, args[1:])
}

// cmdHides checks that no secret of the clients of the server leak is in a file,
// or with ! that one is:
//
//	[!] hides FILE…
func cmdHides(ts *testscript.TestScript, neg bool, args []string) {
	answer, err := http.Get(ts.Getenv("URL") + "/secrets")
	ts.Check(err)
	defer answer.Body.Close()
	secrets, err := io.ReadAll(answer.Body)
	ts.Check(err)
	for _, file := range args {
		text := ts.ReadFile(file)
		shown := 0
		for secret := range strings.FieldsSeq(string(secrets)) {
			if strings.Contains(text, secret) {
				shown++
			}
		}
		if (shown > 0) != neg {
			ts.Fatalf("%s has %d secrets in it", file, shown)
		}
	}
}

// cmdFiles checks what a directory holds, dotfiles too:
//
//	files DIRECTORY [NAME…]
func cmdFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: files DIRECTORY [NAME…]")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	slices.Sort(args[1:])
	if !slices.Equal(names, args[1:]) {
		ts.Fatalf("%s holds %q, and not %q", args[0], names, args[1:])
	}
}
