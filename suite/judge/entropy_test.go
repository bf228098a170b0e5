package judge

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"testing"
)

// sample makes the values of a sample.
func sample(value func(i int) string) []string {
	all := make([]string, 100)
	for i := range all {
		all[i] = value(i)
	}
	return all
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

func TestApparentBits(t *testing.T) {
	b64 := base64.RawURLEncoding.EncodeToString
	ids := sample(func(int) string { return hex.EncodeToString(randomBytes(16)) })
	for _, row := range []struct {
		name        string
		value       func(i int) string
		least, most float64
	}{
		{"128 bits in hex", func(int) string { return hex.EncodeToString(randomBytes(16)) }, 128, 128},
		{"256 bits in hex", func(int) string { return hex.EncodeToString(randomBytes(32)) }, 256, 256},
		{"128 bits in base64", func(int) string { return b64(randomBytes(16)) }, 128, 130},
		{"160 bits in base64", func(int) string { return b64(randomBytes(20)) }, 160, 163},
		{"128 bits in padded base64", func(int) string { return base64.StdEncoding.EncodeToString(randomBytes(16)) }, 128, 130},
		{"160 bits in base32", func(int) string { return base32.StdEncoding.EncodeToString(randomBytes(20)) }, 160, 160},
		{"128 bits in decimals", func(int) string { return new(big.Int).SetBytes(randomBytes(16)).String() }, 128, 134},
		{"22 of 62", func(int) string { return draw62(22) }, 130, 131.1},
		{"26 of 32", func(int) string { return rand.Text() }, 130, 130},
		{"behind a prefix", func(int) string { return "secret_" + hex.EncodeToString(randomBytes(16)) }, 128, 128},
		{"a UUID", func(int) string { return uuid(randomBytes(16)) }, 121.9, 122.6},
		{"128 bits in hex without zeros before it", func(int) string { return new(big.Int).SetBytes(randomBytes(16)).Text(16) }, 128, 131},
		{"128 bits in binary without zeros before it", func(int) string { return new(big.Int).SetBytes(randomBytes(16)).Text(2) }, 128, 140},
		{"64 bits", func(int) string { return hex.EncodeToString(randomBytes(8)) }, 64, 64},
		{"eight letters", func(int) string { return draw62(8) }, 47, 48},
		{"mostly the same", func(int) string { return "0123456789abcdef0123456789abcdef" + hex.EncodeToString(randomBytes(4)) }, 32, 33},
		{"four times the same", func(int) string { h := hex.EncodeToString(randomBytes(8)); return h + h + h + h }, 64, 64},
		{"the id", func(i int) string { return ids[i] }, 0, 0},
		{"the id and a little", func(i int) string { return ids[i] + hex.EncodeToString(randomBytes(2)) }, 16, 17},
		{"a count", func(i int) string { return fmt.Sprintf("%032d", i) }, 0, 7},
		{"one value", func(int) string { return "secret" }, 0, 0},
	} {
		for range 20 {
			if got := apparentBits(sample(row.value), ids); got < row.least || got > row.most {
				t.Errorf("%s: %v bits, want %v to %v", row.name, got, row.least, row.most)
			}
		}
	}
}

const sixtyTwo = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

func draw62(n int) string {
	text := make([]byte, 0, n)
	for len(text) < n {
		if b := randomBytes(1)[0] & 63; b < 62 {
			text = append(text, sixtyTwo[b])
		}
	}
	return string(text)
}

func uuid(b []byte) string {
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func TestCounting(t *testing.T) {
	for _, row := range []struct {
		name  string
		value func(i int) string
		want  bool
	}{
		{"from one", func(i int) string { return fmt.Sprint(i + 1) }, true},
		{"with a prefix", func(i int) string { return fmt.Sprintf("client-%d", i+95) }, true},
		{"with zeros", func(i int) string { return fmt.Sprintf("%010d", 4711+3*i) }, true},
		{"in hex", func(i int) string { return fmt.Sprintf("%08X", 0xbeef00+i) }, true},
		{"in base 36", func(i int) string { return big.NewInt(int64(123456 + 7*i)).Text(36) }, true},
		{"in no order", func(i int) string { return fmt.Sprint(1000 + (i*37)%100) }, true},
		{"of an object database", func(i int) string { return fmt.Sprintf("6564a1b2c3d4e5f60718%04x", 0x29a0+i) }, true},
		{"random", func(int) string { return hex.EncodeToString(randomBytes(16)) }, false},
		{"random, 64 bits", func(int) string { return hex.EncodeToString(randomBytes(8)) }, false},
		{"random letters", func(int) string { return draw62(22) }, false},
		{"UUIDs", func(int) string { return uuid(randomBytes(16)) }, false},
		{"a clock with a random tail", func(i int) string {
			return fmt.Sprintf("%012x%s", 0x18c3f2a1b00+i, hex.EncodeToString(randomBytes(10)))
		}, false},
		{"one value", func(int) string { return "client" }, false},
	} {
		for range 5 {
			if got := counting(sample(row.value)); (got != "") != row.want {
				t.Errorf("%s: %q, want a count: %v", row.name, got, row.want)
			}
		}
	}
}
