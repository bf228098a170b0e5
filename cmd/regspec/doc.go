// Command regspec tells whether a server's client registration endpoint
// (/api/client/register, as MediaGoblin and pump.io have it) conforms, why not,
// and how to see it again.
//
// A subcommand has a file of its own, with its flags, its exit codes and the files that
// it reads and writes, and calls the packages that do the work: no verdict is made
// here. Nothing imports it.
package main
