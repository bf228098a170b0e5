package finding

import "testing"

// A finding that did not show again has no exchange, and a report says so with an empty list.
func TestReportOfAFindingWithoutExchanges(t *testing.T) {
	if all := Report([]Finding{{}}).Findings; len(all) != 1 || all[0].Exchanges == nil {
		t.Errorf("got %+v", all)
	}
}
