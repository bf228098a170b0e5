//go:build !long || race

package oracle_test

// slowdown is by how much fewer requests the tests send without the build tag long.
const slowdown = 6
