package main

import (
	"errors"
	"strconv"
)

// auto is a number of things to do at a time, or 0 for as many as the target bears.
type auto int

const (
	autoWord = "auto"
	autoType = "auto|N"
)

// String writes it as the command line has it.
func (a *auto) String() string {
	if *a == 0 {
		return autoWord
	}
	return strconv.Itoa(int(*a))
}

// Set reads it.
func (a *auto) Set(text string) error {
	if text == autoWord {
		*a = 0
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return errors.New("neither auto nor a number that is at least 1")
	}
	*a = auto(n)
	return nil
}

// Type is what help says that the flag takes.
func (a *auto) Type() string { return autoType }
