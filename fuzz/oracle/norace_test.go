//go:build !race

package oracle_test

const slowdown = 1
