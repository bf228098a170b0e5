// Package minimise makes a sequence of requests as small as it can be while it still shows something, with
// the plainest values in it.
//
// The campaign calls [Sequence] for each finding. The package must not import anything but fuzz/traffic: what
// a sequence shows is the caller's question.
package minimise
