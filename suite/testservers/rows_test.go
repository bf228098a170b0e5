package testservers

import "strings"

// Groups of common checks.
const (
	refusals = "app-type/* echo/* email/* id-only/* id-required/* json/* logo/* media/* no-type/* no-app-type/* " +
		"secret-only/* secret-required/* unauthorized/* unknown-type/* uri/*"
	grants  = "register/* bare/form case/* charset/* percent-spaces/form"
	updates = "update/* state/after-* json/secret-first"
	clients = updates + " app-type/update/* email/update/* uri/update/* logo/update/* id-required/* secret-required/* unauthorized/*"
)

func departureRows() []row {
	var all []row
	for _, group := range [][]row{messageRows(), valueRows(), checkRows(), refusedRows(), bodyRows(), refusalRows(), answerRows(), clientRows(), brittleRows()} {
		all = append(all, group...)
	}
	return all
}

func messageRows() []row {
	return []row{
		{"decode-message-in-lower-case", js(`{`), `"could not decode json"`, "json/cut json/words"},
		{"decode-message-of-the-parser", js(`}`), `"invalid character`, "json/cut json/words"},
		{"media-message-names-the-type", []shot{posted("text/plain", "")}, `Unknown Content-Type: text`, "media/*"},
		{"type-message-with-full-stop", js(`{"application_type": "web"}`), `type provided\."`, "no-type/*"},
		{"application-type-message-without-full-stop", reg(`,"application_type": "x"`), `application_type"`, "app-type/*"},
		{"application-type-message-echoes", reg(`,"application_type": "x"`), `'x'|\\u0027x`, "app-type/*"},
		{"id-required-with-a-typo", js(`{"type": "client_update", "client_secret": "x"}`), `requird`, "id-required/*"},
		{"secret-required-says-id", js(`{"type": "client_update", "client_id": "x"` + web + `}`), `client_id is required`, "secret-required/*"},
		{"secret-required-is-unauthorized", js(`{"type": "client_update", "client_id": "{id}"}`), `"Unauthorized\."`, "secret-required/*"},
		{"unauthorized-without-full-stop", updWith("x", "x", ""), `"Unauthorized"`, "unauthorized/*"},
		{"unauthorized-with-trailing-space", updWith("x", "x", web), `"Unauthorized\. "`, "unauthorized/*"},
		{"unknown-id-not-found", updWith("x", "x", ""), `404 .*Client not found`, "unauthorized/id-case/* unauthorized/unknown-id/*"},
		{"only-set-id-for-updates", reg(`, "client_id": "x"`), `updates`, "id-only/*"},
		{"only-set-secret-says-id", reg(`, "client_secret": "x"`), `client_id`, "secret-only/*"},
		{"contacts-message-says-comma", reg(`, "contacts": []`), `comma-separated`, "json/contacts-*"},
		{"email-message-says-address", reg(`, "contacts": "x"`), `email address"`, "email/* echo/email/*"},
		{"redirects-message-in-the-singular", reg(`, "redirect_uri": []`), `redirect_uri must`, "json/redirects-*"},
		{"uri-message-says-url", reg(`, "redirect_uri": "x"`), `"URL x is not a valid URL"`, "uri/* echo/uri/*"},
		{"uri-message-with-full-stop", reg(`, "redirect_uris": "x"`), `valid URI\."`, "uri/* echo/uri/*"},
	}
}

func valueRows() []row {
	return []row{
		{"email-names-the-list", reg(`, "contacts": "x a@example.org"`), `Email x a@example.org is`, "email/first/* email/middle/* email/last/*"},
		{"email-names-the-last", reg(`, "contacts": "x a@example.org"`), `Email a@example.org is`, "email/first/* email/middle/*"},
		{"uri-names-the-first", reg(`, "redirect_uris": "http://a.example.org/ x"`), `URI http://a`, "uri/middle/* uri/last/*"},
		{"logo-placeholder-left", reg(`, "logo_url": "x"`), `\{0\}`, "logo/* echo/logo/*"},
		{"logo-value-quoted", reg(`, "logo_url": "x"`), `Logo URL \\"x\\" is`, "logo/* echo/logo/*"},
		{"logo-value-html-escaped", regForm("&logo_url=a%26b"), `a&amp;b`, "echo/logo/dollar/* echo/logo/html/* echo/logo/query/* echo/logo/quote/*"},
		{"logo-dollars-expanded", reg(`, "logo_url": "$$x"`), `Logo URL \$x`, "echo/logo/dollar/*"},
		{"percent-in-values-eaten", reg(`, "contacts": "100%xy"`), `100y`, "echo/*/percent/*"},
		{"email-value-in-lower-case", reg(`, "contacts": "ABC"`), `Email abc`, "echo/email/capitals/*"},
		{"uri-value-cut-after-32", reg(`, "redirect_uri": "` + strings.Repeat("n", 40) + `"`), `URI n{32} is`, "echo/uri/long/*"},
		{"uri-value-without-query", reg(`, "redirect_uri": "x?y"`), `URI x is`, "echo/uri/query/*"},
	}
}

func checkRows() []row {
	return []row{
		{"missing-type-registers", js(`{"application_type": "web"}`), `^200.*client_secret`, "no-type/*"},
		{"unknown-type-registers", js(`{"type": "x", "application_type": "web"}`), `^200.*client_secret`, "unknown-type/* json/type-*"},
		{"missing-application-type-registers", js(`{"type": "client_associate"}`), `^200.*client_secret`, "no-app-type/*"},
		{"application-type-unchecked-on-update", upd(`, "application_type": "x"`), `^200`, "app-type/update/*"},
		{"application-type-caseless", js(`{"type": "client_associate", "application_type": "Web"}`), `^201`, "app-type/case/*"},
		{"only-set-secret-unchecked", reg(`, "client_secret": "x"`), `^200`, "secret-only/*"},
		{"logo-unchecked-on-update", upd(`, "logo_url": "x"`), `^200`, "logo/update/*"},
		{"logo-unchecked-for-native", js(`{"type": "client_associate", "application_type": "native", "logo_url": "x"}`), `^200`, "logo/native/*"},
		{"logo-without-host-accepted", reg(`, "logo_url": "https://"`), `^200`, "logo/no-host/*"},
		{"logo-of-any-type-accepted", reg(`, "logo_url": 5`), `^200`, "json/logo-*"},
		{"emails-unchecked-on-update", upd(`, "contacts": "x"`), `^200`, "email/update/*"},
		{"emails-unchecked-in-forms", regForm("&contacts=x"), `^201`, "email/*/form echo/email/*/form"},
		{"email-first-only", reg(`, "contacts": "a@example.org x"`), `^200`, "email/middle/* email/last/*"},
		{"email-last-only", reg(`, "contacts": "x a@example.org"`), `^201`, "email/middle/* email/first/*"},
		{"email-dot-is-enough", reg(`, "contacts": "a.example.org"`), `^201`, "email/dotted/*"},
		{"contacts-number-accepted", reg(`, "contacts": 5`), `^201`, "json/contacts-number json/contacts-object"},
		{"contacts-list-joined", reg(`, "contacts": ["a@example.org"]`), `^200`, "json/contacts-list"},
		{"redirect-list-joined", reg(`, "redirect_uri": ["http://a.example.org/"]`), `^200`, "json/redirects-list"},
		{"redirects-unchecked-on-registration", reg(`, "redirect_uri": "x"`), `^200`, "uri/* echo/uri/*"},
		{"redirects-unchecked-for-native", js(`{"type": "client_associate", "application_type": "native", "redirect_uri": "x"}`), `^200`, "uri/native/*"},
		{"uri-first-only", reg(`, "redirect_uri": "http://a.example.org/ x"`), `^200`, "uri/middle/* uri/last/*"},
		{"uri-last-only", reg(`, "redirect_uris": "x http://a.example.org/"`), `^200`, "uri/middle/* uri/first/*"},
		{"uri-broken-ipv6-accepted", reg(`, "redirect_uris": "http://[::1"`), `^200`, "uri/ipv6/*"},
	}
}

func refusedRows() []row {
	return []row{
		{
			"native-refused", js(`{"type": "client_associate", "application_type": "native"}`), `^400.*Unknown app`,
			"*/native/* update/to-native-and-back/*",
		},
		{"long-tld-refused", reg(`, "contacts": "a@example.museum"`), `^400.*Email`, "register/long-tld/*"},
		{"subdomain-email-refused", reg(`, "contacts": "a@b.example.org"`), `^400.*Email`, "register/subdomain/*"},
		{"hyphen-in-host-refused", reg(`, "logo_url": "http://a-b.example.org/"`), `^422.*Logo`, "register/hyphen-host/*"},
		{"plain-http-logo-refused", reg(`, "logo_url": "http://a.example.org/"`), `^400.*Logo`, "register/http-logo/*"},
		{"logo-needs-image-suffix", reg(`, "logo_url": "http://a.example.org/logo"`), `^400.*Logo`, "register/logo-query/*"},
		{"redirect-with-query-refused", reg(`, "redirect_uri": "http://a.example.org/?a=b"`), `^422.*URI`, "register/redirect-query/*"},
		{
			"two-redirects-refused", reg(`, "redirect_uri": "http://a.example.org/ http://b.example.org/"`), `^400.*URI`,
			"register/two-redirects/* uri/first/* uri/middle/* uri/last/*",
		},
		{
			"contacts-split-at-commas", reg(`, "contacts": "a@example.org b@example.org"`), `^422.*Email a@example.org b@`,
			"register/full/* register/five-contacts/* percent-spaces/form update/* email/first/* email/middle/* email/last/*",
		},
		{"five-contacts-refused", reg(`, "contacts": "a@example.org b@example.org c@example.org d@example.org e@example.org"`), `^400`, "register/five-contacts/*"},
		{"long-name-refused", reg(`, "application_name": "` + strings.Repeat("n", 101) + `"`), `^422`, "register/long-name/*"},
		{"name-beyond-ascii-crashes", reg(`, "application_name": "é"`), `^500`, "register/name-beyond-ascii/* json/pair json/surrogate json/bad-utf8"},
		{
			"name-must-be-unique", then(reg(`, "application_name": "n"`), reg(`, "application_name": "n"`)), `^409`,
			"register/full/form register/long-name/form register/name-beyond-ascii/form",
		},
		{"update-needs-name", upd(""), `^400`, "update/minimal/* state/after-* json/secret-first"},
		{"update-in-order-only", js(`{"type": "client_update", "client_secret": "{secret}", "client_id": "{id}"}`), `^400`, "json/secret-first"},
	}
}
