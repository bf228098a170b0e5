package campaign

import (
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/suite/report"
)

// Bounds of what is kept for a reader to see how a campaign went.
const (
	maxMoments = 240
	maxForms   = 80
	formKept   = 600 // bytes of each body
)

// record notes how far the campaign is. When there are many notes, every second is dropped,
// and from then on so many more are left out.
func (s *state) record() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.ticks++; s.ticks%(1<<s.halved) != 0 {
		return
	}
	s.curve = append(s.curve, s.moment())
	if len(s.curve) == maxMoments {
		for i := range maxMoments / 2 {
			s.curve[i] = s.curve[2*i+1]
		}
		s.curve = s.curve[:maxMoments/2]
		s.halved++
	}
}

// moment is how far the campaign is. The caller holds the mutex.
func (s *state) moment() report.Moment {
	st := s.statsLocked()
	return report.Moment{MS: float64(st.Elapsed.Microseconds()) / 1000, Requests: st.Requests, Signatures: st.Signatures, Findings: st.Findings}
}

// form keeps an answer of a new form.
func (s *state) form(x session.Exchange) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.forms) == maxForms {
		return
	}
	kept := x.Exchange
	kept.Request.Trim(formKept)
	if kept.Answer != nil {
		answer := *kept.Answer
		answer.Trim(formKept)
		kept.Answer = &answer
	}
	s.forms = append(s.forms, report.Form{Requests: s.own(), Exchange: kept})
}
