package judge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// few is up to how many answers may rightly be all the same.
const few = 10

// Uniform finds out whether all answers are the same, which is what a wrong path, a login
// page or a proxy in the way look like. It keeps none of them.
type Uniform struct {
	all   report.Answers
	mixed bool
}

// Add takes in the exchanges of a result.
func (u *Uniform) Add(exchanges []wire.Exchange) {
	for _, x := range exchanges {
		if u.mixed {
			return
		}
		if x.Answer == nil || x.Break != nil {
			u.mixed = true
			return
		}
		one := report.Answers{Count: 1, Digest: digest(*x.Answer)}
		if u.all.Count == 0 {
			one.Text = report.Visible(shortened(Read(*x.Answer).Summary()))
		}
		u.Merge(one)
	}
}

// digest is of what the answers to two requests must have in common to be the same.
func digest(a wire.Answer) string {
	sum := sha256.Sum256(append([]byte(strconv.Itoa(a.Status)+" "+strconv.Itoa(a.Omitted)+" "), a.Body...))
	return hex.EncodeToString(sum[:])
}

// Merge takes in what was found out about other answers.
func (u *Uniform) Merge(other report.Answers) {
	switch {
	case other.Count == 0:
		return
	case u.all.Count == 0:
		u.all.Digest, u.all.Text = other.Digest, other.Text
	}
	u.mixed = u.mixed || other.Digest == "" || other.Digest != u.all.Digest
	u.all.Count += other.Count
}

// Answers is what was found out.
func (u *Uniform) Answers() report.Answers {
	if u.mixed {
		return report.Answers{Count: max(u.all.Count, 1)}
	}
	return u.all
}

// Sentence says so if every request got the same answer. It is "" otherwise, and for a
// run of a few requests.
func (u *Uniform) Sentence() string {
	if u.mixed || u.all.Count < few {
		return ""
	}
	return fmt.Sprintf("Every one of %d requests got the same answer, so this may not be the endpoint: %s", u.all.Count, report.Visible(u.all.Text))
}
