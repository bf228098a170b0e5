package campaign

import "testing"

// What befalls a target again and again is told once, with how often.
func TestEventsAreToldOnce(t *testing.T) {
	s := &state{told: map[string]int{}}
	for range 3 {
		s.tell("It forgot.")
	}
	s.tell("It slept.")
	all := s.allEvents()
	if len(all) != 2 || all[0].Text != "It forgot. That was so 3 times." || all[1].Text != "It slept." {
		t.Errorf("got %+v", all)
	}
}
