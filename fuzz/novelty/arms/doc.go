// Package arms lets Go's fuzzer count what it cannot see. Its functions do nothing
// but take one arm of a switch, and each arm is a block of its own to the
// instrumentation of a fuzzing build, with a counter of its own: a number that was
// not taken before is new coverage. In any other build nothing is left of the
// switch.
//
// Where only this package is instrumented, nothing but the numbers counts:
//
//	go test -c -gcflags=github.com/regspec/regspec/fuzz/novelty/arms=-d=libfuzzer
//
// It imports nothing, so that nothing else is counted with it.
package arms

//go:generate go run ./generate
