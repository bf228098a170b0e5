package cases

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A literal is a reference that brings its value along: ${hex:fffe} is two
// bytes, and ${hex:61|x1000} is a thousand letters. It stays as it is until the
// request is sent, so that no catalogue is full of megabytes.
const literalPrefix = "hex:"

// maxLiteral bounds what a literal stands for, in bytes.
const maxLiteral = 16 << 20

func (r Reference) isLiteral() bool { return strings.HasPrefix(r.Name, literalPrefix) }

// Size is how many bytes and characters a literal stands for; it is 0 for any other reference.
func (r Reference) Size() (bytes, characters int) {
	once, times := r.Unit(), 1
	if count, repeats := strings.CutPrefix(r.Filter, "x"); repeats {
		times, _ = strconv.Atoi(count) // held to be a number when it was loaded
	}
	return times * len(once), times * utf8.RuneCountInString(once)
}

// Unit is what a literal stands for, once if it is repeated; it is "" for any other reference.
func (r Reference) Unit() string {
	if !r.isLiteral() {
		return ""
	}
	text, _ := r.decoded()
	return text
}

// decoded reads the digits of a literal.
func (r Reference) decoded() (string, error) {
	text, err := hex.DecodeString(strings.ReplaceAll(strings.TrimPrefix(r.Name, literalPrefix), " ", ""))
	return string(text), err
}

// literal is the value of a literal.
func (r Reference) literal() (string, error) {
	value, err := r.decoded()
	if err != nil {
		return "", fmt.Errorf("%s is not written in hexadecimal digits, two a byte", r)
	}
	if r.Filter == "" {
		return value, nil
	}
	count, repeats := strings.CutPrefix(r.Filter, "x")
	times, err := strconv.Atoi(count)
	if !repeats || err != nil {
		return "", fmt.Errorf("%s has a filter that is not xN, for N times", r)
	}
	return repeat(r, value, times)
}

func repeat(r Reference, value string, times int) (string, error) {
	if times < 1 || times > maxLiteral || times*len(value) > maxLiteral {
		return "", fmt.Errorf("%s makes %d bytes, and must make 1 to %d", r, times*len(value), maxLiteral)
	}
	return strings.Repeat(value, times), nil
}

// ofRow makes a literal of a reference to a member of a row that is to be
// repeated: ${letter|x1000}, or ${letter|x:length} for as many times as the row's
// member length says.
func (r Reference) ofRow(row map[string]any) (Reference, error) {
	value := fmt.Sprint(row[r.Name])
	count, repeats := strings.CutPrefix(r.Filter, "x")
	if name, ok := strings.CutPrefix(count, ":"); ok {
		count = fmt.Sprint(row[name])
	}
	times, err := strconv.Atoi(count)
	if !repeats || err != nil {
		return Reference{}, fmt.Errorf("%s has a filter that is not xN, nor x:MEMBER with a number in the row: a row is written as it is to be, but for what it repeats", r)
	}
	if _, err := repeat(r, value, times); err != nil {
		return Reference{}, err
	}
	return Reference{literalPrefix + hex.EncodeToString([]byte(value)), "x" + strconv.Itoa(times)}, nil
}
