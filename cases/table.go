package cases

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// row is one case's share of a table: the members that stand in for ${name}.
type row struct {
	members map[string]any // "id" and "note" among them; nil for a case without rows
	path    []string       // where the row is written, below the case
}

// table lists the rows of a case. With columns, every row comes once a column;
// its id is then ROW/COLUMN, and it has the members of both. What a column refers
// to is filled in from the row.
func (d caseData) table() []row {
	if len(d.Rows) == 0 {
		return []row{{}}
	}
	var all []row
	for i, members := range d.Rows {
		path := []string{"rows", strconv.Itoa(i)}
		if len(d.Columns) == 0 {
			all = append(all, row{members, path})
		}
		for _, column := range d.Columns {
			both := maps.Clone(members)
			for name, value := range column {
				both[name] = filler{members}.value(value)
			}
			both["id"] = fmt.Sprintf("%v/%v", members["id"], column["id"])
			if note := joined(members["note"], column["note"]); note != "" {
				both["note"] = note
			}
			all = append(all, row{both, path})
		}
	}
	return all
}

// joined puts the notes of a row and a column together.
func joined(notes ...any) string {
	var all []string
	for _, note := range notes {
		if text, ok := note.(string); ok {
			all = append(all, text)
		}
	}
	return strings.Join(all, " ")
}
