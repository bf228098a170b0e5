package reference

import (
	"strings"
	"testing"
)

func TestJSONThatIsRefused(t *testing.T) {
	s := New(Options{})
	good := `{"type":"client_associate","application_type":"web"}`
	for name, body := range map[string]string{
		"empty":            ``,
		"blank":            " \n",
		"array":            `[]`,
		"array of object":  `[` + good + `]`,
		"string":           `"client_associate"`,
		"number":           `5`,
		"null":             `null`,
		"true":             `true`,
		"cut":              good[:len(good)-1],
		"trailing word":    good + ` x`,
		"second object":    good + good,
		"trailing comma":   object(`"logo_url": "",`),
		"comment":          `/* */` + good,
		"single quotes":    strings.ReplaceAll(good, `"`, `'`),
		"NaN":              object(`"x": NaN`),
		"infinite":         object(`"x": Infinity`),
		"raw newline":      object("\"application_name\": \"a\nb\""),
		"type twice":       object(`"type": "client_associate"`),
		"twice, once null": object(`"contacts": null, "contacts": "a@b.org"`),
		"twice, escaped":   object(`"typ\u0065": "client_associate"`),
		"invalid UTF-8":    object("\"application_name\": \"\xff\""),
		"overlong UTF-8":   object("\"application_name\": \"\xc0\xaf\""),
		"lone high":        object(`"application_name": "\ud83d"`),
		"lone high, then":  object(`"application_name": "\uD83D\u0041"`),
		"lone low":         object(`"application_name": "\udE00"`),
		"halves swapped":   object(`"application_name": "\ude00\ud83d"`),
		"pair, then lone":  object(`"application_name": "\ud83d\ude00\ud83d"`),
		"unit, then lone":  object(`"application_name": "\u0041\ud83d"`),
		"slash, then lone": object(`"application_name": "\\\ud83d"`),
		"lone in unknown":  object(`"x": ["\ud83d\n"]`),
		"two marks":        "\uFEFF\uFEFF" + good,
		"UTF-16":           "\xfe\xff\x00{\x00}",
		"a form":           `type=client_associate&application_type=web`,
	} {
		t.Run(name, func(t *testing.T) {
			wantRefused(t, send(t, s, jsonType, body), 400, "Could not decode JSON")
		})
	}
	if n := clients(s); n != 0 {
		t.Errorf("%d clients after refusals", n)
	}
}

func TestJSONThatIsAccepted(t *testing.T) {
	s := New(Options{})
	for name, body := range map[string]string{
		"byte order mark":   "\uFEFF" + object(`"x": 1`),
		"white space":       "\r\n\t " + object(`"x": 1`) + "\n\n",
		"out of range":      object(`"x": 1e999, "y": -123456789012345678901234567890`),
		"unknown twice":     object(`"x": 1, "x": 2`),
		"unknown case":      object(`"Type": "client_update", "CONTACTS": []`),
		"surrogate pair":    object(`"application_name": "\ud83d\ude00 \\ud83d \" \\"`),
		"pairs in a row":    object(`"application_name": "\ud83d\ude00\ud83d\ude00\u0041\ud83d\ude00"`),
		"replacement":       object(`"application_name": "\ufffd"`),
		"NUL in name":       object(`"application_name": "\u0000"`),
		"null members":      object(`"contacts" : null , "logo_url":  null, "redirect_uri":null, "client_id":null, "application_name":null`),
		"empty members":     object(`"contacts": "", "logo_url": "", "redirect_uri": "", "client_id": "", "client_secret": ""`),
		"blank lists":       object(`"contacts": " ", "redirect_uri": " \t\n "`),
		"brackets in text":  object(`"application_name": "` + strings.Repeat(`[\"`, 100) + `"`),
		"as deep as allows": object(`"x": ` + strings.Repeat("[", 32) + strings.Repeat("]", 32)),
	} {
		t.Run(name, func(t *testing.T) { wantAccepted(t, send(t, s, jsonType, body)) })
	}
}

func TestOtherJSONValuesForStrings(t *testing.T) {
	s := New(Options{})
	c := register(t, s)
	for _, odd := range []string{`1`, `1e999`, `true`, `{"a": "b"}`, `[ ]`} {
		for _, tt := range []struct{ body, want string }{
			{`{"application_type":"web", "type": ` + odd + `}`, "No registration type provided"},
			{`{"type":"client_associate", "application_type": ` + odd + `}`, "Unknown application_type."},
			{`{"type":"client_update", "client_id":"` + c.id + `", "client_secret":"` + c.secret + `", "application_type": ` + odd + `}`, "Unknown application_type."},
			{object(`"application_name": ` + odd), "application_name must be a string."},
			{object(`"logo_url": ` + odd), "Logo URL " + odd + " is not a valid URL"},
			{object(`"contacts": ` + odd), "contacts must be a string of space-separated email addresses."},
			{object(`"redirect_uri": ` + odd), "redirect_uris must be space-separated URLs."},
			{object(`"redirect_uri": "https://a.org/", "redirect_uris": ` + odd), "redirect_uris must be space-separated URLs."},
		} {
			wantRefused(t, send(t, s, jsonType, tt.body), 400, tt.want)
		}
	}
}

func TestWordsAreTakenLiterally(t *testing.T) {
	s := New(Options{})
	for _, tt := range []struct {
		fields map[string]string
		want   string
	}{
		{with("type", "client_delete"), "No registration type provided"},
		{with("type", "Client_Associate"), "No registration type provided"},
		{with("type", " client_associate"), "No registration type provided"},
		{with("type", ""), "No registration type provided"},
		{with("application_type", "-"), "Unknown application_type."},
		{with("application_type", ""), "Unknown application_type."},
		{with("application_type", "native "), "Unknown application_type."},
		{with("type", "client_update"), "client_id is required to update."},
		{with("type", "client_update", "client_id", "", "client_secret", ""), "client_id is required to update."},
		{with("type", "client_update", "client_id", "x", "client_secret", ""), "client_secret is required to update."},
		{with("logo_url", " "), "Logo URL   is not a valid URL"},
		{with("logo_url", " https://a.org/"), "Logo URL  https://a.org/ is not a valid URL"},
	} {
		sendBoth(t, s, tt.fields, func(t *testing.T, r reply) { wantRefused(t, r, 400, tt.want) })
	}
}

func TestForms(t *testing.T) {
	s := New(Options{})
	base := "type=client_associate&application_type=web"
	for _, tt := range []struct{ name, body, want string }{
		{"plain", base, ""},
		{"semicolon", base + "&application_name=a;b", ""},
		{"plus is a space", base + "&contacts=a@b.org+c@d.org", ""},
		{"unknown twice", base + "&x=1&x=2&x", ""},
		{"empty fields", base + "&&=&application_name", ""},
		{"empty inputs", base + "&client_id=&client_secret=&logo_url=&contacts=", ""},
		{"no fields", "", "No registration type provided"},
		{"broken escape", base + "&x=%zz", "Could not decode form"},
		{"cut escape", base + "&application_name=%4", "Could not decode form"},
		{"broken name", base + "&%=1", "Could not decode form"},
		{"invalid UTF-8", base + "&application_name=%ff", "Could not decode form"},
		{"raw invalid UTF-8", base + "&application_name=\xff", "Could not decode form"},
		{"type twice", base + "&type=client_associate", "type must be given only once."},
		{"contacts twice", base + "&contacts=a@b.org&contacts=c@d.org", "contacts must be given only once."},
		{"JSON", `{"type":"client_associate","application_type":"web"}`, "No registration type provided"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := send(t, s, formType, tt.body)
			if tt.want == "" {
				wantAccepted(t, r)
				return
			}
			wantRefused(t, r, 400, tt.want)
		})
	}
}

func TestFormKeepsValuesWhole(t *testing.T) {
	s := New(Options{})
	r := send(t, s, formType, "type=client_associate&application_type=web&application_name=a;b%3Dc%26+d=e")
	wantAccepted(t, r)
	if got := known(t, s, r.creds()).applicationName; got != "a;b=c& d=e" {
		t.Errorf("stored %q", got)
	}
}
