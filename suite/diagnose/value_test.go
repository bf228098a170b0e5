package diagnose

import (
	"slices"
	"testing"

	"github.com/regspec/regspec/cases"
)

func TestValueTraits(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []string
	}{
		{"logo_url", "https://a.example.org/l.png", nil},
		{"logo_url", "a word", []string{"logo_url: no URL", "logo_url: text without a scheme"}},
		{"logo_url", "mailto:a@example.org", []string{"logo_url: no URL"}},
		{"logo_url", "http://[::1", []string{"logo_url: no URL", "URL that does not parse", "URL without a good host"}},
		{"logo_url", "http://:8080/", []string{"URL without a good host"}},
		{"logo_url", "", nil},
		{"redirect_uris", "https://a.example.org/cb nothing", []string{"redirect_uri: no URL", "redirect_uri: text without a scheme"}},
		{"redirect_uri", "https://a.example.org/cb  https://b.example.org/cb", []string{"redirect_uri: text with an empty item"}},
		{"contacts", "alice@example.org bob", []string{"contacts: no address"}},
		{"contacts", "a@b.org c@b.org a@b.org", []string{"contacts: text with an item twice"}},
		{"contacts", "", []string{"contacts: text with an empty item"}},
		{"application_name", "é", []string{"application_name: text beyond ASCII"}},
		{"application_name", "Π", []string{"application_name: text beyond ASCII", "application_name: text beyond Latin-1"}},
		{"client_id", "${client.client_id}", nil},
	} {
		var got []string
		for _, trait := range valueTraits([]cases.Field{{Name: row.name, Value: row.text}}) {
			got = append(got, trait.Value)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s %q: got %q, want %q", row.name, row.text, got, row.want)
		}
	}
}
