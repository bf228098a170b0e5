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
