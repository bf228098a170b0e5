package oracle

import (
	"strings"
	"unicode/utf8"
)

// The ids of the fourteen messages.
const (
	msgDecode         = "could-not-decode-json"
	msgContentType    = "unknown-content-type"
	msgNoType         = "no-registration-type"
	msgApplication    = "unknown-application-type"
	msgIDRequired     = "client-id-required"
	msgSecretRequired = "client-secret-required"
	msgUnauthorized   = "unauthorized"
	msgIDOnly         = "client-id-only-for-update"
	msgSecretOnly     = "client-secret-only-for-update"
	msgLogo           = "invalid-logo-url"
	msgContacts       = "contacts-not-string"
	msgEmail          = "invalid-email"
	msgRedirects      = "redirect-uris-not-string"
	msgRedirect       = "invalid-redirect-uri"
)

// Message is one of the fourteen messages of the document.
type Message struct {
	ID   string
	Text string // with the placeholder of the document where a value belongs
}

// template is a message as it is compared: before and after the value.
type template struct {
	id, before, after, placeholder string
}

var templates = [...]template{
	{id: msgDecode, before: "Could not decode JSON"},
	{id: msgContentType, before: "Unknown Content-Type"},
	{id: msgNoType, before: "No registration type provided"},
	{id: msgApplication, before: "Unknown application_type."},
	{id: msgIDRequired, before: "client_id is required to update."},
	{id: msgSecretRequired, before: "client_secret is required to update."},
	{id: msgUnauthorized, before: "Unauthorized."},
	{id: msgIDOnly, before: "Only set client_id for update."},
	{id: msgSecretOnly, before: "Only set client_secret for update."},
	{id: msgLogo, before: "Logo URL ", placeholder: "<url>", after: " is not a valid URL"},
	{id: msgContacts, before: "contacts must be a string of space-separated email addresses."},
	{id: msgEmail, before: "Email ", placeholder: "<email>", after: " is not a valid email"},
	{id: msgRedirects, before: "redirect_uris must be space-separated URLs."},
	{id: msgRedirect, before: "URI ", placeholder: "<URI>", after: " is not a valid URI"},
}

// Messages lists the fourteen messages in the order of the document.
func Messages() []Message {
	all := make([]Message, 0, len(templates))
	for _, t := range templates {
		all = append(all, Message{ID: t.id, Text: t.before + t.placeholder + t.after})
	}
	return all
}

func (t *template) valued() bool { return t.after != "" }

// match says whether a text is this message, and with which value.
func (t *template) match(text string) (value string, ok bool) {
	if !t.valued() {
		return "", text == t.before
	}
	if len(text) < len(t.before)+len(t.after) || !strings.HasPrefix(text, t.before) || !strings.HasSuffix(text, t.after) {
		return "", false
	}
	return text[len(t.before) : len(text)-len(t.after)], true
}

// recognize says which of the fourteen a text is, letter for letter.
func recognize(text string) (id, value string, ok bool) {
	for i := range templates {
		if value, ok := templates[i].match(text); ok {
			return templates[i].id, value, true
		}
	}
	return "", "", false
}

func templateOf(id string) *template {
	for i := range templates {
		if templates[i].id == id {
			return &templates[i]
		}
	}
	return &template{}
}

// AllowedMessage is a message that conforms as the answer to a request.
type AllowedMessage struct {
	Message  string // the id of one of the fourteen
	Value    string // what has to be filled in
	HasValue bool   // the message has a value
	AnyValue bool   // it may be any, because what was sent cannot be said faithfully
	Part     bool   // it may be any part of the value between white space
}

// Text is the message with its value filled in.
func (w AllowedMessage) Text() string {
	t := templateOf(w.Message)
	switch {
	case w.AnyValue:
		return t.before + t.placeholder + t.after
	case w.HasValue:
		return t.before + w.Value + t.after
	}
	return t.before
}

// fits says whether a text is this message with its value, letter for letter.
func (w AllowedMessage) fits(text string) bool {
	value, ok := templateOf(w.Message).match(text)
	return ok && (w.AnyValue || value == w.Value || w.Part && isPart(w.Value, value))
}

// isPart says whether a text can be an item of a list, whatever white space the list is split at.
func isPart(list, item string) bool {
	for from := 0; ; {
		at := strings.Index(list[from:], item)
		if at < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(list[:from+at])
		behind, _ := utf8.DecodeRuneInString(list[from+at+len(item):])
		if (from+at == 0 || oddSpace(before)) && (from+at+len(item) == len(list) || oddSpace(behind)) {
			return true
		}
		if from += at + 1; from > len(list) {
			return false
		}
	}
}

// letters leaves of a text what is compared when only case, spacing and
// punctuation may differ.
func letters(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r + 'a' - 'A')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 0x80:
			b.WriteRune(r)
		}
	}
	return b.String()
}
