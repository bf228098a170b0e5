// Package covering computes covering arrays: few rows, each with one value of
// every factor, such that each of the wanted combinations of values stands in a row.
//
// It knows nothing of what the values mean. The same input gives the same rows.
package covering
