package reference

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// want is how a request has to be answered, whatever the variant: refused with
// one of the messages, or else carried out. A message of * is any.
type want struct {
	fields  []string // pairs of name and value, sent both ways
	raw     string   // sent as JSON, in place of fields
	refused []string
	either  bool // both will do
}

// clear are requests about which there is no doubt. {id1} and the like are
// those of a client that is registered before.
func clearRequests() []want {
	base := func(more ...string) []string {
		return append([]string{"type", "client_associate", "application_type", "native"}, more...)
	}
	mine := func(more ...string) []string {
		return append([]string{"type", "client_update", "client_id", "{id1}", "client_secret", "{secret1}", "application_type", "web"}, more...)
	}
	return []want{
		{fields: base()},
		{fields: base("application_name", "Café 名前 😀 <b>&\"'")},
		{fields: base("logo_url", "https://example.org/images/logo.png?v=1")},
		{fields: base("contacts", "alice@example.org first.last-1@my-site.example.com")},
		{fields: base("redirect_uri", "https://example.org/cb http://client.example.com/a/b?c=d")},
		{fields: mine()},
		{fields: mine("application_name", "MyClient!", "logo_url", "https://myclient.org/images/my_logo.png", "contacts", "myemail@someprovider.com another_developer@provider.net")},
		{fields: mine("contacts", "alice@example.org", "redirect_uri", "https://example.org/cb")},
		{raw: registerExample},
		{raw: object(`"application_name":"` + strings.Repeat("n", 1024) + `"`)},
		{fields: []string{"application_type", "web"}, refused: []string{"No registration type provided"}},
		{fields: []string{"type", "client_associate"}, refused: []string{"*"}},
		{fields: []string{"type", "client_delete", "application_type", "web"}, refused: []string{"*"}},
		{fields: []string{"type", "client_associate", "application_type", "desktop"}, refused: []string{"Unknown application_type."}},
		{fields: mine("application_type", "Web")[4:], refused: []string{"*"}},
		{fields: base("client_id", "x"), refused: []string{"Only set client_id for update."}},
		{fields: base("client_secret", "x"), refused: []string{"Only set client_secret for update."}},
		{fields: base("client_id", "{id1}", "client_secret", "{secret1}"), refused: []string{"Only set client_id for update.", "Only set client_secret for update."}},
		{fields: []string{"type", "client_update", "client_secret", "{secret1}", "application_type", "web"}, refused: []string{"client_id is required to update."}},
		{fields: []string{"type", "client_update", "client_id", "{id1}", "application_type", "web"}, refused: []string{"client_secret is required to update."}},
		{fields: []string{"type", "client_update", "client_id", "nobody", "client_secret", "{secret1}", "application_type", "web"}, refused: []string{"Unauthorized."}},
		{fields: []string{"type", "client_update", "client_id", "{id1}", "client_secret", "{cut1}", "application_type", "web"}, refused: []string{"Unauthorized."}},
		{fields: []string{"type", "client_update", "client_id", "{id1}", "client_secret", "{swap1}", "application_type", "web"}, refused: []string{"Unauthorized."}},
		{fields: base("logo_url", "not-a-url"), refused: []string{"Logo URL not-a-url is not a valid URL"}},
		{fields: base("logo_url", "http://"), refused: []string{"Logo URL http:// is not a valid URL"}},
		{fields: base("contacts", "alice@example.org böb<>&\""), refused: []string{"Email böb<>&\" is not a valid email"}},
		{fields: base("contacts", "bob carol"), refused: []string{"Email bob is not a valid email", "Email carol is not a valid email"}},
		{fields: mine("contacts", "bob"), refused: []string{"Email bob is not a valid email"}},
		{fields: base("application_type", "x", "contacts", "bob")[2:], refused: []string{"*"}},
		{fields: base("contacts", "bob", "logo_url", "http://[::1"), refused: []string{"Email bob is not a valid email", "Logo URL http://[::1 is not a valid URL"}},
		{raw: `{"type": `, refused: []string{"Could not decode JSON"}},
		{raw: smallForm, refused: []string{"Could not decode JSON"}},
		{raw: object(`"contacts":["a@b.org"]`), refused: []string{"contacts must be a string of space-separated email addresses."}},
		{raw: object(`"contacts":5`), refused: []string{"contacts must be a string of space-separated email addresses."}},
		{raw: `[` + smallJSON + `]`, refused: []string{"*"}},
		{raw: `null`, refused: []string{"*"}},
		{raw: object(`"logo_url":5`), refused: []string{"*"}},
		{raw: `{"type":["client_associate"],"application_type":"web"}`, refused: []string{"*"}},
		{raw: `{"type":"client_update","client_id":"{id1}","client_secret":{"$ne":""},"application_type":"web"}`, refused: []string{"*"}},
		{raw: object(`"application_name":5`), either: true},
		{raw: object(`"x":1`), either: true},
		{raw: object(`"contacts":null`), either: true},
		{raw: object(`"contacts":""`), either: true},
		{raw: object(`"contacts":"a@b.org  c@d.org "`), either: true},
		{raw: object(`"application_name":"a","application_name":"b"`), either: true},
		{raw: object(`"application_name":"\ud83d"`), either: true},
		{raw: "\uFEFF" + smallJSON, either: true},
		{raw: ``, refused: []string{"*"}},
		{raw: padded(70_000), either: true},
		{raw: object(`"application_name":"` + strings.Repeat("n", 1500) + `"`), either: true},
	}
}

func TestVariantsConform(t *testing.T) {
	for _, v := range append(Variants(), Variant{Name: "none"}) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			o := Options{Variants: []string{v.Name}}
			if v.Name == "none" {
				o = Options{}
			}
			s, err := Seeded(o)
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewServer(s)
			defer server.Close()
			holdsClearly(t, &visitor{t: t, base: server.URL})
		})
	}
}

// visitor talks to a server over the wire.
type visitor struct {
	t          *testing.T
	base       string
	id, secret string
}

func holdsClearly(t *testing.T, v *visitor) {
	t.Helper()
	status, o := v.send(jsonType, smallJSON)
	if id, secret, ok := granted(status, o); ok {
		v.id, v.secret = id, secret
	} else {
		t.Fatalf("no registration: %d %v", status, o)
	}
	for _, w := range clearRequests() {
		sends := [][2]string{{jsonType, w.raw}}
		if w.fields != nil {
			sends = [][2]string{{jsonType, ""}, {formType, ""}}
		}
		for _, send := range sends {
			body := v.filled(w, send[0])
			status, o := v.send(send[0], body)
			id, secret, ok := granted(status, o)
			message, _ := o["error"].(string)
			refused := 400 <= status && status < 500 && message != ""
			switch {
			case w.either && (ok || refused):
			case !w.either && w.refused == nil && ok:
				if slices.Contains(w.fields, "client_update") && (id != v.id || secret != v.secret) {
					t.Errorf("%s: answered with %q %q, want %q %q", body, id, secret, v.id, v.secret)
				}
			case refused && (slices.Contains(w.refused, message) || slices.Contains(w.refused, "*")):
			default:
				t.Errorf("%.200s: %d %v, want %q", body, status, o, w.refused)
			}
		}
	}
	if status, o := v.send("text/plain", smallJSON); status < 400 || status >= 500 || o["error"] != "Unknown Content-Type" {
		t.Errorf("text/plain: %d %v", status, o)
	}
	if status, _ := v.send("", smallForm); status >= 500 {
		t.Errorf("without Content-Type: %d", status)
	}
}

// filled is the body of a request.
func (v *visitor) filled(w want, contentType string) string {
	fill := strings.NewReplacer("{id1}", v.id, "{secret1}", v.secret, "{cut1}", v.secret[:len(v.secret)/2], "{swap1}", swapCase(v.secret))
	if w.fields == nil {
		return strings.NewReplacer("{id1}", strings.Trim(quoted(v.id), `"`)).Replace(w.raw)
	}
	form, object := url.Values{}, map[string]string{}
	for i := 0; i < len(w.fields); i += 2 {
		value := fill.Replace(w.fields[i+1])
		form.Set(w.fields[i], value)
		object[w.fields[i]] = value
	}
	if contentType == formType {
		return form.Encode()
	}
	content, _ := json.Marshal(object)
	return string(content)
}

func (v *visitor) send(contentType, body string) (int, map[string]any) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.base+Path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		v.t.Fatalf("%.200s: %v", body, err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatalf("%.200s: %v", body, err)
	}
	o := map[string]any{}
	if err := json.Unmarshal(content, &o); err != nil {
		v.t.Errorf("%.200s: answered with %q: %v", body, content, err)
	}
	if got := answer.Header.Get("Content-Type"); !strings.HasPrefix(strings.ToLower(got), jsonType) {
		v.t.Errorf("%.200s: Content-Type %q", body, got)
	}
	if got := answer.Header.Get("Cache-Control"); got != "no-store" {
		v.t.Errorf("%.200s: Cache-Control %q", body, got)
	}
	return answer.StatusCode, o
}

// granted are the credentials of a success, if it is one.
func granted(status int, o map[string]any) (id, secret string, ok bool) {
	id, _ = o["client_id"].(string)
	secret, _ = o["client_secret"].(string)
	expires, isNumber := o["expires_at"].(float64)
	future := expires == 0 || expires > 1.7e9
	return id, secret, status/100 == 2 && id != "" && secret != "" && isNumber && future
}
