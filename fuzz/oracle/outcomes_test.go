package oracle

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

const (
	anyMessage = "a refusal with any message"
	ownWords   = "a refusal in the server's own words"
	any4xx     = "any 4xx"
)

// TestAllowed says of bodies in JSON which outcomes conform.
func TestAllowed(t *testing.T) {
	long := strings.Repeat("a", limit+1)
	for _, c := range []struct{ body, want string }{
		// The examples and what goes with them.
		{associating(""), "success"},
		{updating(""), "success"},
		{updating(`,"application_name":"MyClient!","logo_url":"https://myclient.org/images/my_logo.png","contacts":"myemail@someprovider.com another_developer@provider.net"`), "success"},
		{updating(`,`), "success, or Could not decode JSON"},
		// The type.
		{`{"application_type":"web"}`, "No registration type provided"},
		{`{"application_type":"web","type":null}`, "No registration type provided, or " + ownWords},
		{`{"application_type":"web","type":""}`, anyMessage},
		{`{"application_type":"web","type":"register"}`, anyMessage},
		{`{"application_type":"web","type":7}`, anyMessage},
		{`{"application_type":"web","type":" client_associate"}`, "success, or " + anyMessage},
		{`{"application_type":"web","type":"CLIENT_ASSOCIATE"}`, anyMessage},
		{`{"application_type":"web","Type":"client_associate"}`, any4xx}, // to take it conforms, and is unwise
		{`{}`, anyMessage},
		// The application type.
		{`{"type":"client_associate"}`, anyMessage},
		{`{"type":"client_associate","application_type":"desktop"}`, "Unknown application_type."},
		{`{"type":"client_associate","application_type":"Web"}`, "Unknown application_type."},
		{`{"type":"client_associate","application_type":"web "}`, "success, or Unknown application_type., or " + ownWords},
		{`{"type":"client_associate","application_type":["web"]}`, anyMessage},
		// The credentials of a new registration.
		{associating(`,"client_id":"x"`), "Only set client_id for update."},
		{associating(`,"client_secret":"x"`), "Only set client_secret for update."},
		{associating(`,"client_secret":"x","client_id":"y"`), "Only set client_id for update., or Only set client_secret for update."},
		{associating(`,"client_id":""`), "success, or Only set client_id for update., or " + ownWords},
		{associating(`,"client_id":null`), "success, or Only set client_id for update., or " + ownWords},
		{associating(`,"client_id":5`), anyMessage},
		{associating(`,"client_id":false`), anyMessage},
		// The contacts.
		{associating(`,"contacts":"alice@example.org"`), "success"},
		{associating(`,"contacts":"alice@example.org bob"`), "Email bob is not a valid email"},
		{associating(`,"contacts":"al alice@example.org b@c"`), "Email al is not a valid email, or Email b@c is not a valid email"},
		{associating(`,"contacts":"alice@localhost"`), "success, or Email alice@localhost is not a valid email"},
		{associating(`,"contacts":["alice@example.org"]`), "contacts must be a string of space-separated email addresses."},
		{associating(`,"contacts":[]`), "contacts must be a string of space-separated email addresses."},
		{associating(`,"contacts":1`), "contacts must be a string of space-separated email addresses."},
		{associating(`,"contacts":null`), "success, or contacts must be a string of space-separated email addresses., or " + ownWords},
		{associating(`,"contacts":"bob\talice"`), "contacts must be a string of space-separated email addresses., or Email  is not a valid email, or Email bob\talice is not a valid email, or Email bob is not a valid email, or Email alice is not a valid email, or " + ownWords},
		{associating(`,"contacts":"alice@example.org\tbob"`), "success, or contacts must be a string of space-separated email addresses., or Email  is not a valid email, or Email alice@example.org\tbob is not a valid email, or Email bob is not a valid email, or " + ownWords},
		// The logo.
		{associating(`,"logo_url":"https://example.org/logo.png"`), "success"},
		{associating(`,"logo_url":"not-a-url"`), "Logo URL not-a-url is not a valid URL"},
		{associating(`,"logo_url":"a \"b\" <c>\n"`), "Logo URL a \"b\" <c>\n is not a valid URL, or Logo URL a \"b\" <c> is not a valid URL, or " + ownWords},
		{associating(`,"logo_url":"http://"`), "Logo URL http:// is not a valid URL"},
		{associating(`,"logo_url":"http:// "`), "success, or Logo URL http://  is not a valid URL, or Logo URL http:// is not a valid URL, or " + ownWords},
		{associating(`,"logo_url":"not-a-url "`), "Logo URL not-a-url  is not a valid URL, or Logo URL not-a-url is not a valid URL, or " + ownWords},
		{associating(`,"logo_url":"http://[::1"`), "Logo URL http://[::1 is not a valid URL"},
		{associating(`,"logo_url":"/logo.png"`), "success, or Logo URL /logo.png is not a valid URL"},
		{associating(`,"logo_url":"https://example.org"`), "success, or Logo URL https://example.org is not a valid URL"},
		{associating(`,"logo_url":"javascript:alert(1)"`), "Logo URL javascript:alert(1) is not a valid URL"},
		{associating(`,"logo_url":0`), "success, or " + anyMessage},
		{associating(`,"logo_url":{}`), "success, or " + anyMessage},
		{associating(`,"logo_url":7`), anyMessage},
		{associating(`,"logo_url":""`), "success, or Logo URL  is not a valid URL, or " + ownWords},
		{associating(`,"logo_url":"` + long + `"`), any4xx},
		{associating(`,"logo_url":"https://example.org/` + long + `"`), "success, or " + any4xx},
		// The name.
		{associating(`,"application_name":"\u0001\"<ü>"`), "success"},
		{associating(`,"application_name":" a"`), "success, or " + ownWords},
		{associating(`,"application_name":"a "`), "success, or " + ownWords},
		{associating(`,"application_name":"a  b"`), "success, or " + ownWords},
		{associating(`,"application_name":"a b"`), "success"},
		{associating(`,"contacts":"alice@example.org "`), "success, or contacts must be a string of space-separated email addresses., or Email  is not a valid email, or " + ownWords},
		{associating(`,"application_name":7`), "success, or " + anyMessage},
		{associating(`,"application_name":"a\u0000"`), "success, or " + anyMessage},
		// The redirect list, of which this target honours one name.
		{associating(`,"redirect_uri":"https://example.org/a https://example.net/b"`), "success"},
		{associating(`,"redirect_uri":"https://example.org/a nonsense"`), "URI nonsense is not a valid URI"},
		{associating(`,"redirect_uri":{}`), "redirect_uris must be space-separated URLs."},
		{associating(`,"redirect_uris":"nonsense"`), "success, or URI nonsense is not a valid URI, or Could not decode JSON, or " + ownWords},
		{associating(`,"redirect_uris":"x","redirect_uri":"y"`), any4xx},
		{associating(`,"redirect_uris":"x","redirect_uri":"https://example.org/a"`), "success, or " + any4xx},
		// Updates.
		{`{"type":"client_update","application_type":"web"}`, "client_id is required to update., or client_secret is required to update."},
		{`{"type":"client_update","application_type":"web","client_id":"` + testID + `"}`, "client_secret is required to update."},
		{`{"type":"client_update","application_type":"web","client_id":"x"}`, "client_secret is required to update., or Unauthorized."},
		{`{"type":"client_update","application_type":"web","client_secret":"` + testSecret + `"}`, "client_id is required to update."},
		{`{"type":"client_update","application_type":"web","client_id":"x","client_secret":"y"}`, "Unauthorized."},
		{`{"type":"client_update","application_type":"web","client_id":"` + testID + `","client_secret":"` + testSecret[:20] + `"}`, "Unauthorized."},
		{`{"type":"client_update","application_type":"web","client_id":"` + testID + `","client_secret":"` + strings.ToUpper(testSecret) + `"}`, "Unauthorized."},
		{`{"type":"client_update","application_type":"web","client_id":"` + testID + ` ","client_secret":"` + testSecret + `"}`, "success, or Unauthorized., or " + ownWords},
		{`{"type":"client_update","application_type":"web","client_id":"` + testID + `","client_secret":""}`, "client_secret is required to update., or Unauthorized., or " + ownWords},
		{`{"type":"client_update","application_type":"web","client_id":"` + testID + `","client_secret":{"$ne":""}}`, anyMessage},
		{`{"type":"client_update","application_type":"tv","client_id":"x","client_secret":"y","contacts":"z"}`, "Unknown application_type., or Unauthorized., or Email z is not a valid email"},
		{`{"type":"client_update","client_id":"` + testID + `","client_secret":"` + testSecret + `"}`, "success, or Unknown application_type., or No registration type provided, or Could not decode JSON, or " + ownWords},
		// JSON itself.
		{`{`, "Could not decode JSON"},
		{`nonsense`, "Could not decode JSON"},
		{strings.Repeat("[", 20) + "<" + strings.Repeat("[", 20), any4xx}, // who counts brackets first, finds it too deep
		{`type=client_associate`, "Could not decode JSON"},
		{associating("")[:50], "Could not decode JSON"},
		{``, "Could not decode JSON, or No registration type provided"},
		{`[]`, anyMessage},
		{`null`, anyMessage},
		{`[` + associating("") + `]`, anyMessage},
		{"\uFEFF" + associating(""), "success, or " + anyMessage},
		{associating(`,"application_name":"a","application_name":"b"`), "success, or " + anyMessage},
		{associating(`,"logo_url":"https://example.org/a.png","logo_url":"x"`), "success, or " + anyMessage},
		{associating(`,"logo_url":"y","logo_url":"x"`), anyMessage},
		{associating(`,"application_name":"\ud800"`), "success, or " + anyMessage},
		{associating(",\"logo_url\":\"\xff\""), "success, or " + anyMessage},
		{associating(`,"application_name":"\ufffe"`), "success, or " + anyMessage},
		{associating(`,"application_name":"\udbff\udfff"`), "success, or " + anyMessage},
		{associating(",\"contacts\":\"\U0001fffe\""), anyMessage},
		{`{"application_type":"web","contacts":{"__proto__":1}}`, "No registration type provided, or Could not decode JSON, or contacts must be a string of space-separated email addresses., or " + ownWords},
		{associating(`,"logo_url":"\q"`), anyMessage},
		{associating(`,"x":1e999`), "success, or " + anyMessage + ", or " + any4xx},
		{associating(`,"x":1`), "success, or Could not decode JSON, or " + ownWords},
		{associating(`,"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40)), "success, or " + any4xx},
		{associating("") + "}", "Could not decode JSON"},
		{associating(`,"application_name":NaN`), anyMessage},
		{strings.Repeat(" ", bodyLimit) + associating(""), "success, or " + any4xx},
	} {
		want := c.want
		if want == "success, or "+anyMessage+", or "+any4xx { // an unknown member may be refused in any shape
			want = "success, or " + any4xx
		}
		equal(t, cut(c.body), Allowed(knowing(), sentJSON(c.body)).String(), want)
	}
}

// TestAllowedForms says the same of forms.
func TestAllowedForms(t *testing.T) {
	const fine = "type=client_associate&application_type=native"
	for _, c := range []struct{ body, want string }{
		{fine, "success"},
		{"&&" + fine + "&", "success"},
		{fine + "&contacts=alice%40example.org+bob", "Email bob is not a valid email"},
		{fine + "&logo_url=%22%3C", `Logo URL "< is not a valid URL`},
		{fine + "&logo_url=%zz", "success, or " + anyMessage},
		{fine + "&application_name=%FF", "success, or " + anyMessage},
		{fine + "&application_name=a;b", "success, or " + anyMessage},
		{"application_type=native;type=client_associate", "success, or " + anyMessage},
		{fine + "&contacts[]=bob", "success, or " + any4xx},
		{"%5Btype%5D=client_associate&application_type=native", "success, or " + any4xx}, // as Rack and Express read it
		{"?type=client_associate&application_type=native", "success, or " + any4xx},
		{"type=client_update&application_type=native\na&client_id=" + testID + "&client_secret=" + testSecret, "success, or " + anyMessage},
		{fine + "&logo_url=%EF%BF%BF", "success, or " + anyMessage},
		{fine + "&type=client_associate", "success, or " + anyMessage},
		{fine + "&client_id=", "success, or Only set client_id for update., or " + ownWords},
		{fine + "&x=y", "success, or Could not decode JSON, or " + ownWords},
		{fine + "\n", "success, or " + anyMessage},
		{"application_type=web", "No registration type provided"},
		{"", anyMessage},
		{strings.Repeat("x=&", manyMembers) + "application_type=web", any4xx},
		{associating(""), any4xx},
		{"type=client_update&application_type=web&client_id=" + testID + "&client_secret=" + testSecret, "success"},
		{"type=client_update&application_type=web&client_id=" + testID + "&client_secret=" + testSecret + "x", "Unauthorized."},
	} {
		equal(t, c.body, Allowed(knowing(), sent(typeForm, c.body)).String(), c.want)
	}
}

// TestAllowedMedia says what a Content-Type makes of a body that is fine by itself.
func TestAllowedMedia(t *testing.T) {
	asJSON, asForm := associating(""), "type=client_associate&application_type=native"
	for _, c := range []struct{ media, body, want string }{
		{"application/json; charset=utf-8", asJSON, "success"},
		{"Application/JSON", asJSON, "success"},
		{`application/json;charset="UTF-8"`, asJSON, "success"},
		{"application/json; charset=latin1", asJSON, "success, or " + any4xx},
		{"application/json;", asJSON, "success, or " + any4xx},
		{"APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8", asForm, "success"},
		{"www-form-urlencoded", asForm, "success, or " + any4xx},
		{"text/plain", asJSON, "Unknown Content-Type"},
		{"application/jsonp", asJSON, "Unknown Content-Type"},
		{"application/vnd.api+json", asJSON, "Unknown Content-Type"},
		{"multipart/form-data; boundary=x", asForm, "Unknown Content-Type"},
		{"text/plain", "hello", "Unknown Content-Type"},
		{"text/plain", associating(`,"contacts":"bob"`), "Unknown Content-Type, or Email bob is not a valid email"},
		{"application/json", asForm, "Could not decode JSON"},
		{"application", asJSON, "success, or " + any4xx},
		{"application/json, text/plain", asJSON, "success, or " + any4xx},
		{"", asJSON, "success, or " + any4xx},
		{"", asForm, "success, or " + any4xx},
		{"", "nonsense", any4xx},
	} {
		equal(t, c.media, Allowed(knowing(), sent(c.media, c.body)).String(), c.want)
	}
}

// TestAllowedRequests says what else of a request decides.
func TestAllowedRequests(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*wire.Sent)
		want string
	}{
		{"as it is", func(*wire.Sent) {}, "success"},
		{"GET", func(s *wire.Sent) { s.Method = "GET" }, any4xx + ", or 501"},
		{"HEAD", func(s *wire.Sent) { s.Method = "HEAD" }, any4xx + ", or 501"},
		{"PUT", func(s *wire.Sent) { s.Method = "PUT" }, any4xx + ", or 501"},
		{"BREW", func(s *wire.Sent) { s.Method = "BREW" }, any4xx + ", or 501"},
		{"post", func(s *wire.Sent) { s.Method = "post" }, any4xx + ", or 501"},
		{"a query", func(s *wire.Sent) { s.URL += "?x=y" }, "success, or " + ownWords},
		{"a query with a parameter", func(s *wire.Sent) { s.URL += "?type=nonsense" }, "success, or " + any4xx},
		{"the type in the query only", func(s *wire.Sent) {
			s.URL += "?type=client_associate"
			s.Body = []byte(`{"application_type":"web"}`)
		}, any4xx}, // to take it conforms, and is unwise
		{"a coding", func(s *wire.Sent) { s.Header = append(s.Header, wire.Field{Name: "Content-Encoding", Value: "gzip"}) }, "success, or " + any4xx},
		{"an expectation", func(s *wire.Sent) { s.Header = append(s.Header, wire.Field{Name: "Expect", Value: "x"}) }, "success, or " + any4xx},
		{"no accepted JSON", func(s *wire.Sent) { s.Header[2].Value = "text/html" }, "success, or " + any4xx},
		{"another host", func(s *wire.Sent) { s.Header[0].Value = "example.org" }, "success, or " + any4xx},
		{"two fields of one name", func(s *wire.Sent) {
			s.Header = append(s.Header, wire.Field{Name: "User-Agent", Value: "a"}, wire.Field{Name: "user-agent", Value: "b"})
		}, "success, or " + any4xx},
		{"a token", func(s *wire.Sent) {
			s.Header = append(s.Header, wire.Field{Name: "Authorization", Value: "Bearer abc"})
		}, "success, or " + any4xx},
		{"two types", func(s *wire.Sent) {
			s.Header = append(s.Header, wire.Field{Name: "content-type", Value: typeForm})
		}, "success, or " + any4xx},
	} {
		s := sentJSON(associating(""))
		c.edit(&s)
		equal(t, c.name, Allowed(knowing(), s).String(), c.want)
	}
}
