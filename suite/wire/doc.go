// Package wire is the HTTP client of the suite and of fuzzing. It sends a request
// exactly as it is given, down to the bytes, and keeps the exchange whole as
// evidence: what was sent, what came, how long it took and where it broke.
//
// No answer is an error here. A server that resets the connection, drips its body
// or answers with garbage is what a conformance test is about, so [Conn.Do] and
// [Client.Do] always return an [Exchange], and what broke is in its
// [Exchange.Break].
//
// A [Conn] sends over one connection, and is what a fuzz worker has: it uses its
// buffers again, starts no goroutine for a usual request, and does for each request
// the same few things, so that a fuzzer that counts coverage measures the server
// and not the client. A [Client] is a pool of them, and is what a run of the suite
// has.
//
// HTTP/1.1 is spoken here over TCP, TLS and Unix sockets, and through the proxy
// that the environment names. Where a TLS server agrees on HTTP/2, that is left to
// golang.org/x/net/http2, on a connection of this package.
//
// Everything that sends or reads an exchange uses it, in the suite, the fuzz half and
// the command. It imports no other package of the project and knows nothing of the
// document: what an answer means is for others to judge.
package wire
