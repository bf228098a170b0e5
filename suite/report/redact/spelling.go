package redact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unreserved are the characters that stand for themselves everywhere (RFC 3986 §2.3).
const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

// plain reports whether a value is written in one way everywhere.
func plain(value string) bool { return strings.Trim(value, unreserved) == "" }

// Replacements are pairs for [strings.NewReplacer] that put a fresh value in the
// place of an old one, in the form in which that is written.
func Replacements(old, fresh string) []string {
	if plain(old) {
		return []string{old, fresh}
	}
	var pairs []string
	to := spellings(fresh)
	for i, from := range spellings(old) {
		pairs = append(pairs, from, to[i])
	}
	return pairs
}

// spellings lists the forms in which programs write a value, in the same order for
// every value: as it is, for a shell, in a URL or a form, in HTML, and each of
// these in JSON.
func spellings(value string) []string {
	query := url.QueryEscape(value)
	percent := strings.ReplaceAll(query, "+", "%20")
	component := strings.NewReplacer("%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*").Replace(percent)
	all := []string{value, strings.ReplaceAll(value, "'", `'\''`)}
	for _, escaped := range []string{query, percent, component, strings.ReplaceAll(component, "%2F", "/"), url.PathEscape(value)} {
		all = append(all, escaped, lowerEscapes.ReplaceAllStringFunc(escaped, strings.ToLower))
	}
	inText := []string{"&", "&amp;", "<", "&lt;", ">", "&gt;"}
	inAttribute := slices.Concat(inText, []string{`"`, "&quot;"})
	all = append(all, html.EscapeString(value))
	for _, pairs := range [][]string{inText, inAttribute, append(slices.Clone(inAttribute), "'", "&#x27;"), append(slices.Clone(inAttribute), "'", "&apos;")} {
		all = append(all, strings.NewReplacer(pairs...).Replace(value))
	}
	for _, one := range slices.Clone(all) { // all of them may stand in JSON
		all = append(all, inJSONString(one)...)
	}
	for _, one := range inJSONString(value) { // and JSON in JSON
		all = append(all, inJSONString(one)...)
	}
	return all
}

var lowerEscapes = regexp.MustCompile(`%[0-9A-F]{2}`)

// inJSONString lists the ways to write a value within a JSON string.
func inJSONString(value string) []string {
	var all []string
	for _, escapeHTML := range []bool{true, false} {
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(escapeHTML)
		_ = encoder.Encode(value) // it is a string
		quoted := strings.TrimSuffix(b.String(), "\n")
		inner := quoted[1 : len(quoted)-1]
		for _, one := range []string{inner, inASCII(inner, `\u%04x`), inASCII(inner, `\u%04X`)} {
			all = append(all, one, strings.ReplaceAll(one, "/", `\/`))
		}
	}
	return all
}

// inASCII writes what is not ASCII as escapes of UTF-16.
func inASCII(text, format string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, format, unit)
		}
	}
	return b.String()
}
