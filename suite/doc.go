// Package suite runs the cases of the catalogue against a target: it selects them,
// carries them out, finds out which case is to blame when the target breaks off, and
// gathers the results in a report.
//
// [Run] does all of it; [Start] gives an [Execution] whose results can be read while it
// runs. Mismatches and their wording come from package judge; what the reader sees is
// written by package format. The regspec command, package specs and package selftest
// call it.
//
// It may not import the reference server or anything below fuzz.
package suite
