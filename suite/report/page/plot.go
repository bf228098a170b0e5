package page

import (
	"math"
	"strconv"

	"github.com/regspec/regspec/suite/report"
)

// The size of a plot, in the units of its picture.
const (
	plotWidth, plotHeight = 640.0, 180.0
	plotLeft, plotBottom  = 44.0, 26.0
	plotTop               = 14.0
)

// histogram is how long the answers took: a bar an interval, the times on a scale of logarithms.
type histogram struct {
	Sentence string
	Bars     []bar
	X, Y     []tick
	Times    report.Times
}

type bar struct {
	X, Y, Width, Height float64
	Label               string
}

// tick is a mark on an axis.
type tick struct {
	At    float64
	Label string
}

func histogramOf(t report.Times) *histogram {
	if t.Count() == 0 {
		return nil
	}
	const step = 0.1 // of an interval, in powers of ten
	first, last := math.Log10(t[0].UpToMS)-step, math.Log10(t[len(t)-1].UpToMS)
	first, last = math.Floor(first), math.Ceil(last)
	x := func(power float64) float64 { return plotLeft + (power-first)/(last-first)*(plotWidth-plotLeft) }
	most := 0
	for _, one := range t {
		most = max(most, one.Count)
	}
	h := &histogram{Times: t, Sentence: number(t.Count()) + " answers: half of them came within " + milliseconds(t.Within(.5)) + ", 95 of 100 within " +
		milliseconds(t.Within(.95)) + ", all within " + milliseconds(t.Within(1)) + "."}
	top := nice(float64(most))
	y := func(n float64) float64 { return plotTop + (1-n/top)*(plotHeight-plotTop-plotBottom) }
	for _, one := range t {
		right := math.Log10(one.UpToMS)
		b := bar{X: x(right-step) + .5, Y: y(float64(one.Count)), Width: x(right) - x(right-step) - 1}
		b.Height = plotHeight - plotBottom - b.Y
		b.Label = count(one.Count, "answer") + " within " + milliseconds(one.UpToMS)
		h.Bars = append(h.Bars, b)
	}
	for power := first; power <= last; power++ {
		h.X = append(h.X, tick{x(power), axisTime(math.Pow(10, power))})
	}
	for _, n := range []float64{0, top / 2, top} {
		h.Y = append(h.Y, tick{y(n), strconv.FormatFloat(n, 'f', -1, 64)})
	}
	return h
}

// nice rounds up to a number that an axis can end with.
func nice(n float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(max(n, 1))))
	for _, one := range []float64{1, 2, 4, 6, 8} {
		if one*power >= n {
			return max(one*power, 2)
		}
	}
	return 10 * power
}

// axisTime writes a power of ten in milliseconds.
func axisTime(ms float64) string {
	if ms >= 1000 {
		return strconv.FormatFloat(ms/1000, 'g', 3, 64) + " s"
	}
	return strconv.FormatFloat(ms, 'g', 3, 64) + " ms"
}
