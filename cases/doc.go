// Package cases is the catalogue: what the document asks of a server
// (requirements), where it is unclear (errata), the messages it gives, and the
// cases that test all of it. The YAML files beside this one are the source, and are
// checked against the JSON Schemas. Builtin reads a compiled form of them, compiled.bin,
// which `go generate ./cases` writes; a test compares the two.
//
// The suite, the fuzzing harness and the command read the catalogue. The package imports
// the schemas and nothing else of the project: neither the reference server nor the fuzz
// oracle, which are separate readings of the same document, nor anything that sends.
package cases
