//go:build long && !race

package selftest

// compared gives the defects with which both kinds of run are compared; "" is none.
func compared() []string {
	return []string{
		"", "get-registers", "head-registers", "answer-shorter-than-said", "unauthorized-drops-connection",
		"echo-as-page", "get-redirects", "unauthorized-message-case",
	}
}
