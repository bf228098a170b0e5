//go:build long && !race

package oracle_test

// slowdown is by how much fewer requests the tests send.
const slowdown = 1
