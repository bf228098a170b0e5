// Package trial tries fuzzing on servers of which it is known what is wrong with them:
// how many requests a campaign takes to find each defect, and whether it blames a
// server that conforms.
//
// The self-test of the command calls it. It knows no seeded defect by name: the caller
// passes the servers.
package trial
