package main

import (
	"bytes"
	"os"
	"testing"
)

func TestIsUpToDate(t *testing.T) {
	have, err := os.ReadFile("../arms.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, source()) {
		t.Error("arms.go is not what is generated: run go generate ./fuzz/novelty/arms")
	}
}
