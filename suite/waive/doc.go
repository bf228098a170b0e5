// Package waive excuses the failures of a target that are known, as a file of
// waivers says, finds the waivers that no longer fit, and writes the file. What it decides
// it decides from a report, the waivers and a date alone.
//
// The suite resolves waivers and judges a run by them; the command reads and writes their
// files. Of the project it imports cases, the schemas and the report. It may import neither the
// suite nor anything that sends.
package waive
