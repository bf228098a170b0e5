//go:build race

package oracle_test

// slowdown is by how much fewer requests are sent under the race detector, which takes several times as long.
const slowdown = 6
