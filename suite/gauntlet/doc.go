// Package gauntlet has hostile servers, and servers that conform and are hard to test.
// With each comes what regspec run and regspec fuzz must make of it: the exit code,
// sentences that must be printed and that must not be, and bounds on time and memory.
//
// The package testservers is about what a server answers. This one is about how it
// does so: it dies, refuses for coming too soon, serves few connections, is far away,
// stalls, drops requests, sends too much, or speaks HTTP in an odd way.
//
// [All] is the table. A group of rows stands in a file of its own, beside the words it
// is written in. The behaviour of the endpoint is that of package reference: what is
// tested here is not how the document is read. A [Host] gives a server its address,
// at which it can stop to listen and come back.
//
// Only the test of cmd/regspec imports it. It imports reference and the standard library.
package gauntlet
