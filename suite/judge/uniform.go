package judge

import (
	"bytes"
	"fmt"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// UniformAnswer says so if every request got the same answer, which is what a wrong
// path, a login page or a proxy in the way look like. It is "" otherwise, and
// for a run of a few requests, whose answers may rightly be the same.
func UniformAnswer(results []report.Result) string {
	const few = 10
	var first *wire.Answer
	count := 0
	for _, result := range results {
		for _, x := range result.Exchanges {
			switch {
			case x.Answer == nil || x.Break != nil:
				return ""
			case first == nil:
				first = x.Answer
			case x.Answer.Status != first.Status || !bytes.Equal(x.Answer.Body, first.Body):
				return ""
			}
			count++
		}
	}
	if count < few {
		return ""
	}
	return fmt.Sprintf("Every one of %d requests got the same answer, so this may not be the endpoint: %s", count, Read(*first).Summary())
}
