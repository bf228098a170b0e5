// Package campaign fuzzes a target. It makes sequences of requests, sends them, lets the oracle judge the
// answers, varies the sequences that brought something new, and minimises those with a mismatch to findings.
//
// The commands fuzz and selftest call [Run]. The package must not import the suite's runner or its judge, or
// the reference: the oracle is a reading of the document of its own. It uses suite/describe, which reads nothing
// of the document, so that a finding is by the same rules one cause as a block of a run is.
package campaign
