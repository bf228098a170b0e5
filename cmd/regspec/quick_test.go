//go:build !long

package main

// oneDeviationOf says that one of so many deviations is mended and changed.
const oneDeviationOf = 8
