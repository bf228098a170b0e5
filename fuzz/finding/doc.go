// Package finding has what a campaign found: a mismatch, the least sequence that shows it, and the
// bucket that it belongs to. It writes a finding as a case file and into a report, and sends it again.
//
// Package campaign makes findings, and package trial counts them; the commands fuzz and replay write and send them. The package must not
// import the campaign, nor the suite's runner: a finding must be readable without either.
package finding
