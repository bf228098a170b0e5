// Package target has how a server under test is reached and treated, whoever tests
// it: waiting until it answers, the pauses that it asks for, requests that are sent
// at the same moment, restarts, and how many connections it serves at once.
//
// The suite and the fuzz half call it (the campaign alone retries with a Monitor; a
// run isolates the guilty case instead), and so does the command where it waits for a
// server. What an answer means is no business of this package: where that matters (is
// 429 a refusal?), the caller passes a function. It may import package wire and
// nothing else of the project.
package target
