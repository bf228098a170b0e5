// Package report is the result of a run as one plain struct, and what every
// output needs to know of it: the gate, the causes of failure, the comparison
// with a baseline. It is pure, and writes nothing.
//
// Packages suite and campaign make a Report once, and the command where it replays. Package redact takes the credentials
// out of it, once. Package format writes it.
//
// It may import cases, schemas and wire.
package report
