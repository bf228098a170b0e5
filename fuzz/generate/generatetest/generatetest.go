// Package generatetest lets pgregory.net/rapid make the choices of the generators, in
// properties and in native fuzz targets. rapid imports testing, so only tests import
// this package: those of fuzz and of fuzz/generate.
package generatetest

import (
	"pgregory.net/rapid"

	"github.com/regspec/regspec/fuzz/generate"
)

// Drawn is a source that draws from rapid, which then minimises a failure by itself.
func Drawn(t *rapid.T) generate.Source { return drawn{t} }

type drawn struct{ *rapid.T }

func (d drawn) Below(n int) int { return rapid.IntRange(0, n-1).Draw(d.T, "choice") }
