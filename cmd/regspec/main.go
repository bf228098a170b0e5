// Command regspec tells whether a server's client registration endpoint
// (/api/client/register, as MediaGoblin and pump.io have it) conforms, why not,
// and how to see it again.
package main

import (
	"context"
	"io"
	"log"
	"os"
)

func main() {
	log.SetOutput(io.Discard) // net/http logs what a server sends beyond its answer
	os.Exit(execute(context.Background(), terminal{os.Stdout, os.Stderr}, os.Args[1:]))
}
