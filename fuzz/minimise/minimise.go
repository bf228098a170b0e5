package minimise

import (
	"net/url"
	"slices"
	"strings"

	"github.com/regspec/regspec/fuzz/traffic"
)

// Shows reports whether a sequence still shows what the original did.
type Shows func(traffic.Sequence) bool

// Sequence gives the least sequence it can find for which shows holds, asking it first about the plainest there
// are and then at most budget times, and only about sequences for which may holds. It never gives one that was not asked
// about, but for the original, which is taken to show.
func Sequence(q traffic.Sequence, budget int, may, shows Shows) traffic.Sequence {
	plainest := leasts()
	s := &minimiser{best: q, budget: len(plainest), may: may, shows: shows}
	for _, least := range plainest {
		if s.try(func(q *traffic.Sequence) { *q = least.Clone() }) {
			return s.best
		}
	}
	s.budget = budget
	for s.improved = true; s.improved && s.budget > 0; {
		s.improved = false
		s.steps()
		for i := range slices.Backward(s.best.Steps) {
			s.step(i)
		}
	}
	return s.best
}

// Complete gives the steps what every request has, as far as may and shows hold for that: what is wrong with
// them is then more than that something is left out.
func Complete(q traffic.Sequence, may, shows Shows) traffic.Sequence {
	s := &minimiser{best: q, budget: maxCompletions, may: may, shows: shows}
	for i := range s.best.Steps {
		s.complete(i)
	}
	return s.best
}

// maxCompletions bounds how many sequences Complete asks about.
const maxCompletions = 20

type minimiser struct {
	best     traffic.Sequence
	budget   int
	may      Shows
	shows    Shows
	improved bool
}

// try takes over a change of the best sequence so far if that still shows it.
func (s *minimiser) try(change func(*traffic.Sequence)) bool {
	if s.budget <= 0 {
		return false
	}
	next := s.best.Clone()
	change(&next)
	if !s.may(next) {
		return false
	}
	s.budget--
	if !s.shows(next) {
		return false
	}
	s.best, s.improved = next, true
	return true
}

// steps leaves out what it can, in large pieces first.
func (s *minimiser) steps() {
	for size := len(s.best.Steps) / 2; size >= 1; size /= 2 {
		for at := len(s.best.Steps) - size; at >= 0; at -= size {
			if at+size <= len(s.best.Steps) && len(s.best.Steps) > size {
				leave := func(q *traffic.Sequence) { q.Steps = slices.Delete(q.Steps, at, at+size) }
				// What is left may speak of clients from before those that are gone now.
				gone := associates(s.best.Steps[at : at+size])
				if gone == 0 || !s.try(func(q *traffic.Sequence) { lower(q.Steps[at+size:], gone); leave(q) }) {
					s.try(leave)
				}
			}
		}
	}
}

// associates is how many clients the steps register at most.
func associates(steps []traffic.Step) int {
	n := 0
	for _, step := range steps {
		if slices.ContainsFunc(step.Body.Members, func(m traffic.Member) bool { return m.Value.Text == "client_associate" }) {
			n += step.Repeats()
		}
	}
	return n
}

// lower makes steps speak of the clients that they spoke of before so many that were
// registered before all of them are gone.
func lower(steps []traffic.Step, gone int) {
	for i := range steps {
		since := associates(steps[:i])
		for at := range steps[i].Body.Members {
			if v := &steps[i].Body.Members[at].Value; v.Credential() && v.Of >= since && v.Of < traffic.First {
				v.Of = max(v.Of-gone, since)
			}
		}
	}
}

func (s *minimiser) step(i int) {
	tryStep := func(change func(*traffic.Step)) {
		s.try(func(q *traffic.Sequence) { change(&q.Steps[i]) })
	}
	step := func() traffic.Step { return s.best.Steps[i] }
	s.times(i)
	if step().Together {
		tryStep(func(t *traffic.Step) { t.Together = false })
	}
	if step().Pieces > 0 {
		tryStep(func(t *traffic.Step) { t.Pieces = 0 })
	}
	if step().Method != "" {
		tryStep(func(t *traffic.Step) { t.Method = "" })
	}
	if step().Query != "" {
		tryStep(func(t *traffic.Step) { t.Query = "" })
	}
	if step().Type != "" {
		tryStep(func(t *traffic.Step) { t.Type = "" })
	}
	for at := range slices.Backward(step().Header) {
		tryStep(func(t *traffic.Step) { t.Header = slices.Delete(t.Header, at, at+1) })
	}
	for at := range step().Header {
		s.text(func() string { return step().Header[at].Value }, func(q *traffic.Sequence, v string) { q.Steps[i].Header[at].Value = v })
	}
	s.body(i)
}

func (s *minimiser) complete(i int) {
	if s.best.Steps[i].Body.Format == traffic.Raw {
		return
	}
	has := func(name string) bool {
		return slices.ContainsFunc(s.best.Steps[i].Body.Members, func(m traffic.Member) bool { return m.Name == name })
	}
	for _, m := range []traffic.Member{
		member(traffic.ParamType, traffic.Str("client_associate")),
		member(traffic.ParamApplication, traffic.Str("native")),
		member(traffic.ParamID, traffic.Value{Kind: traffic.ID}),
		member(traffic.ParamSecret, traffic.Value{Kind: traffic.Secret}),
	} {
		if credential := m.Value.Credential(); !has(m.Name) && (!credential || s.best.Steps[i].Body.IsUpdate()) {
			s.try(func(q *traffic.Sequence) {
				b := &q.Steps[i].Body
				b.Members = append([]traffic.Member{m}, b.Members...)
			})
		}
	}
}

// times lowers how often a step is sent.
func (s *minimiser) times(i int) {
	lower := func(n int) bool {
		return s.try(func(q *traffic.Sequence) { q.Steps[i].Times = n })
	}
	if s.best.Steps[i].Times <= 1 || lower(0) {
		return
	}
	for low, high := 1, s.best.Steps[i].Times; high-low > 1 && s.budget > 0; {
		if middle := (low + high) / 2; lower(middle) {
			high = middle
		} else {
			low = middle
		}
	}
}

func (s *minimiser) body(i int) {
	body := func() traffic.Body { return s.best.Steps[i].Body }
	tryBody := func(change func(*traffic.Body)) {
		s.try(func(q *traffic.Sequence) { change(&q.Steps[i].Body) })
	}
	if body().Style != 0 {
		tryBody(func(b *traffic.Body) { b.Style = 0 })
		for _, one := range traffic.Styles() {
			if body().Style&one != 0 && body().Style != one {
				tryBody(func(b *traffic.Body) { b.Style &^= one })
			}
		}
	}
	if body().Tail != "" {
		tryBody(func(b *traffic.Body) { b.Tail = "" })
		s.endless(i)
	}
	if body().Head != "" {
		tryBody(func(b *traffic.Body) { b.Head = "" })
	}
	if body().Cut != 0 {
		s.cut(i)
	}
	if body().Format == traffic.Form {
		tryBody(func(b *traffic.Body) { b.Format = traffic.JSON })
	}
	s.text(func() string { return body().Head }, func(q *traffic.Sequence, v string) { q.Steps[i].Body.Head = v })
	s.text(func() string { return body().Tail }, func(q *traffic.Sequence, v string) { q.Steps[i].Body.Tail = v })
	s.members(i)
}

// endless makes what stands behind a form a part of its last value, which a server
// cannot tell apart.
func (s *minimiser) endless(i int) {
	b := s.best.Steps[i].Body
	last := len(b.Members) - 1
	if b.Format != traffic.Form || b.Tail == "" || b.Cut != 0 || last < 0 || b.Members[last].Value.Kind == traffic.Verbatim {
		return
	}
	if more, err := url.QueryUnescape(b.Tail); err == nil && !strings.Contains(b.Tail, "&") {
		s.try(func(q *traffic.Sequence) {
			b := &q.Steps[i].Body
			if v := &b.Members[last].Value; v.Credential() {
				v.After += more
			} else {
				v.Text += more
			}
			b.Tail = ""
		})
	}
}

// cut tries to do without leaving out the end of a body. Where that is in a
// credential, cutting the credential says it better.
func (s *minimiser) cut(i int) {
	cut := func(n int, last traffic.Corruption) bool {
		return s.try(func(q *traffic.Sequence) {
			b := &q.Steps[i].Body
			b.Cut = n
			if at := len(b.Members) - 1; at >= 0 && b.Members[at].Value.Credential() {
				b.Members[at].Value.Corruption = last
			}
		})
	}
	if !cut(0, traffic.Intact) && !cut(0, traffic.Cut) {
		cut(1, traffic.Intact)
	}
}

func (s *minimiser) members(i int) {
	members := func() []traffic.Member { return s.best.Steps[i].Body.Members }
	for size := (len(members()) + 1) / 2; size >= 1; size /= 2 {
		for at := len(members()) - size; at >= 0; at -= size {
			if at+size <= len(members()) {
				s.try(func(q *traffic.Sequence) {
					b := &q.Steps[i].Body
					b.Members = slices.Delete(b.Members, at, at+size)
				})
			}
		}
	}
	for at := range members() {
		if name := members()[at].Name; name != other && !slices.Contains(traffic.Params, name) {
			s.try(func(q *traffic.Sequence) { q.Steps[i].Body.Members[at].Name = other })
		}
		s.value(i, at)
	}
}

// other is the plainest name of a member that the document does not know.
const other = "x"

// value makes a member's value the plainest that still shows it.
func (s *minimiser) value(i, at int) {
	member := func() traffic.Member { return s.best.Steps[i].Body.Members[at] }
	set := func(v traffic.Value) bool {
		if v == member().Value {
			return true
		}
		return s.try(func(q *traffic.Sequence) { q.Steps[i].Body.Members[at].Value = v })
	}
	if v := member().Value; v.Credential() {
		whole := traffic.Value{Kind: v.Kind}
		if set(whole) {
			return
		}
		for _, simpler := range []traffic.Value{
			{Text: v.After},
			{Text: v.Text},
			{Text: v.Text + v.After},
			{Kind: v.Kind, Of: v.Of},
			{Kind: v.Kind, Corruption: v.Corruption},
			{Kind: v.Kind, Of: v.Of, Corruption: v.Corruption},
			{Kind: v.Kind, Text: v.Text, After: v.After},
			{Kind: v.Kind, Listed: v.Listed},
			{Kind: v.Kind, After: v.After},
			{Kind: v.Kind, Text: v.Text},
		} {
			if set(simpler) {
				break
			}
		}
	} else {
		if s.best.Steps[i].Body.Format == traffic.Form && v.Kind == traffic.Verbatim {
			if text, err := url.QueryUnescape(v.Text); err == nil && set(traffic.Str(text)) {
				v = member().Value
			}
		}
		for _, plain := range plain(member().Name) {
			if set(traffic.Str(plain)) {
				return
			}
		}
		if v.Listed {
			set(traffic.Value{Kind: v.Kind, Text: v.Text})
		}
	}
	s.text(func() string { return member().Value.Text }, func(q *traffic.Sequence, v string) { q.Steps[i].Body.Members[at].Value.Text = v })
	s.text(func() string { return member().Value.After }, func(q *traffic.Sequence, v string) { q.Steps[i].Body.Members[at].Value.After = v })
}

// plain are the values of a parameter in which there is least to see, plainest
// first. A value that is one of them already is left as it is.
func plain(name string) []string {
	switch name {
	case traffic.ParamType:
		return []string{"client_associate", "client_update"}
	case traffic.ParamApplication:
		return []string{"native", "web"}
	case traffic.ParamContacts:
		return []string{"a@b.example", "a@b.example a@b.example", "nobody"}
	case traffic.ParamLogo:
		return []string{"https://a.example/", "nowhere"}
	case traffic.ParamRedirect, traffic.ParamRedirectList:
		return []string{"https://a.example/", "https://a.example/ https://a.example/", "nowhere"}
	}
	return []string{"a"}
}
