// Package describe finds what the requests with a fault have in common: the smallest
// descriptions, in traits, that cover them and next to none of those without it.
//
// Everything in it is pure. It says what is to be seen of a request, and not how it has to be
// answered, so that runs and campaigns, which read the document apart, both use it.
package describe
