//go:build !long || race

package selftest

// compared gives the defects with which both kinds of run are compared; "" is none. With
// -tags long they are more.
func compared() []string { return []string{"", "answer-shorter-than-said", "get-redirects"} }
