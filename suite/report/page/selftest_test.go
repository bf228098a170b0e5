package page

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
)

func TestTheMatrixIsShown(t *testing.T) {
	s := SelfTest{Good: true, Sentence: "All defects are caught.", Groups: []Cases{{"These catch no defect.", []string{"contacts/*"}}}, Conforming: []Subject{{Name: "reference", Verdict: "passed", Good: true}}}
	for i := range 75 {
		id := "requirement." + strconv.Itoa(i)
		s.Requirements = append(s.Requirements, Tried{ID: id, Statement: "Something is so.", Level: cases.Implied, Defects: []Subject{
			{Name: "a", Verdict: "caught", Good: true, Broken: []string{id, "requirement." + strconv.Itoa((i+1)%75)}, Cases: []string{"contacts/*"}}, {Name: "b", Verdict: "caught", Good: true, Broken: []string{id}},
		}})
	}
	for _, v := range []view{{}, {width: 390, dark: true}} {
		p := opened(t, v, func(w io.Writer) error { return Matrix(w, s) })
		p.picture("selftest-" + map[bool]string{true: "narrow", false: "wide"}[v.dark])
		p.accessible()
		if n := strings.Count(eval[string](p, `document.querySelector(".kill .own").getAttribute("d")`), "M"); n != 150 {
			t.Errorf("%d cells are of the requirement that a defect is about, want 150", n)
		}
		if n := strings.Count(eval[string](p, `document.querySelector(".kill .others").getAttribute("d")`), "M"); n != 75 {
			t.Errorf("%d cells are of other requirements, want 75", n)
		}
		if got := eval[int64](p, `document.documentElement.scrollWidth - innerWidth`); got > 0 {
			t.Errorf("the page is %d too wide", got)
		}
	}
}
