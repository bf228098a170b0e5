//go:build !long

package main

// oneDeviationOf says that one of so many deviations is mended and changed.
const oneDeviationOf = 8

// wholeGauntlet says that the quicker ones of the hostile servers are tried.
const wholeGauntlet = false
