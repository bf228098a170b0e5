package testservers

import (
	"net/http"
	"strings"
)

func bodyRows() []row {
	return []row{
		{"forms-unsupported", regForm(""), `^415.*Unknown Content-Type`, "*/form"},
		{
			"form-updates-unsupported", form("type=client_update&client_id={id}&client_secret={secret}"), `^400.*is required`,
			"update/*/form */update/form unauthorized/*/form state/after-*/form id-required/form",
		},
		{
			"form-plus-kept", regForm("&contacts=a%40example.org+b%40example.org"), `Email a@example.org\+b@example.org is`,
			"register/full/form register/five-contacts/form update/*/form email/first/form email/middle/form email/last/form uri/first/form uri/middle/form uri/last/form echo/logo/space/form",
		},
		{
			"form-percent-kept", regForm("&contacts=a%40example.org"), `Email a%40example.org is`,
			"register/*/form percent-spaces/form echo/*/form email/middle/form email/last/form logo/*/form uri/*/form update/*/form state/eight-at-once/form",
		},
		{"form-decoded-twice", regForm("&logo_url=a%252541"), `Logo URL a%41 is`, "echo/*/percent/form echo/*/plus/form"},
		{"unknown-media-read-as-json", []shot{posted("text/plain", reg("")[0].body)}, `^200`, "media/*"},
		{"media-type-by-prefix", []shot{posted("application/jsonx", reg("")[0].body)}, `^200`, "media/application/jsonl media/application/json-patch+json"},
		{"media-type-by-substring", []shot{posted("text/json", reg("")[0].body)}, `^200`, "media/*json*"},
		{"media-type-with-charset-refused", []shot{posted("application/json;charset=utf-8", reg("")[0].body)}, `^400.*Unknown`, "charset/*"},
		{"form-with-charset-refused", []shot{posted("application/x-www-form-urlencoded;charset=utf-8", "")}, `^400.*Unknown`, "charset/form"},
		{"media-type-by-case", []shot{posted("application/JSON", reg("")[0].body)}, `^415`, "case/*"},
		{"get-registers", []shot{{http.MethodGet, "?type=client_associate&application_type=web", "", "", ""}}, `^200.*client_secret`, "method/GET?*"},
		{"list-of-one-registers", js("[" + reg("")[0].body + "]"), `^200.*client_secret`, "json/list"},
	}
}

func refusalRows() []row {
	bad := reg(`, "logo_url": "x"`)
	logo := `Logo URL x is not a valid URL`
	// Where any message will do, the code is one.
	coded := strings.NewReplacer("no-app-type/* ", "", "unknown-type/* ", "").Replace(refusals)
	return []row{
		{"refusals-with-200", bad, `^200 application/json .*` + logo, refusals},
		{"bad-uri-with-200", reg(`, "redirect_uri": "x"`), `^200.*URI x is not`, "uri/* echo/uri/*"},
		{
			"decode-error-with-500", js("{"), `^500.*"Could not decode JSON"`,
			"json/cut json/words json/bom json/list json/string json/number json/only-null",
		},
		{"bad-email-with-500", reg(`, "contacts": "x"`), `^500.*Email x is not a valid email`, "email/* echo/email/* json/doubled-space"},
		{"decode-error-as-page", js("{"), `^400 text/html .*<h1>`, "json/cut json/words"},
		{"unauthorized-goes-to-login", updWith("x", "x", ""), `^404`, "unauthorized/*"},
		{"unauthorized-without-body", updWith("x", "x", ""), `^401  $`, "unauthorized/*"},
		{"refusals-as-plain-text", bad, `^400 text/plain; charset=utf-8 ` + logo, refusals},
		{"refusals-as-json-string", bad, `^400 application/json "` + logo, refusals},
		{"message-under-message", bad, `^400 .*{"message":"` + logo, refusals},
		{"message-under-error-description", bad, `^422 .*"error_description":"` + logo, coded},
		{"message-in-nested-object", bad, `^400 .*"message":"` + logo, refusals},
		{"message-in-list", bad, `^400 .*\["` + logo, refusals},
		{"refusals-with-notice-after", bad, `^400 application/json {"error":"` + logo + `"}<br`, refusals},
		{"refusals-labelled-html", bad, `^400 text/html; charset=utf-8 {"error":"` + logo, refusals},
		{"json-by-concatenation", reg(`, "logo_url": "a\"b"`), `URL a"b is`, "echo/*/quote/* echo/logo/newline/*"},
		{"length-in-characters", reg(`, "logo_url": "éé"`), `valid URL$`, "echo/*/latin/* echo/*/wide/*"},
		{"answers-in-latin-1", reg(`, "logo_url": "é"`), `URL \x{FFFD} is`, "echo/*/latin/*"},
		{"value-cut-at-newline", reg(`, "logo_url": "a\nb"`), `Logo URL a"`, "echo/logo/newline/*"},
	}
}

func answerRows() []row {
	all := grants + " " + updates
	unknown := all + " " + clients
	return []row{
		{"secret-missing", reg(""), `^200 application/json {"client_id":"[^"]+","expires_at":0}$`, unknown + " state/two-* state/eight-* json/doubled-space"},
		{"secret-is-a-number", reg(""), `"client_secret":\d+,`, all},
		{"id-is-a-number", reg(""), `"client_id":\d+,`, all + " json/doubled-space"},
		{"expires-is-a-string", reg(""), `"expires_at":"0"`, all + " json/doubled-space"},
		{"expires-is-a-date", reg(""), `"expires_at":"2099-`, all + " json/doubled-space"},
		{"expires-is-null", reg(""), `"expires_at":null`, all + " json/doubled-space"},
		{"expires-missing", reg(""), `{"client_id":"[^"]+","client_secret":"[^"]+"}`, all},
		{"expires-in-the-past", reg(""), `"expires_at":1\d{9}}`, all + " json/doubled-space"},
		{"expires-is-a-duration", reg(""), `"expires_at":3600}`, all},
		{"members-in-camel-case", reg(""), `"clientSecret":"`, unknown + " state/two-* state/eight-* json/doubled-space"},
		{"members-in-data", reg(""), `{"data":{"client_id"`, unknown + " state/two-* state/eight-*"},
		{"notice-before-json", reg(""), `^200 application/json <br`, unknown + " state/two-* state/eight-*"},
		{"form-answered-as-form", regForm(""), `^200 application/x-www-form-urlencoded client_id=`, formed(grants) + " update/*/form state/*/form"},
		{"registration-redirects", reg(""), `^404`, unknown + " state/two-* state/eight-*"},
		{
			"registration-with-500", reg(""), `^500.*"client_id":"[^"]+","client_secret":"[^"]+","expires_at":0}`,
			grants + " json/doubled-space json/bad-utf8 json/pair json/surrogate json/deep json/unknown json/twice json/*large json/long-value json/null",
		},
		{"update-without-body", upd(web), `^204  $`, updates},
	}
}

// formed narrows patterns to forms.
func formed(patterns string) string {
	return strings.NewReplacer("/*", "/*form", "charset/*", "charset/form", "case/*", "case/form").Replace(patterns)
}

func clientRows() []row {
	again := then(upd(web), upd(web))
	shared := "state/* unauthorized/foreign/*"
	return []row{
		{"update-answers-without-secret", upd(""), `^200 application/json {"client_id":"[^"]+","expires_at":0}$`, updates},
		{"update-answers-without-expires", upd(""), `^200 .*{"client_id":"[^"]+","client_secret":"[^"]+"}$`, updates},
		{"update-gives-new-id", upd(web), `^200`, "update/*"},
		{"update-rotates-secret", again, `^403.*Unauthorized`, "update/*"},
		{"update-works-once", again, `^400.*Unauthorized`, "update/twice/* update/to-native-and-back/*"},
		{"application-type-is-final", upd(`, "application_type": "native"`), `^409`, "update/to-native-and-back/*"},
		{"refused-update-drops-client", then(upd(`, "logo_url": "x"`), upd("")), `^403`, "state/after-bad-*"},
		{"wrong-secret-locks-client", then(updWith("{id}", "x", ""), upd("")), `^401`, "state/after-wrong-secret/*"},
		{"refused-update-rotates-secret", then(upd(web+`, "logo_url": "x"`), upd(web)), `^400.*Unauthorized`, "state/after-bad-logo/*"},
		{"same-credentials-for-all", updWith("{id2}", "{secret}", ""), `^200`, shared},
		{"same-secret-for-all", updWith("{id2}", "{secret}", web), `^200`, shared},
		{"same-registration-same-client", updWith("{id2}", "{secret}", web), `^200`, "state/two-alike/* unauthorized/foreign/*"},
		{"ids-race", reg(""), `^200`, "state/eight-at-once/*"},
		{"secret-not-checked", updWith("{id}", "x", web), `^200`, "unauthorized/wrong-secret/* unauthorized/foreign/* unauthorized/cut/* unauthorized/longer/* unauthorized/case/*"},
		{"secret-of-any-client", updWith("{id}", "{secret2}", web), `^200`, "unauthorized/foreign/*"},
		{"secret-by-its-first-eight", updWith("{id}", "{cut}", ""), `^200`, "unauthorized/cut/* unauthorized/longer/*"},
		{"secret-by-its-first-72", updWith("{id}", "{cut}", ""), `^200`, "unauthorized/cut/* unauthorized/longer/*"},
		{"secret-caseless", updWith("{id}", "{SECRET}", ""), `^200`, "unauthorized/case/*"},
		{"id-caseless", updWith("{ID}", "{secret}", ""), `^200`, "unauthorized/id-case/*"},
		{"unknown-id-enrolled", updWith("new", "x", ""), `^200`, "unauthorized/unknown-id/* unauthorized/id-case/*"},
	}
}

func brittleRows() []row {
	return []row{
		{"json-without-object-crashes", js("[]"), `^500`, "json/list json/string json/number json/only-null"},
		{"lone-surrogate-crashes", reg(`, "application_name": "\udc00"`), `^500`, "json/surrogate"},
		{"invalid-utf8-crashes", reg(", \"application_name\": \"\xff\""), `^500`, "json/bad-utf8"},
		{"byte-order-mark-crashes", js("\uFEFF{}"), `^500`, "json/bom"},
		{"deep-json-crashes", reg(`, "x": ` + strings.Repeat("[", 33) + strings.Repeat("]", 33)), `^500`, "json/deep"},
		{"missing-media-type-crashes", []shot{posted("", reg("")[0].body)}, `^500`, "media/none"},
		{"other-methods-crash", []shot{{http.MethodPut, "", "", "", ""}}, `^500`, "method/GET* method/PUT method/DELETE method/HEAD"},
		{"list-of-contacts-hangs-up", reg(`, "contacts": []`), `^error .*EOF`, "json/contacts-list"},
		{"cut-json-hangs", js(`{"type": `), `^error .*(deadline|Timeout)`, "json/cut"},
		{"large-body-hangs", reg(`, "application_name": "` + strings.Repeat("n", 65<<10) + `"`), `^error .*(deadline|Timeout)`, "json/large json/very-large"},
		{"null-crashes", reg(`, "logo_url": null`), `^500`, "json/null"},
		{"number-as-logo-crashes", reg(`, "logo_url": 5`), `^500`, "json/logo-number"},
		{"object-as-redirects-crashes", reg(`, "redirect_uris": {}`), `^500`, "json/redirects-object"},
		{"list-as-type-crashes", js(`{"type": [], "application_type": "web"}`), `^500`, "json/type-list"},
		{"number-as-id-crashes", js(`{"type": "client_update", "client_id": 5, "client_secret": "x"` + web + `}`), `^500`, "json/id-number"},
		{"doubled-space-crashes", reg(`, "contacts": "a@example.org  b@example.org"`), `^500`, "json/doubled-space"},
		{"unknown-parameter-crashes", reg(`, "x": 1`), `^500`, "json/unknown json/deep"},
		{"long-value-crashes", reg(`, "application_name": "` + strings.Repeat("n", 1025) + `"`), `^500`, "json/long-value json/large"},
	}
}
