// Package experiment measures what package novelty is worth. A server in a process
// of its own hides eight tokens of 32 each, and its answer names the first that is
// not right: there are 10^12 guesses, and only who listens to the answers gets
// through.
//
// FuzzTokens is the fuzz target. By itself it passes, whatever is found.
//
// TestExperiment runs it in several ways, many times, and prints a table. It takes
// minutes and is skipped unless it is asked for:
//
//	REGSPEC_EXPERIMENT_SEEDS=3 REGSPEC_EXPERIMENT_SECONDS=60 \
//		go test -timeout 2h -v -run Experiment ./fuzz/novelty/experiment
package experiment
