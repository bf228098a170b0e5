package main

import (
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite/report/format"
)

// consoleFlags say how much the words for people tell.
type consoleFlags struct {
	quiet, verbose bool
	maxCauses      int
}

// causesTold is how many causes are told in full where nobody says otherwise. Who has more
// mends these first.
const causesTold = 10

func (f *consoleFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print only what to mend, a line each, and what the run means")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "print every cause in full, with the names of all results")
	flags.IntVar(&f.maxCauses, "max-causes", causesTold, "print so many causes in full; 0 is all")
	cmd.MarkFlagsMutuallyExclusive("quiet", "verbose")
	group(flags, reporting, "quiet", "verbose", "max-causes")
}

func (f *consoleFlags) options() format.ConsoleOptions {
	return format.ConsoleOptions{Quiet: f.quiet, Verbose: f.verbose, MaxCauses: f.maxCauses}
}

// The widths that $COLUMNS may ask for.
const narrowest, widest = 40, 1 << 20

// width is how wide the words for people are, if the environment says so, or else 0.
func width() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n >= narrowest && n <= widest {
		return n
	}
	return 0
}
