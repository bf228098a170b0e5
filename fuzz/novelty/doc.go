// Package novelty recognises new forms of answers, for a fuzzer that has no coverage
// of the server. It reduces each answer to a signature. A new signature is to the
// fuzzer what new coverage is to others.
//
// Answers with the same cause have the same signature: the values that were sent,
// ids, numbers and times are masked in it.
//
// The campaign keeps the sequences that bring new signatures. The native fuzz targets
// turn the places of signatures into coverage with package counters, below this one.
// Of the project it imports suite/wire alone; it reads no answer as the document does.
package novelty
