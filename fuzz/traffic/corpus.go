package traffic

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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

// ReadCorpus reads the sequence in a file of a corpus.
func ReadCorpus(text []byte) (Sequence, error) {
	arguments, err := UnmarshalCorpus(text)
	if err == nil && len(arguments) != 1 {
		err = fmt.Errorf("it has %d arguments, and a sequence is one", len(arguments))
	}
	if err != nil {
		return Sequence{}, err
	}
	return Decode([]byte(arguments[0])), nil
}

// WriteCorpus writes a sequence as a file of a corpus. The name depends on the text, as in Go's fuzzer.
func WriteCorpus(q Sequence) (name string, text []byte) {
	text = MarshalCorpus(Encode(q))
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8]), text
}
