//go:build long && !race

package fuzz_test

import (
	"testing"

	"github.com/regspec/regspec/cases"
)

// adopted are defects that show in every manner in which a finding is written down: in
// fields and in a raw body, in one step and in several, with clients of the case
// and of its steps.
var adopted = []string{
	"email-last-unchecked", "redirect-uri-null-crashes", "get-registers", "json-byte-order-mark-crashes", "secret-by-prefix",
	"long-value-crashes", "type-null-crashes", "contacts-list-taken-on-update", "form-field-empty-crashes",
}

// adoptedOfMany are defects that only many answers show, or that no single one does.
var adoptedOfMany = []string{
	"redirect-unchecked", "id-counts", "secret-of-eight-hex-digits", "unknown-id-status", "wrong-secret-challenge",
	"secret-with-quote-refused-otherwise", "secret-with-wildcard-refused-otherwise", "update-takes-client-out",
}

// TestFindingsAreCases makes a case of each thing that is found: it loads, it fails
// on the server that it was found on, and it passes on the one without the defect.
func TestFindingsAreCases(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range adopted {
		t.Run(name, func(t *testing.T) { become(t, catalogue, name, cases.Implied) })
	}
	for _, name := range adoptedOfMany {
		t.Run(name, func(t *testing.T) { become(t, catalogue, name, cases.Hardening) })
	}
}
