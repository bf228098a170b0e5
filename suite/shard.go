package suite

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"

	"github.com/regspec/regspec/cases"
)

// inAnotherShard is why an entry is not run that another shard runs.
const inAnotherShard = "another shard runs it"

// shardOf says to which of so many shards an entry falls. Only its name counts,
// so that it stays where it is when cases are added, moved or selected.
func shardOf(name string, count int) int {
	sum := sha256.Sum256([]byte(name))
	return 1 + int(binary.BigEndian.Uint64(sum[:])%uint64(max(1, count))) //nolint:gosec // a remainder fits
}

// digest is the same for two catalogues only if they have the same cases and
// messages. Where these are written makes no difference.
func digest(c *cases.Catalogue) string {
	all := c.Cases()
	for i := range all {
		all[i].Source = ""
	}
	text, err := json.Marshal(struct {
		Cases    []cases.Case    `json:"cases"`
		Messages []cases.Message `json:"messages"`
	}{all, c.Messages})
	if err != nil {
		panic(err) // what was read from YAML can be written as JSON
	}
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}
