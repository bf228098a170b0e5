// Package counters turns numbers into coverage that Go's fuzzer sees. Package novelty
// gives each new form of an answer a number. Here each number has a block of code of
// its own, and a fuzzing build has a counter for each block: a number that was not
// counted before is new coverage. In any other build the blocks are empty.
//
// Where only this package is instrumented, nothing but the numbers counts:
//
//	go test -c -gcflags=github.com/regspec/regspec/fuzz/novelty/counters=-d=libfuzzer
//
// The native fuzz targets in fuzz call it, and the experiment in
// fuzz/novelty/experiment. It imports nothing, so that nothing else is counted with it.
package counters
