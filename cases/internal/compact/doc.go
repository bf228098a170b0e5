// Package compact writes Go values as bytes that are quick to read back, for data that
// is embedded in a program. Unlike encoding/gob it keeps a nil slice apart from an empty
// one, and a nil pointer from one to a zero value; and what it reads needs no copies of
// strings. The bytes are for the very types that they were written from: Unmarshal
// refuses any others.
//
// Package cases calls it. It imports nothing of the project.
package compact

import (
	"fmt"
	"hash/crc32"
	"reflect"
	"slices"
	"strings"
)

// typesOf gives the types of values, which are those that an interface may hold.
func typesOf(values []any) []reflect.Type {
	types := make([]reflect.Type, len(values))
	for i, v := range values {
		types[i] = reflect.TypeOf(v)
	}
	return types
}

// fingerprint is a checksum of all that the bytes depend on: the names and types of
// fields, and the types that an interface may hold.
func fingerprint(top reflect.Type, held []reflect.Type) uint32 {
	var b strings.Builder
	seen := map[reflect.Type]bool{}
	for _, t := range append(slices.Clip(held), top) {
		describe(&b, t, seen)
	}
	return crc32.ChecksumIEEE([]byte(b.String()))
}

func describe(b *strings.Builder, t reflect.Type, seen map[reflect.Type]bool) {
	fmt.Fprintf(b, "%s %s;", t, t.Kind())
	if seen[t] {
		return
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Map:
		describe(b, t.Key(), seen)
		describe(b, t.Elem(), seen)
	case reflect.Array, reflect.Pointer, reflect.Slice:
		describe(b, t.Elem(), seen)
	case reflect.Struct:
		for field := range t.Fields() {
			b.WriteString(field.Name + " ")
			describe(b, field.Type, seen)
		}
	default:
	}
}
