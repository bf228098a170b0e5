package cases

import (
	"slices"
	"strings"
	"testing"
)

// expectedMessage is one of the fourteen, read from the document anew: this
// list is not made from messages.yaml and must not be.
type expectedMessage struct {
	id, text string
	// The encodings in which a request can call for it, of a registration (or
	// one that has no type) and of an update.
	register, update []Encoding
}

func expectedMessages() []expectedMessage {
	both, onlyJSON := []Encoding{JSON, Form}, []Encoding{JSON}
	return []expectedMessage{
		{"could-not-decode-json", "Could not decode JSON", onlyJSON, nil},
		{"unknown-content-type", "Unknown Content-Type", both, both},
		{"no-registration-type", "No registration type provided", both, nil},
		{"unknown-application-type", "Unknown application_type.", both, both},
		{"client-id-required", "client_id is required to update.", nil, both},
		{"client-secret-required", "client_secret is required to update.", nil, both},
		{"unauthorized", "Unauthorized.", nil, both},
		{"client-id-only-for-update", "Only set client_id for update.", both, nil},
		{"client-secret-only-for-update", "Only set client_secret for update.", both, nil},
		{"invalid-logo-url", "Logo URL <url> is not a valid URL", both, both},
		{"contacts-not-string", "contacts must be a string of space-separated email addresses.", onlyJSON, onlyJSON},
		{"invalid-email", "Email <email> is not a valid email", both, both},
		{"redirect-uris-not-string", "redirect_uris must be space-separated URLs.", onlyJSON, onlyJSON},
		{"invalid-redirect-uri", "URI <URI> is not a valid URI", both, both},
	}
}

func TestTheFourteenMessagesLetterForLetter(t *testing.T) {
	c := builtinCatalogue(t)
	if len(c.Messages) != 14 || len(expectedMessages()) != 14 {
		t.Errorf("there are %d messages, and %d are expected", len(c.Messages), len(expectedMessages()))
	}
	for _, want := range expectedMessages() {
		message, ok := c.Message(want.id)
		if !ok {
			t.Errorf("the message %s is missing", want.id)
			continue
		}
		if message.Text != want.text {
			t.Errorf("the text of %s is\n\t%q, want\n\t%q", want.id, message.Text, want.text)
		}
		filled := message.With("a$1<b>")
		switch start, end := strings.IndexByte(want.text, '<'), strings.IndexByte(want.text, '>'); {
		case start < 0 && (message.Placeholder != "" || filled != want.text):
			t.Errorf("%s names no value, and has the placeholder %q", want.id, message.Placeholder)
		case start >= 0 && message.Placeholder != want.text[start:end+1]:
			t.Errorf("the placeholder of %s is %q", want.id, message.Placeholder)
		case start >= 0 && filled != want.text[:start]+"a$1<b>"+want.text[end+1:]:
			t.Errorf("%s with a value is %q", want.id, filled)
		}
	}
}

func TestEveryMessageIsExpectedInEveryEncoding(t *testing.T) {
	c := builtinCatalogue(t)
	type place struct {
		id       string
		encoding Encoding
		update   bool
	}
	expected := map[place]bool{}
	for _, one := range c.Cases() {
		for _, step := range one.Steps {
			id, only := onlyMessage(step.Expect)
			if !only {
				continue
			}
			for _, encoding := range one.Encodings {
				expected[place{id, encoding, isUpdate(step.Send)}] = true
			}
		}
	}
	for _, want := range expectedMessages() {
		for _, encoding := range want.register {
			if !expected[place{want.id, encoding, false}] {
				t.Errorf("no registration sent as %s is expected to be refused with %s, and with nothing else", encoding, want.id)
			}
		}
		for _, encoding := range want.update {
			if !expected[place{want.id, encoding, true}] {
				t.Errorf("no update sent as %s is expected to be refused with %s, and with nothing else", encoding, want.id)
			}
		}
	}
}

// onlyMessage is the one message that conforms, if there is just one.
func onlyMessage(e Expect) (string, bool) {
	if e.Success != nil || e.Refusal == nil || len(e.Refusal.Messages) == 0 {
		return "", false
	}
	id := e.Refusal.Messages[0].Message.ID
	other := func(w ExpectedMessage) bool { return w.Message.ID != id }
	return id, !slices.ContainsFunc(e.Refusal.Messages, other)
}

func isUpdate(s Send) bool {
	if s.Body != nil {
		return strings.Contains(*s.Body, "client_update")
	}
	return slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Name == "type" && f.Value == "client_update" })
}
