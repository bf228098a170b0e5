//go:build !unix

package main

import "os"

// peakMemory is known only where the system tells it.
func peakMemory(*os.ProcessState) (int64, bool) { return 0, false }
