//go:build race

package suite_test

// underRace tells that the race detector is on, with which everything takes many
// times as long.
const underRace = true
