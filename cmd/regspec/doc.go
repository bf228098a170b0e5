// Command regspec tells whether a server's client registration endpoint
// (/api/client/register, as MediaGoblin and pump.io have it) conforms, why not,
// and how to see it again.
//
// There is one file a subcommand. It has the flags, the exit codes and the files of
// the command, and calls the packages that do the work: no verdict is made here, no
// case chosen and no report written. Nothing imports it.
package main
