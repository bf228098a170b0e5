package wire

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// oldVersion ends the request line of a version that curl is asked for.
	oldVersion = " HTTP/1.0"
	// maxArgument is how long a body may be to go into an argument, in bytes:
	// Linux allows 128 KiB for one.
	maxArgument = 100_000
	// curlExpects is the body size in bytes beyond which curl waits for a
	// 100 (Continue).
	curlExpects = 1 << 20
)

// Curl returns one line for a POSIX shell that sends the request again with
// curl: the same method, body bytes and fields. Fields that curl has of its own
// (Host, Content-Length, User-Agent, Accept, Accept-Encoding) are in it only
// where the request has other values than this client's constants. A body that
// cannot be shown in an argument (a NUL, control characters, no UTF-8, very
// long) goes through printf, and what it repeats many times through yes. Of a
// body that was trimmed, it is the line from before.
func (s Sent) Curl() string {
	if s.Omitted > 0 {
		return s.Command
	}
	words := []string{"curl", "-sS"}
	if strings.HasSuffix(s.Line, oldVersion) {
		words = append(words, "--http1.0")
	}
	hasBody := len(s.Body) > 0 || len(Values(s.Header, "Content-Length")) > 0 ||
		len(Values(s.Header, "Transfer-Encoding")) > 0
	if s.Method == http.MethodHead && !hasBody {
		words = append(words, "-I") // -X HEAD would wait for a body
	} else {
		words = append(words, "-X", quote(s.Method))
	}
	option, asked := curlOverSocket(s.URL)
	words = append(words, option...)
	words = append(words, literally(asked)...)
	for _, f := range s.Header {
		if s.omitted(f) {
			continue
		}
		field := f.Name + ": " + f.Value
		if f.Value == "" {
			field = f.Name + ";" // curl's way to send an empty value
		}
		words = append(words, "-H", quote(field))
	}
	words = append(words, s.unlikeCurl()...)
	if !hasBody {
		return strings.Join(words, " ")
	}
	// With a body curl adds fields that were not sent; a name without a value
	// keeps them away.
	if len(Values(s.Header, "Content-Type")) == 0 {
		words = append(words, "-H", "'Content-Type:'")
	}
	if len(s.Body) > curlExpects && len(Values(s.Header, "Expect")) == 0 {
		words = append(words, "-H", "'Expect:'")
	}
	fromPipe := func(body string) string {
		return body + " | " + strings.Join(append(words, "--data-binary", "@-"), " ")
	}
	if runs := findRuns(s.Body); len(runs) > 0 {
		return fromPipe(runs.shell(s.Body))
	}
	switch {
	case len(s.Body) > maxArgument || !printable(string(s.Body)):
		return fromPipe("printf " + format(s.Body))
	case strings.HasPrefix(string(s.Body), "@"):
		words = append(words, "--data-raw") // the others would read a file of that name
	default:
		words = append(words, "-d") // takes an argument as it is; only files lose line ends
	}
	return strings.Join(append(words, single(string(s.Body))), " ")
}

// literally gives a URL, and the options with which curl takes it as it is.
func literally(asked string) []string {
	var words []string
	if strings.ContainsAny(asked, "[]{}") {
		words = append(words, "-g") // curl would take them for patterns
	}
	if strings.Contains(asked, "/.") {
		words = append(words, "--path-as-is")
	}
	return append(words, quote(asked))
}

// unlikeCurl gives the options that keep away the fields that curl has of its own, and that
// a request without them went out without.
func (s Sent) unlikeCurl() []string {
	if s.Line == "" { // it was not sent, and the client adds them
		return nil
	}
	var words []string
	for _, name := range []string{"User-Agent", "Accept"} {
		if len(Values(s.Header, name)) == 0 {
			words = append(words, "-H", single(name+":"))
		}
	}
	return words
}

// omitted reports whether curl is to send a field on its own.
func (s Sent) omitted(f Field) bool {
	switch strings.ToLower(f.Name) {
	case "host":
		_, asked := curlOverSocket(s.URL)
		u, err := url.Parse(asked)
		return err == nil && f.Value == u.Host
	case "content-length":
		return true
	case "user-agent":
		return strings.HasPrefix(f.Value, DefaultUserAgent)
	case "accept":
		return f.Value == acceptJSON
	case "accept-encoding":
		return f.Value == acceptGzip
	default:
		return false
	}
}

// printable reports whether s shows as it is on one line of a terminal.
func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// quote makes one word of the shell out of s.
func quote(s string) string {
	const safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_"
	switch {
	case s != "" && strings.Trim(s, safe) == "":
		return s
	case printable(s):
		return single(s)
	default:
		// POSIX has no word for such bytes but the output of printf. Only line ends
		// at the end would be lost in it, and no field has those.
		return `"$(printf ` + format([]byte(s)) + `)"`
	}
}

// single puts s within single quotes.
func single(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// format returns a quoted format for printf that prints exactly b.
func format(b []byte) string {
	var out strings.Builder
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == '\n':
			out.WriteString(`\n`)
		case r == '%':
			out.WriteString(`%%`)
		case r == '\\':
			out.WriteString(`\\`)
		case r == '-' && i == 0, r == '!', r == utf8.RuneError && n == 1, !unicode.IsPrint(r):
			// A dash at the start would be an option, and an interactive shell expands
			// an exclamation mark between double quotes.
			for _, c := range b[i : i+n] {
				fmt.Fprintf(&out, `\%03o`, c)
			}
		default:
			out.WriteRune(r)
		}
		i += n
	}
	return single(out.String())
}
