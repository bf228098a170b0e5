package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// signalled is a program for the scripts. It runs another program, sends it a
// signal as soon as a file is there, and the next one as soon as the next file
// is. It ends with the program's exit code, or with 99 if the program ended
// otherwise, or did not end within 20 seconds.
//
//	signalled [-deaf] FILE SIGNAL [FILE SIGNAL…] -- PROGRAM [ARGUMENT…]
//
// With -deaf nobody reads what the program prints, so that it gets stuck once
// the pipe is full.
func signalled() {
	args := os.Args[1:]
	deaf := args[0] == "-deaf"
	if deaf {
		args = args[1:]
	}
	var signals []string
	for args[0] != "--" {
		signals, args = append(signals, args[0]), args[1:]
	}
	code, err := runSignalled(deaf, signals, args[1:])
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "signalled:", err)
		code = 99
	}
	os.Exit(code)
}

func runSignalled(deaf bool, signals, args []string) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second*slowness)
	defer cancel()
	program := exec.CommandContext(ctx, args[0], args[1:]...)
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	if deaf {
		program.Stdout = nil
		if _, err := program.StdoutPipe(); err != nil {
			return 0, err
		}
	}
	if err := program.Start(); err != nil {
		return 0, err
	}
	go func() {
		for ; len(signals) > 0; signals = signals[2:] {
			for !exists(signals[0]) {
				time.Sleep(5 * time.Millisecond)
			}
			_ = program.Process.Signal(map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}[signals[1]])
		}
	}()
	err := program.Wait()
	code := program.ProcessState.ExitCode()
	if _, ok := errors.AsType[*exec.ExitError](err); ok && code >= 0 {
		err = nil
	}
	return code, err
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// measured is a program that runs another one and prints, last, the most memory
// that it took, in KiB. It has to be a small process that does so: Linux counts
// that of the parent as the child's own, from before the program is loaded.
func measured() {
	program := exec.Command(os.Args[1], os.Args[2:]...)
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	err := program.Run()
	if most, ok := peakMemory(program.ProcessState); ok {
		fmt.Println(most)
	}
	if err != nil {
		os.Exit(1)
	}
}
