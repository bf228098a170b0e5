package compact

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"reflect"
	"slices"
)

// Marshal writes a value. An interface in it holds nil or a value of the type of one of
// held. All fields of structs must be exported.
//
// The bytes are a checksum of the others, the fingerprint of the types, the texts that
// occur, each once, and the value, in which a text is its number. Numbers are varints
// (encoding/binary).
func Marshal(v any, held ...any) ([]byte, error) {
	e := encoder{held: typesOf(held), numbers: map[string]int{}}
	value := reflect.ValueOf(v)
	if err := e.write(value); err != nil {
		return nil, err
	}
	data := binary.AppendUvarint(nil, uint64(fingerprint(value.Type(), e.held)))
	data = binary.AppendUvarint(data, uint64(len(e.texts)))
	for _, text := range e.texts {
		data = binary.AppendUvarint(data, uint64(len(text)))
		data = append(data, text...)
	}
	data = append(data, e.body...)
	return append(binary.AppendUvarint(nil, uint64(crc32.ChecksumIEEE(data))), data...), nil
}

type encoder struct {
	held    []reflect.Type
	texts   []string
	numbers map[string]int // of the texts
	body    []byte
}

func (e *encoder) number(n int) { e.body = binary.AppendUvarint(e.body, uint64(n)) } //nolint:gosec // no n is negative

func (e *encoder) write(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		e.text(v.String())
	case reflect.Bool:
		e.body = append(e.body, 0)
		if v.Bool() {
			e.body[len(e.body)-1] = 1
		}
	case reflect.Int, reflect.Int64:
		e.body = binary.AppendVarint(e.body, v.Int())
	case reflect.Uint32, reflect.Uint64:
		e.body = binary.AppendUvarint(e.body, v.Uint())
	case reflect.Float64:
		e.body = binary.AppendUvarint(e.body, math.Float64bits(v.Float()))
	case reflect.Struct:
		for _, field := range v.Fields() {
			if err := e.write(field); err != nil {
				return err
			}
		}
	case reflect.Array:
		return e.items(v)
	default:
		return e.nillable(v)
	}
	return nil
}

// nillable writes what may be nil: 0 if it is, or else 1 and how long it is or the number
// of its type.
func (e *encoder) nillable(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
	default:
		return fmt.Errorf("writing %s: there is no form for it", v.Type())
	}
	if v.IsNil() {
		e.number(0)
		return nil
	}
	switch v.Kind() {
	case reflect.Slice:
		e.number(1 + v.Len())
		return e.items(v)
	case reflect.Map:
		e.number(1 + v.Len())
		return e.members(v)
	case reflect.Interface:
		place := slices.Index(e.held, v.Elem().Type())
		if place < 0 {
			return fmt.Errorf("writing an interface: it holds a %s, which is not among its types", v.Elem().Type())
		}
		e.number(1 + place)
	default:
		e.number(1)
	}
	return e.write(v.Elem())
}

func (e *encoder) items(v reflect.Value) error {
	for i := range v.Len() {
		if err := e.write(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

// members writes a map with texts for keys, in their order.
func (e *encoder) members(v reflect.Value) error {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		if a.String() < b.String() {
			return -1
		}
		return 1
	})
	for _, key := range keys {
		e.text(key.String())
		if err := e.write(v.MapIndex(key)); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) text(s string) {
	number, known := e.numbers[s]
	if !known {
		number = len(e.texts)
		e.numbers[s] = number
		e.texts = append(e.texts, s)
	}
	e.number(number)
}
