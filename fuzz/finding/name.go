package finding

import (
	"strconv"
	"strings"
)

// Name gives each of the findings an id of its own, of words that may stand in
// the id of a case: the rule, what it is about, and a number where there are
// several.
func Name(all []Finding) {
	used := map[string]int{}
	for i := range all {
		id := slug(string(all[i].Cause.Rule))
		if all[i].Mismatch.Subject != "" {
			id += "-" + slug(all[i].Mismatch.Subject)
		}
		used[id]++
		if n := used[id]; n > 1 {
			id += "-" + strconv.Itoa(n)
		}
		all[i].ID = id
	}
}

// slug makes small words with hyphens between them of any text.
func slug(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	if len(words) == 0 {
		return "x"
	}
	return strings.Join(words, "-")
}
