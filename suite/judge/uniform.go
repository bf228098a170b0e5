package judge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// Bounds of what is one answer to nearly everything.
const (
	few         = 10 // up to how many answers may rightly be all the same
	nearlyAll   = 90 // per cent of the answers
	mostDigests = 64 // how many different answers are told apart
)

// Uniform finds out whether nearly all answers are the same and none registers a client,
// which is what a wrong path, a login page or a proxy in the way look like. It keeps none of
// them. Its zero value has seen none.
type Uniform struct {
	total     int
	registers bool
	same      map[string]*report.Answers // by digest
}

// Add takes in the exchanges of a result.
func (u *Uniform) Add(exchanges []wire.Exchange) {
	for _, x := range exchanges {
		u.add(x)
	}
}

func (u *Uniform) add(x wire.Exchange) {
	u.total++
	if u.registers {
		return
	}
	var key, told, location string
	switch {
	case x.Break != nil && x.Break.Kind == wire.KindNotHTTP:
		key, told = string(x.Break.Kind), x.Break.Sentence()
	case x.Break != nil || x.Answer == nil:
		return
	default:
		r := Read(*x.Answer)
		if u.registers = r.HasCredentials(); u.registers {
			return
		}
		key, told, location = digest(*x.Answer), r.Summary(), r.location
	}
	u.merge(report.Answers{Same: 1, Digest: key, Text: report.Visible(shortened(told)), Location: report.Visible(shortened(location))})
}

// digest is of what the answers to two requests must have in common to be the same.
func digest(a wire.Answer) string {
	sum := sha256.Sum256(append([]byte(strconv.Itoa(a.Status)+" "+strconv.Itoa(a.Omitted)+" "), a.Body...))
	return hex.EncodeToString(sum[:])
}

func (u *Uniform) merge(one report.Answers) {
	known := u.same[one.Digest]
	switch {
	case known != nil:
		known.Same += one.Same
	case len(u.same) < mostDigests:
		if u.same == nil {
			u.same = map[string]*report.Answers{}
		}
		u.same[one.Digest] = &one
	}
}

// Merge takes in what was found out about other answers.
func (u *Uniform) Merge(other report.Answers) {
	u.total += other.Count
	u.registers = u.registers || other.Registers
	if other.Digest != "" {
		u.merge(other)
	}
}

// Answers is what was found out.
func (u *Uniform) Answers() report.Answers {
	most := report.Answers{}
	for _, one := range u.same {
		if one.Same > most.Same {
			most = *one
		}
	}
	if u.registers {
		most = report.Answers{Registers: true}
	}
	most.Count = u.total
	return most
}

// Sentence says so if nearly every request got the same answer. It is "" otherwise, and for
// a run of a few requests.
func (u *Uniform) Sentence() string {
	a := u.Answers()
	if a.Registers || a.Same < few || 100*a.Same < nearlyAll*a.Count {
		return ""
	}
	what := fmt.Sprintf("Every one of %d requests got the same answer", a.Count)
	if a.Same < a.Count {
		what = fmt.Sprintf("%d of %d requests got the same answer, and none registered a client", a.Same, a.Count)
	}
	return what + ", so this is not the endpoint: " + a.Text
}
