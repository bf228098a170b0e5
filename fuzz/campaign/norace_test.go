//go:build long && !race

package campaign_test

// slow says that the race detector is on, under which whole campaigns take minutes.
const slow = false
