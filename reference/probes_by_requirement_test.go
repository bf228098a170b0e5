package reference

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

func probesByRequirement() map[string][][]step {
	all := map[string][][]step{}
	for _, part := range []map[string][][]step{documentedProbes(), impliedProbes(), hardeningProbes()} {
		maps.Copy(all, part)
	}
	for about, probes := range besideProbes() {
		all[about] = joined(all[about], probes)
	}
	return withDetails(all)
}

func documentedProbes() map[string][][]step {
	minimum := [][]step{associate(), bothWays("type", "client_associate", "application_type", "web")}
	typeless := [][]step{
		bothWays("application_type", "web"), bothWays("application_type", "web", "client_id", "x", "client_secret", "y"),
		steps(one(first()), bothWays("application_type", "web", "client_id", "{id1}", "client_secret", "{secret1}")),
	}
	applicationTypes := valued("application_type", "desktop", "Web", "NATIVE", "webapp", "native2", "we", "b n", "web ", "-", "w*")
	applicationTypes = append(applicationTypes, minimum...)
	for _, t := range []string{"desktop", "Web", "webapp", "e"} {
		applicationTypes = append(applicationTypes, bothWays("type", "client_associate", "application_type", t))
	}
	updated := [][]step{
		steps(associate(), update("application_type", "web"), update("application_type", "native"), update("application_type", "native"), update()),
		steps(associate(), update("application_name", "A", "logo_url", "https://a.org/l.png", "contacts", "a@b.org"), update("application_name", "B", "redirect_uri", "https://a.org/"), update()),
		{first(), first(), inJSONBody(`{"application_type":"web","application_name":"x","type":"client_update","client_secret":"{secret1}","client_id":"{id1}"}`)},
		steps(one(first()), one(first()), update("application_type", "web"), update("redirect_uri", "https://b.org/")),
		steps(one(first()), update("application_type", "web", "redirect_uri", "https://b.org/"), update("application_type", "native")),
	}
	idless := [][]step{steps(one(first()), bothWays("type", "client_update", "client_secret", "{secret1}"), bothWays("type", "client_update"))}
	secretless := [][]step{steps(one(first()), bothWays("type", "client_update", "client_id", "{id1}"), bothWays("type", "client_update"), update())}
	early := [][]step{
		associate("client_id", "x"), associate("client_secret", "y"), associate("client_id", "x", "client_secret", "y"),
		steps(one(first()), associate("client_id", "{id1}"), associate("client_secret", "{secret1}"), update()),
	}
	successes := [][]step{steps(associate(), update(), update("application_type", "web"))}
	return map[string][][]step{
		"endpoint.path": {
			associate(), {{target: Path + "/", types: []string{jsonType}, body: smallJSON}}, steps(associate(), update()),
		},
		"type.associate": {
			steps(one(first()), update()),
			{inFormBody(smallForm), inFormBody("type=client_update&client_id={id1}&client_secret={secret1}")},
			steps(associate("application_name", "A"), update(), associate("application_name", "A"), update()),
		},
		"type.update":                         {steps(one(first()), update())},
		"type.required":                       typeless,
		"client-id.update-only":               early,
		"client-secret.update-only":           early,
		"contacts.optional":                   joined(optional("contacts", "a@b.org"), [][]step{steps(associate("contacts", "a@b.org"), associate("contacts", "a@b.org"))}),
		"contacts.list":                       valued("contacts", slices.Concat(goodAddresses, badAddresses)...),
		"application-type.required":           {bothWays("type", "client_associate"), bothWays("type", "client_associate", "application_name", "x")},
		"application-type.values":             applicationTypes,
		"application-name.optional":           joined(optional("application_name", "A"), valued("application_name", names...), [][]step{steps(associate("application_name", "A"), associate("application_name", "A"))}),
		"logo-url.optional":                   joined(optional("logo_url", "https://a.org/l.png"), valued("logo_url", goodURLValues...)),
		"redirect-uri.optional":               joined(optional("redirect_uri", "https://a.org/cb"), valued("redirect_uri", goodURLValues...)),
		"redirect-uri.list":                   valued("redirect_uri", append([]string{"https://a.org/ https://b.org/", "https://a.org/ https://b.org/ https://c.org/", strings.TrimSpace(strings.Repeat("https://a.org/ ", 20))}, listed(nil)...)...),
		"response.client-id":                  successes,
		"response.client-secret":              successes,
		"response.expires-at":                 successes,
		"register.minimum":                    minimum,
		"update.information":                  updated,
		"update.credentials":                  updated,
		"encoding.json":                       jsonProbes(),
		"encoding.form":                       formProbes(),
		"error.could-not-decode-json":         brokenJSONProbes(),
		"error.unknown-content-type":          contentTypeProbes(),
		"error.no-registration-type":          typeless,
		"error.unknown-application-type":      applicationTypes,
		"error.client-id-required":            idless,
		"error.client-secret-required":        secretless,
		"error.unauthorized":                  wrongCredentials(),
		"error.client-id-only-for-update":     early,
		"error.client-secret-only-for-update": early,
		"error.invalid-logo-url":              valued("logo_url", badURLValues...),
		"error.contacts-not-string":           jsonWith(membersOf("contacts", `["a@b.org"]`, "[]")...),
		"error.invalid-email":                 valued("contacts", badAddresses...),
		"error.redirect-uris-not-string":      jsonWith(membersOf("redirect_uri", `["https://a.org/"]`, "[]")...),
		"error.invalid-redirect-uri":          valued("redirect_uri", listed(append(badURLValues, strings.Repeat("x", 40)))...),
	}
}

func impliedProbes() map[string][][]step {
	refusals := joined(
		valued("contacts", `bo"b`, "böb"), valued("application_type", "desktop"), wrongCredentials()[:2], brokenJSONProbes(), contentTypeProbes(),
		[][]step{bothWays("application_type", "web")},
	)
	successes := [][]step{steps(associate(), update())}
	refused := [][]step{}
	for _, wrong := range [][]string{{"contacts", "bob"}, {"logo_url", "http://"}, {"client_secret", "wrong"}, {"client_secret", ""}, {"application_type", "x"}} {
		fields := append([]string{"type", "client_update", "client_id", "{id1}", "client_secret", "{secret1}"}, wrong...)
		if wrong[0] == "client_secret" {
			fields = []string{"type", "client_update", "client_id", "{id1}", "client_secret", wrong[1]}
		}
		again := bothWays(fields...)
		refused = append(refused, steps(one(first()), again, update()), steps(one(first()), again, again, update()))
	}
	texts := slices.Concat(names, []string{"\x00", "\x01", "a\nb", "'", `"`, `\`, "%s", "{x}", "😀"})
	others := slices.Concat(noStrings, lists)
	return map[string][][]step{
		"answer.always":         joined(refusals, valued("contacts", strings.Repeat("a", 60), "bob@"), valued("application_name", "\x00")),
		"answer.media-type":     joined(successes, refusals),
		"answer.success-status": successes, "answer.refusal-status": refusals, "answer.error-member": refusals,
		"answer.no-server-error": joined(
			valued("application_name", texts...), valued("logo_url", slices.Concat(badURLValues, oddURLValues)...), valued("redirect_uri", oddURLValues...),
			valued("contacts", "a@b@c.org", "a@", "ü@b.org"), wrongCredentials(), bodiesOf("null", "[]", `"x"`, "5", "true", `[{"a":1}]`),
			[][]step{{{types: []string{jsonType}, header: http.Header{"Content-Encoding": {"gzip"}}, body: smallJSON}}},
		),
		"type.known-values":   joined(valued("type", "x"), typesAs("client_delete", "Client_Associate", "CLIENT_UPDATE", "client_associate2", "associate", "update", "client_")),
		"contacts.string":     jsonWith(membersOf("contacts", noStrings...)...),
		"redirect-uri.string": jsonWith(membersOf("redirect_uri", noStrings...)...),
		"values.string": joined(
			jsonWith(membersOf("logo_url", others...)...), jsonWith(membersOf("application_name", others...)...),
			typesOf("type", others...), typesOf("application_type", others...),
		),
		"values.empty": joined(emptyProbes()...),
		"parameters.unknown": joined(
			jsonWith(`"x":1`, `"x":{}`, `"x":[1]`, `"__proto__":{"application_type":"web"}`, `"constructor":1`, `"expires_at":1`, `"expires_at":"x"`),
			[][]step{
				associate("x", "y"),
				{inJSONBody(`{"type":"client_associate","__proto__":{"application_type":"web"}}`)},
				{inJSONBody(`{"TYPE":"client_associate","Application_Type":"web"}`)},
				{inFormBody("Type=client_associate&application_type=web")},
			},
		),
		"media-type.case":       joined(typed("Application/JSON"), typed("APPLICATION/X-WWW-FORM-URLENCODED")),
		"media-type.parameters": parameterProbes(),
		"media-type.missing":    {{{body: smallJSON}}, {{body: smallForm}}},
		"media-type.malformed": joined(
			typed(""), typed("json"), typed("application/json; charset"), typed("application/json, text/html"),
			[][]step{{{types: []string{jsonType, jsonType}, body: smallJSON}}, {{types: []string{jsonType, formType}, body: smallJSON}}},
		),
		"body.object": bodiesOf("null", "[]", "5", "true", `"x"`, "["+smallJSON+"]", `[["type","client_associate"],["application_type","web"]]`, quoted(smallJSON), quoted(smallForm)),
		"body.edges":  edgeProbes(),
		"limits.answered": joined(
			valued("application_name", strings.Repeat("n", 300), strings.Repeat("n", 1500)), bodiesOf(padded(3000), padded(800), padded(70_000)), nested(40, 100_000),
			[][]step{{{types: []string{jsonType}, body: padded(70_000), chunked: true}}},
		),
		"method.safe": joined(methodProbes("GET"), methodProbes("HEAD")),
		"method.others": joined(
			methodProbes("GET"), methodProbes("HEAD"), methodProbes("PUT"), methodProbes("PATCH"), methodProbes("DELETE"), methodProbes("TRACE"),
			methodProbes("OPTIONS"), methodProbes("PROPFIND"), methodProbes("post"),
		),
		"credentials.unique": {
			{first(), first(), first()},
			steps(associate("application_name", "A", "contacts", "a@b.org"), associate("application_name", "A", "contacts", "a@b.org")),
			{{types: []string{jsonType}, body: smallJSON, atOnce: 5}},
		},
		"credentials.string":       joined(credentialsAs("client_id", append(others, `["{id1}"]`)...), credentialsAs("client_secret", append(others, `["{secret1}"]`)...)),
		"update.refused-unchanged": refused,
		"update.together": {{first(), {
			types: []string{jsonType}, body: `{"type":"client_update","client_id":"{id1}","client_secret":"{secret1}"}`, atOnce: 5,
		}}},
	}
}

func hardeningProbes() map[string][][]step {
	successes := [][]step{steps(associate(), update())}
	registrations := [][]step{{first(), first(), first(), first()}}
	echoed := joined(
		valued("contacts", "<b>bob"), valued("logo_url", "<script>"), contentTypeProbes(),
		valued("application_name", "A"), valued("logo_url", "https://a.org/l.png"), successes,
	)
	return map[string][][]step{
		"secret.not-cacheable":           successes,
		"secret.entropy":                 append(registrations, bothWays("type", "client_associate", "application_type", "web", "redirect_uri", "https://a.org/cb")),
		"client-id.not-counting":         registrations,
		"secret.not-in-refusal":          joined(wrongCredentials(), [][]step{steps(one(first()), update("contacts", "bob"))}),
		"unauthorized.indistinguishable": wrongCredentials(),
		"client-id.exact":                wrongCredentials(),
		"parameters.in-body":             {{{target: Path + "?type=client_associate", types: []string{formType}, body: "application_type=web"}}},
		"body.one-value":                 bodiesOf(smallJSON+" and more", smallJSON+smallJSON, smallJSON+"\nand more"),
		"values.exact":                   joined(valued("application_type", " web", "web\n"), [][]step{bothWays("type", " client_associate", "application_type", "web"), bothWays("type", "client_associate\n", "application_type", "web")}),
		"body.strict":                    bodiesOf(`{"TYPE":"client_associate","application_type":"web"}`, strings.ReplaceAll(smallJSON, `"`, "'"), "/* x */"+smallJSON, `{type:"client_associate",application_type:"web"}`, `{"type":"client_associate","application_type":"web","x":NaN}`, `{"type":"client_associate","application_type":"web","x":"\u+041"}`),
		"credentials.injection": joined(
			injections("' OR '1'='1", "' -- ", "%", "*", ".*", `"`, "' || 1"), credentialsAs("client_secret", `{"$ne":""}`), credentialsAs("client_id", `{"$gt":""}`),
		),
		"echo.not-html":          echoed,
		"echo.not-in-header":     echoed,
		"logo-url.no-script":     valued("logo_url", "javascript:alert(1)", "data:text/html,x", "data:image/png,x", "JavaScript:alert(1)"),
		"limits.refused-quickly": joined(bodiesOf(padded(70_000), padded(2<<20)), nested(40, 5000)),
	}
}
