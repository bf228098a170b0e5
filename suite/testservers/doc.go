// Package testservers has registration servers to test the suite and the fuzzer
// with. They are written from the description of the endpoint alone, so that tests
// can show two things: a server that conforms in its own way is not failed, and a
// server that departs in one point is found.
//
// There are three base servers, in the style of three ecosystems:
//
//   - dict: a port of a Python view, with dictionaries, regular expressions
//     and the first fault found deciding;
//   - typed: a layered service with a transfer object, collected violations,
//     net/url and hashed secrets;
//   - chain: a script in the style of Express or PHP, with a chain of steps,
//     a JSON reader and form decoder of its own and a table of rows.
//
// Every server is one of them with a few seams replaced. [All] are those that the suite
// is tested with. [RareDefects] are those that the campaign is measured with, on the
// conforming server [Careful]; [FiveCauses], [Restarting] and [Forgetful] test what the
// campaign makes of crashes.
//
// Only tests import it: those of suite, fuzz and fuzz/campaign. It imports the
// standard library and nothing of the project, so that it shares no mistake with it.
package testservers
