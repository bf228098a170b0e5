package cases

import (
	"bytes"
	"flag"
	"os"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/regspec/regspec/cases/internal/compact"
)

var update = flag.Bool("update", false, "write compiled.bin")

// TestCompiled compares the compiled catalogue with what the YAML files say now.
func TestCompiled(t *testing.T) {
	want, err := loadBuiltin()
	if err != nil {
		t.Fatal(err)
	}
	text, err := compile(want)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("compiled.bin", text, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	const again = "the compiled catalogue is not that of the YAML files any more; run: go generate ./cases"
	var got compiled
	if err := compact.Unmarshal(compiledText, &got, fieldValues()...); err != nil {
		t.Fatalf("%s (%v)", again, err)
	}
	if !reflect.DeepEqual(&got.Catalogue, want) || got.Sum != checksum(builtin) || !bytes.Equal(text, []byte(compiledText)) {
		t.Fatal(again)
	}
}

// TestCompiledFromOtherFiles holds that an edit of any file shows in the checksum, so
// that Builtin loads the files.
func TestCompiledFromOtherFiles(t *testing.T) {
	files := small()
	sum := checksum(files)
	if sum == 0 || sum != checksum(small()) {
		t.Errorf("the checksum is %d and %d", sum, checksum(small()))
	}
	for name, file := range small() {
		edited := small()
		edited[name] = &fstest.MapFile{Data: append(file.Data, '#')}
		if checksum(edited) == sum {
			t.Errorf("%s: an edit does not show", name)
		}
	}
	files["catalogue/more.yaml"] = &fstest.MapFile{}
	if checksum(files) == sum {
		t.Error("a new file does not show")
	}
}
