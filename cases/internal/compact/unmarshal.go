package compact

import (
	"fmt"
	"hash/crc32"
	"math"
	"reflect"
)

// Unmarshal reads what Marshal wrote into what a pointer points to. It fails if the data
// was written from other types, or is not as it was written. Texts are parts of data.
func Unmarshal(data string, into any, held ...any) error {
	d := decoder{rest: data, held: typesOf(held)}
	target := reflect.ValueOf(into).Elem()
	if len(data) < 10 { // the longest varint
		return fmt.Errorf("reading a %s: the data is too short", target.Type())
	}
	if sum := d.uint(); sum != uint64(crc32.ChecksumIEEE([]byte(d.rest))) {
		return fmt.Errorf("reading a %s: the data is damaged", target.Type())
	}
	if d.uint() != uint64(fingerprint(target.Type(), d.held)) {
		return fmt.Errorf("reading a %s: the data was written from other types", target.Type())
	}
	d.texts = make([]string, d.uint())
	for i := range d.texts {
		n := d.uint()
		d.texts[i], d.rest = d.rest[:n], d.rest[n:]
	}
	d.read(target)
	return nil
}

// decoder reads data from its beginning. The checksum has shown that the data is whole.
type decoder struct {
	rest  string
	held  []reflect.Type
	texts []string
}

// uint reads a varint, as binary.Uvarint does from bytes.
func (d *decoder) uint() uint64 {
	var n uint64
	for i := 0; ; i++ {
		b := d.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			d.rest = d.rest[i+1:]
			return n
		}
	}
}

// read fills a value that is zero so far.
func (d *decoder) read(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(d.texts[d.uint()])
	case reflect.Bool:
		v.SetBool(d.uint() == 1)
	case reflect.Int, reflect.Int64:
		n := d.uint()
		v.SetInt(int64(n>>1) ^ -int64(n&1)) // as binary.Varint does
	case reflect.Uint32, reflect.Uint64:
		v.SetUint(d.uint())
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(d.uint()))
	case reflect.Struct:
		for i := range v.NumField() { //nolint:modernize // v.Fields makes a description of each field
			d.read(v.Field(i))
		}
	case reflect.Array:
		d.items(v)
	default:
		if n := d.uint(); n > 0 {
			d.readNillable(v, int(n-1)) //nolint:gosec // Marshal wrote an int
		}
	}
}

// readNillable fills what may be nil and is not; n is its length, or the number of its type.
func (d *decoder) readNillable(v reflect.Value, n int) {
	switch v.Kind() {
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		d.items(v)
	case reflect.Map:
		v.Set(reflect.MakeMapWithSize(v.Type(), n))
		for range n {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			key.SetString(d.texts[d.uint()])
			d.read(value)
			v.SetMapIndex(key, value)
		}
	case reflect.Interface:
		value := reflect.New(d.held[n]).Elem()
		d.read(value)
		v.Set(value)
	default:
		v.Set(reflect.New(v.Type().Elem()))
		d.read(v.Elem())
	}
}

func (d *decoder) items(v reflect.Value) {
	for i := range v.Len() {
		d.read(v.Index(i))
	}
}
