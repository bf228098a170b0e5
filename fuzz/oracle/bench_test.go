package oracle

import (
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

// BenchmarkJudge is what a campaign does with each exchange.
func BenchmarkJudge(b *testing.B) {
	for _, one := range []struct {
		name string
		x    wire.Exchange
	}{
		{"refusal", answering(sentJSON(associating(`,"contacts":"alice@example.org bob","logo_url":"https://example.org/logo.png"`)), 400, `{"error":"Email bob is not a valid email"}`)},
		{"form", answering(sent(typeForm, "type=client_associate&application_type=native&application_name=My+app&redirect_uri=https%3A%2F%2Fexample.org%2Fcb"), 200, `{"client_id":"abc","client_secret":"def","expires_at":0}`)},
		{"update", answering(sentJSON(updating(`,"application_name":"Ünï"`)), 200, `{"client_id":"`+testID+`","client_secret":"`+testSecret+`","expires_at":0}`)},
	} {
		b.Run(one.name, func(b *testing.B) {
			k := knowing()
			b.ReportAllocs()
			for b.Loop() {
				if found := k.Take(one.x); len(found) != 0 && one.name != "form" {
					b.Fatal(found)
				}
			}
		})
	}
}
