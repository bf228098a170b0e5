// Package session plays sequences of requests to a target: it registers the clients that a sequence
// needs, sends, and lets the oracle judge every answer.
//
// The campaign, the native fuzz targets, the command and the replay of findings call it. The package must not import
// generators or findings: it sends whatever it gets.
package session
