package cases

import (
	_ "embed" // for the compiled catalogue
	"hash/crc32"
	"io/fs"

	"github.com/regspec/regspec/cases/internal/compact"
)

//go:generate go test -run=^TestCompiled$ -update .

// compiledText is the built-in catalogue as it is after loading. To read it takes a
// fiftieth of the time that the YAML takes.
//
//go:embed compiled.bin
var compiledText string

// compiled is a catalogue and a checksum of the files from which it was loaded.
type compiled struct {
	Sum       uint32
	Catalogue Catalogue
}

// fieldValues lists the types of a Field's value.
func fieldValues() []any {
	return []any{"", false, uint64(0), int64(0), float64(0), []any{}, Object{}}
}

// Builtin gives the catalogue that comes with regspec. It is the compiled one, unless
// that was not made from the YAML files as they are now, or from these types.
func Builtin() (*Catalogue, error) {
	var c compiled
	if err := compact.Unmarshal(compiledText, &c, fieldValues()...); err == nil && c.Sum == checksum(builtin) {
		return &c.Catalogue, nil
	}
	return loadBuiltin()
}

// loadBuiltin loads the built-in catalogue from its YAML files.
func loadBuiltin() (*Catalogue, error) { return loadFrom(builtin, "cases/") }

// compile gives what compiledText must be.
func compile(c *Catalogue) ([]byte, error) {
	return compact.Marshal(compiled{Sum: checksum(builtin), Catalogue: *c}, fieldValues()...)
}

// checksum is one of the names and contents of all files. It is 0 if they cannot be read.
func checksum(fsys fs.FS) uint32 {
	sum := crc32.NewIEEE()
	err := fs.WalkDir(fsys, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, path)
		_, _ = sum.Write([]byte(path + "\x00"))
		_, _ = sum.Write(text)
		return err //nolint:wrapcheck // it is not told to anybody
	})
	if err != nil {
		return 0
	}
	return sum.Sum32()
}
