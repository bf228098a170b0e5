package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// mostShards is how many shards there may be.
const mostShards = 9999

var shardPattern = regexp.MustCompile(`^([1-9][0-9]{0,3})/([1-9][0-9]{0,3})$`)

// parseShardFromZero is parseShard for engines that count from 0: 0/N is another name of N/N,
// so that 0 to N-1 are all the shards, as 1 to N are.
func parseShardFromZero(text string) (*report.Shard, error) {
	if count, ok := strings.CutPrefix(text, "0/"); ok {
		text = count + "/" + count
	}
	return parseShard(text)
}

// parseShard reads the flag --shard, nil for none.
func parseShard(text string) (*report.Shard, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // a run that is no shard
	}
	parts := shardPattern.FindStringSubmatch(text)
	if parts == nil {
		return nil, fmt.Errorf("--shard is %q, and must be I/N, as 2/3 for the second of three", text)
	}
	index, _ := strconv.Atoi(parts[1]) // of at most four digits
	count, _ := strconv.Atoi(parts[2])
	if index > count {
		return nil, fmt.Errorf("--shard is %s, and there is no shard %d of %d", text, index, count)
	}
	return &report.Shard{Index: index, Count: count}, nil
}
