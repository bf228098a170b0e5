// Package judge compares what was expected of an answer with the answer that came,
// and gives the mismatches. Every mismatch of the suite comes from here, and its wording.
//
// [Exchange] judges one answer, [Across] the answers to a step that was sent many
// times, [Recorded] an answer whose case is not known. The runner in package suite
// calls them, and so does a matcher of package specs.
//
// The package is pure: its functions depend on their arguments alone. It may not
// import context, net or os, and it reads no clock: an [Expectation] says what time
// it is. It imports the vocabulary (cases, report, wire) and schemas, and shares
// nothing with the reference server and the fuzz oracle, which read the document on
// their own.
package judge
