// Package oracle says of any request and its answer whether the answer conforms.
//
// It is a reading of the document of its own, apart from the catalogue and from
// the reference server, with which it shares nothing but the names of the levels.
// A case of the catalogue knows what it sends; the oracle does not, and so has to
// work out of the bytes of any request which outcomes the document leaves open:
//
//	request → method, header, media type → body → parameters → ruling
//
// and then holds the answer against that ruling. A ruling has three parts: whether
// a success conforms, which refusals conform, and the level of each demand.
//
// Validity has three values. What is clearly valid must be accepted, what is
// clearly invalid must be refused with the message for it, and of all between the
// two either conforms. Wherever a request is too unusual to judge, the oracle allows
// too much rather than too little: a finding that is none costs a server's author
// more than one that came later.
//
// Sessions call it for every answer; packages campaign and finding read its rules and outcomes. It must not import
// the suite's judge or the reference: where two of the three readings disagree, a test fails. Of the
// catalogue it uses the levels only.
package oracle
