package main

import (
	"path"
	"slices"
	"strings"
)

// topicNames lists the subjects that have a page of their own.
func topicNames() []string {
	entries, _ := templates.ReadDir("templates/topics") // embedded, so it is there
	var all []string
	for _, entry := range entries {
		all = append(all, strings.TrimSuffix(entry.Name(), path.Ext(entry.Name())))
	}
	return all
}

// explainTopic gives the page of a subject, if there is one.
func explainTopic(name string) (string, bool) {
	if !slices.Contains(topicNames(), name) {
		return "", false
	}
	text, err := templates.ReadFile("templates/topics/" + name + ".txt")
	return string(text), err == nil
}

// explainWord gives what the page of the words says of one, in the singular or the plural.
func explainWord(name string) (string, bool) {
	page, _ := explainTopic("words")
	for entry := range strings.SplitSeq(page, "\n\n") {
		word, _, _ := strings.Cut(strings.TrimSpace(entry), " ")
		if name == word || name == word+"s" || name == strings.TrimSuffix(word, "um")+"a" {
			return strings.TrimSpace(entry) + "\n", true
		}
	}
	return "", false
}
