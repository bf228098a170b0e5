package traffic

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// A file of a corpus is one that Go's fuzzer reads and writes: a line that says
// so, and a line for each argument of the fuzz target, as a Go expression. The
// campaign, the seeds of the native targets, and what these found are all such
// files.
const corpusHeader = "go test fuzz v1"

// MarshalCorpus writes the file of a corpus that has one argument, a program.
func MarshalCorpus(program []byte) []byte {
	return fmt.Appendf(nil, "%s\n[]byte(%q)\n", corpusHeader, program)
}

// UnmarshalCorpus reads the arguments in the file of a corpus. It knows []byte and
// string, of which regspec's targets take one.
func UnmarshalCorpus(file []byte) ([]string, error) {
	header, rest, _ := bytes.Cut(file, []byte("\n"))
	if string(bytes.TrimRight(header, "\r")) != corpusHeader {
		return nil, fmt.Errorf("it does not begin with the line %q, as a file of a Go fuzzing corpus does", corpusHeader)
	}
	var arguments []string
	for i, line := range strings.Split(string(rest), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		argument, err := argument(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
		arguments = append(arguments, argument)
	}
	return arguments, nil
}

// argument reads []byte("…") and string("…").
func argument(line string) (string, error) {
	for _, kind := range []string{"[]byte(", "string("} {
		if quoted, ok := strings.CutPrefix(line, kind); ok {
			quoted, ok = strings.CutSuffix(quoted, ")")
			text, err := strconv.Unquote(quoted)
			if !ok || err != nil {
				return "", fmt.Errorf("what stands in %s…) is no Go string", kind)
			}
			return text, nil
		}
	}
	return "", fmt.Errorf("%q is neither a []byte nor a string", line)
}
