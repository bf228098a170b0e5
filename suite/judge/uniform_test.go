package judge

import (
	"fmt"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

const credentials = `{"client_id":"a","client_secret":"b","expires_at":0}`

func TestUniform(t *testing.T) {
	page := answered(404, "text/html", "<html>Not Found")
	several := func(n int, x wire.Exchange) []wire.Exchange {
		all := make([]wire.Exchange, n)
		for i := range all {
			all[i] = x
		}
		return all
	}
	noHTTP := wire.Exchange{Break: &wire.Break{Kind: wire.KindNotHTTP}}
	for name, row := range map[string]struct {
		exchanges []wire.Exchange
		want      string // what the sentence begins with
	}{
		"none":                       {nil, ""},
		"few":                        {several(few-1, page), ""},
		"all":                        {several(few, page), "Every one of 10 requests got the same answer"},
		"nine in ten":                {append(several(18, page), several(2, answered(400, "", "x"))...), "18 of 20 requests got the same answer"},
		"less":                       {append(several(17, page), several(3, answered(400, "", "x"))...), ""},
		"one registers":              {append(several(30, page), inJSON(200, credentials)), ""},
		"no HTTP":                    {several(12, noHTTP), "Every one of 12 requests got the same answer"},
		"none came":                  {several(20, broken(wire.KindClosed)), ""},
		"another status":             {append(several(10, page), several(10, answered(400, "text/html", "<html>Not Found"))...), ""},
		"others that are not told":   {append(different(mostDigests+1), several(900, answered(400, "", "1"))...), "901 of 965 requests"},
		"others, of which it is one": {append(different(mostDigests+1), several(900, answered(400, "", "last"))...), ""},
	} {
		var u Uniform
		u.Add(row.exchanges)
		if got := u.Sentence(); !strings.HasPrefix(got, row.want) || (got == "") != (row.want == "") {
			t.Errorf("%s: %q", name, got)
		}
		var merged Uniform
		merged.Merge(u.Answers())
		merged.Merge(report.Answers{})
		if got := merged.Sentence(); got != u.Sentence() {
			t.Errorf("%s: merged it is %q", name, got)
		}
	}
	var u Uniform
	u.Add(several(20, page))
	u.Merge(report.Answers{Count: 1, Registers: true})
	if a := u.Answers(); !a.Registers || a.Count != 21 || u.Sentence() != "" {
		t.Errorf("got %+v", a)
	}
}

func different(n int) []wire.Exchange {
	var all []wire.Exchange
	for i := range n {
		all = append(all, answered(400, "", fmt.Sprint(i)))
	}
	return all
}
