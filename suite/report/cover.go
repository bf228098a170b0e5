package report

import "strings"

// Cover writes a set of results, out of all there are in their order, as few
// patterns: contacts/list for both encodings of a case, contacts/* for all that
// begins so, and either with an encoding behind it for that one only. Results are
// given by their names: "contacts/list [json]".
func Cover(all []string, in map[string]bool) []string { return cover("", all, in) }

// cover does it for the names that begin with a prefix.
func cover(prefix string, names []string, in map[string]bool) []string {
	some, all, json, form := false, true, true, true
	for _, name := range names {
		_, encoding := split(name)
		some = some || in[name]
		all = all && in[name]
		json = json && in[name] == (encoding == "json")
		form = form && in[name] == (encoding == "form")
	}
	pattern := prefix + "/*"
	if prefix == "" {
		pattern = "*"
	} else if id, _ := split(names[0]); id == prefix {
		pattern = prefix
	}
	switch {
	case !some:
		return nil
	case all:
		return []string{pattern}
	case json:
		return []string{pattern + " [json]"}
	case form:
		return []string{pattern + " [form]"}
	}
	var patterns []string
	for start := 0; start < len(names); {
		child := childOf(prefix, names[start])
		end := start
		for end < len(names) && childOf(prefix, names[end]) == child {
			end++
		}
		if child == prefix {
			return append(patterns, names[start]) // one encoding of one case
		}
		patterns = append(patterns, cover(child, names[start:end], in)...)
		start = end
	}
	return patterns
}

// split takes a name apart.
func split(name string) (id, encoding string) {
	id, encoding, _ = strings.Cut(name, " [")
	return id, strings.TrimSuffix(encoding, "]")
}

// childOf is an id up to one segment more than the prefix has.
func childOf(prefix, name string) string {
	id, _ := split(name)
	if prefix == id {
		return id
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(id, prefix), "/")
	segment, _, _ := strings.Cut(rest, "/")
	if prefix == "" {
		return segment
	}
	return prefix + "/" + segment
}
