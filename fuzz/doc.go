// Package fuzz has the native fuzz targets: what go test -fuzz runs. Each makes a
// sequence of requests of its input, sends it to the server of REGSPEC_TARGET, or to
// the reference server within the process where that is not set, and fails where
// the oracle finds a violation.
//
//	go test -fuzz FuzzContacts ./fuzz
//	REGSPEC_TARGET=http://localhost:6543 go test -fuzz FuzzSequence ./fuzz
//
// Go's fuzzer sees coverage only of its own process, and none of a server in another
// one. So the targets count each form of an answer in a block of code of its own,
// which the fuzzer sees: see the packages novelty and counters.
//
// go test runs the targets, and regspec replay asks it which requests an input stands
// for. Besides its tests it imports fuzz/generate and fuzz/traffic only, and never the
// reference server.
package fuzz
