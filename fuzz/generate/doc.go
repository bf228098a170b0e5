// Package generate makes sequences of requests: from nothing, from another sequence, and in the
// deterministic stage, which tries each word of the dictionary once. A generator is a function of a [Source]
// of choices: a seed in a campaign, rapid in a property, bytes in a native fuzz target.
//
// The campaign and the native fuzz targets call it. The package must not import the oracle: what is valid
// here is only likely to be, and nothing is judged by it.
package generate
