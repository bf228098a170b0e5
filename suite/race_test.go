//go:build race

package suite

// UnderRace tells that the race detector is on, with which everything takes many
// times as long.
const UnderRace = true
