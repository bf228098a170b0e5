// Package selftest runs the suite against servers of which it is known what is wrong
// with them, and says whether the suite sees it: every seeded defect must fail a case
// that is about it, at its level, and nothing that conforms may fail.
//
// The command calls it with the defects and variants of the reference server. The
// package knows none of them: it may not import the reference server, nor anything
// below fuzz.
package selftest
