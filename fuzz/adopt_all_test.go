//go:build long

package fuzz_test

import (
	"testing"

	"github.com/regspec/regspec/cases"
)

// TestMoreFindingsAreCases tries defects that show in every way in which a finding is
// written down, in fields and in a raw body, in one step and in several, with clients
// of the case and of its steps, and defects that only many answers show, or that no
// single one does.
func TestMoreFindingsAreCases(t *testing.T) {
	if slow {
		t.Skip("whole campaigns take minutes under the race detector; .ci/run tries them without it")
	}
	become(t, cases.Implied, 30_000,
		"email-last-unchecked", "redirect-uri-null-crashes", "get-registers", "json-byte-order-mark-crashes", "secret-by-prefix",
		"long-value-crashes", "type-null-crashes", "contacts-list-taken-on-update", "form-field-empty-crashes")
	become(t, cases.Hardening, 3000,
		"redirect-unchecked", "id-counts", "secret-of-eight-hex-digits", "unknown-id-status", "wrong-secret-challenge",
		"secret-with-quote-refused-otherwise", "secret-with-wildcard-refused-otherwise", "update-takes-client-out")
}
