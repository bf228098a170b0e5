// Package reference is a conforming server for the client registration
// endpoint of MediaGoblin and pump.io, small enough to be read in one sitting
// and embedded in the tool that tests other servers.
//
// A request passes through one pipeline, and each stage can refuse it:
//
//	route → read → decode → check (in order, first fault wins) → act → write
//
// Nothing before act touches the store, so a refused request leaves no trace.
//
// Where the specification leaves a freedom, these principles decide:
//
//   - A refusal uses one of the documented messages whenever one can bear the
//     fault, so that a client that knows only those is never surprised. The
//     few messages beyond them are kept apart in messages.go.
//   - Null counts as left out, in every parameter. So does an empty string
//     where only a fixed word or a credential makes sense, because a form
//     sends its untouched inputs that way; in the descriptive parameters an
//     empty string clears the stored value.
//   - An update is partial: what it leaves out stays as it was.
//   - Input that cannot be echoed faithfully (invalid UTF-8, half a surrogate
//     pair) or that two readers could take differently (a parameter given
//     twice) is refused rather than guessed at.
//   - Single values are taken literally, without trimming; in lists any run of
//     ASCII white space separates, so doubled and stray spaces do no harm.
//
// To see whether a test suite notices what is wrong, and only that, the server
// can be seeded with small departures from the specification, and with
// freedoms of it that the server does not use of itself. [Defects] and
// [Variants] list them, [Options] names those that a server shall have. They
// are put in by changing a stage of the pipeline (behaviour.go); the files
// alterations*.go hold the words in which the tables in defects_*.go and variants_*.go
// are written. To add one is to add a line to a table.
package reference
