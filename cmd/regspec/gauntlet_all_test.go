//go:build gauntlet

package main

// wholeGauntlet says that every hostile server is tried.
const wholeGauntlet = true
