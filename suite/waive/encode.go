package waive

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
)

// heading stands at the top of a new file.
const heading = ` yaml-language-server: $schema=https://raw.githubusercontent.com/regspec/regspec/main/schemas/waivers.schema.json
 Failures that are known. Give each a reason; an issue,
 an owner and a day on which it expires are welcome. regspec says which of them
 are no longer needed, and regspec run --write-waivers takes those out.`

// encode writes waivers as YAML, with the comments that stood beside them.
func encode(old []byte, drafts []drafted) ([]byte, error) {
	comments := yaml.CommentMap{}
	var before content
	if old == nil {
		comments["$.waivers"] = []*yaml.Comment{yaml.HeadComment(strings.Split(heading, "\n")...)}
	} else if err := yaml.UnmarshalWithOptions(old, &before, yaml.CommentToMap(comments)); err != nil {
		return nil, fmt.Errorf("reading the comments: %w", err)
	}
	data := content{Waivers: []entry{}}
	for _, d := range drafts {
		data.Waivers = append(data.Waivers, entry{
			Case: d.Patterns, Encoding: d.Encoding, Aspect: d.Aspect, Reason: d.Reason,
			Issue: d.Issue, Owner: d.Owner, Expires: d.Expires, Pin: d.Pins,
		})
	}
	comments = moved(comments, before, drafts)
	for i, d := range drafts {
		if d.from < 0 {
			path := fmt.Sprintf("$.waivers[%d]", i)
			comments[path] = append(comments[path], yaml.HeadComment(" "+oneLine(d.why)))
		}
	}
	text, err := yaml.MarshalWithOptions(data, yaml.WithComment(comments), yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("writing the waivers: %w", err)
	}
	return text, nil
}

// oneLine keeps a comment from ending before its end.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}

// inEntry and inCase are the paths by which the YAML library names what a
// comment stands at: a member of a waiver, or one of its patterns.
var (
	inEntry = regexp.MustCompile(`^\$\.waivers\[(\d+)\](.*)$`)
	inCase  = regexp.MustCompile(`^\.case(?:\[(\d+)\])?$`)
)

// moved gives the comments the paths at which the waivers stand now. Those of a
// waiver that is gone are gone too.
func moved(comments yaml.CommentMap, before content, drafts []drafted) yaml.CommentMap {
	now := yaml.CommentMap{}
	for _, path := range slices.Sorted(maps.Keys(comments)) {
		m := inEntry.FindStringSubmatch(path)
		if m == nil {
			now[path] = comments[path]
			continue
		}
		waiver, _ := strconv.Atoi(m[1])
		place := slices.IndexFunc(drafts, func(d drafted) bool { return d.from == waiver && d.keepsComment })
		if place < 0 || waiver >= len(before.Waivers) {
			continue
		}
		rest, there := m[2], true
		if c := inCase.FindStringSubmatch(rest); c != nil && (c[1] != "" || len(before.Waivers[waiver].Case) == 1) {
			number, _ := strconv.Atoi(c[1])
			rest, there = caseNow(before.Waivers[waiver].Case, number, drafts[place].Patterns)
		}
		if there {
			add(now, fmt.Sprintf("$.waivers[%d]", place), rest, comments[path])
		}
	}
	return now
}

// add puts comments at a member of a waiver. What stands above its first member
// stands above the waiver.
func add(to yaml.CommentMap, waiver, member string, comments []*yaml.Comment) {
	for _, c := range comments {
		path := waiver + member
		if member == ".case" && c.Position == yaml.CommentHeadPosition {
			path = waiver
		}
		same := slices.IndexFunc(to[path], func(other *yaml.Comment) bool { return other.Position == c.Position })
		if same < 0 {
			to[path] = append(to[path], &yaml.Comment{Texts: slices.Clone(c.Texts), Position: c.Position})
			continue
		}
		to[path][same].Texts = append(to[path][same].Texts, c.Texts...)
	}
}

// caseNow is where the pattern with that number stands among those that are left.
func caseNow(before patterns, number int, now []string) (path string, ok bool) {
	if number >= len(before) {
		return "", false
	}
	place := slices.Index(now, before[number])
	if len(now) == 1 {
		return ".case", place == 0
	}
	return fmt.Sprintf(".case[%d]", place), place >= 0
}
