package report_test

import (
	"slices"
	"testing"

	"github.com/regspec/regspec/suite/report"
)

func TestCover(t *testing.T) {
	all := []string{"a/x [json]", "a/x [form]", "a/y/1 [json]", "a/y/1 [form]", "a/y/2 [json]", "b/z [json]"}
	for _, row := range []struct {
		what     string
		in, want []string
	}{
		{"nothing", nil, nil},
		{"everything", all, []string{"*"}},
		{"a case", all[:2], []string{"a/x"}},
		{"an encoding of a case", all[:1], []string{"a/x [json]"}},
		{"an encoding of all", []string{all[0], all[2], all[4], all[5]}, []string{"* [json]"}},
		{"an encoding of a family", []string{all[0], all[2], all[4]}, []string{"a/* [json]"}},
		{"a subject", all[:5], []string{"a/*"}},
		{"a family", all[2:5], []string{"a/y/*"}},
		{"the only case of its subject", all[5:], []string{"b/*"}},
		{"some of each", []string{all[1], all[2], all[3], all[5]}, []string{"a/x [form]", "a/y/1", "b/*"}},
	} {
		in := map[string]bool{}
		for _, name := range row.in {
			in[name] = true
		}
		if got := report.Cover(all, in); !slices.Equal(got, row.want) {
			t.Errorf("%s: got %q, want %q", row.what, got, row.want)
		}
	}
}
