//go:build !gauntlet

package main

// wholeGauntlet says that the quicker ones of the hostile servers are tried.
const wholeGauntlet = false
