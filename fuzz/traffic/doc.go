// Package traffic says what fuzzing sends: sequences of requests, as data. The data can be generated,
// varied, minimised, written into a file of a corpus and read back, turned into the bytes that go over the wire,
// and read from a case.
//
// Most packages below fuzz call it. The package must not import any of them but fuzz/dictionary, whose words
// stand for themselves in the encoding: corpora that are committed must still decode.
package traffic
