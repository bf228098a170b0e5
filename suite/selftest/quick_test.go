//go:build !long

package selftest

// compared gives the defects with which both kinds of run are compared; "" is none. With
// -tags long they are more.
func compared() []string { return []string{"", "answer-shorter-than-said", "get-redirects"} }

// sampled is which part of the dictionary is looked at: one defect in so many.
func sampled() int { return 150 }
