package novelty

import "strings"

// maxVisible bounds how much of a text is looked at, in bytes.
const maxVisible = 2 << 10

// visible gives what a reader sees of a text or a page: no tags, no style, no
// script, and one blank for many.
func visible(body string) string {
	body = strings.ToValidUTF8(cut(body, maxVisible), "\uFFFD")
	if strings.IndexByte(body, '<') < 0 && !strings.ContainsAny(body, "\n\r\t") {
		return body
	}
	var b strings.Builder
	for body != "" && b.Len() < 2*maxMessage {
		text, tag, found := strings.Cut(body, "<")
		addWords(&b, text)
		if !found {
			break
		}
		hidden := hiddenBy(tag)
		if hidden != "" {
			_, tag, _ = strings.Cut(tag, "</"+hidden)
		}
		_, body, _ = strings.Cut(tag, ">")
	}
	return b.String()
}

// hiddenBy is the element whose content a reader does not see, "" for others.
func hiddenBy(tag string) string {
	for _, name := range []string{"style", "script"} {
		if strings.HasPrefix(tag, name) {
			return name
		}
	}
	return ""
}

func addWords(b *strings.Builder, text string) {
	for word := range strings.FieldsSeq(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
}
