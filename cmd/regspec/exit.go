package main

import (
	"errors"

	"github.com/regspec/regspec/suite/report"
)

// The exit codes. Scripts rely on them.
const (
	exitOK          = 0
	exitFailed      = 1  // the target does not conform
	exitUsage       = 2  // a flag, file or pattern is wrong, or nothing is selected
	exitUntested    = 3  // the target could not be tested
	exitStale       = 4  // the target conforms, and the waivers have to be mended
	exitFault       = 70 // a fault in regspec itself
	exitInterrupted = 130
)

// exitError is an error that knows its exit code.
type exitError struct {
	code int
	err  error // nil if everything was said already
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// codeOf is the exit code of a command's error. What has no code of its own is
// about the command line: nothing else in a command fails without one.
func codeOf(err error) int {
	var own *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &own):
		return own.code
	}
	return exitUsage
}

// codeFor is the exit code that a run's gate means.
func codeFor(gate report.Gate) int {
	switch gate {
	case report.GateOpen:
		return exitOK
	case report.GateFailed:
		return exitFailed
	case report.GateUntested:
		return exitUntested
	case report.GateStale:
		return exitStale
	case report.GateInterrupted:
		return exitInterrupted
	}
	return exitFault
}

// also adds what went wrong later, and keeps the exit code of what went wrong first.
func also(first, later error) error {
	switch {
	case later == nil:
		return first
	case first == nil:
		return later
	case first.Error() == "":
		return &exitError{codeOf(first), later}
	}
	return &exitError{codeOf(first), errors.Join(first, later)}
}

// withoutVerdict leaves of a run's error only what went wrong in regspec's own work.
func withoutVerdict(err error) error { return errors.Unwrap(err) }
