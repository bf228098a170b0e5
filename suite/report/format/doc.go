// Package format writes a report: one file for each format, and the table of them
// in format.go. A writer reads the report that it is given and changes nothing in
// it; credentials are hidden before, by package redact.
//
// The regspec command calls it, and package specs takes the text of one result from
// it. It may import report, cases and wire.
package format
