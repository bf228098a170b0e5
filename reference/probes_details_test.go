package reference

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// withDetails adds the probes that show what a language or a library does of itself.
func withDetails(all map[string][][]step) map[string][][]step {
	slow := strings.Repeat("a", 30) + "!"
	right := inJSONBody(`{"type":"client_update","client_id":"{id1}","client_secret":"{secret1}","application_type":"web"}`)
	right.atOnce, right.beside = 4, strings.Replace(right.body, "{secret1}", "{secret1}x", 1)
	waiting := first()
	waiting.header = http.Header{"Expect": {"100-continue"}}
	padded := first()
	padded.header = http.Header{"Content-Length": {"0" + strconv.Itoa(len(padded.body))}}
	oldUpdate := inJSONBody(`{"type":"client_update","client_id":"{id1}","client_secret":"{secret1}","application_type":"web"}`)
	oldUpdate.old = true
	for requirement, probes := range map[string][][]step{
		"application-type.values":   {associate("application_type", "web\x00x"), bothWays("type", "client_associate", "application_type", "web\x00x"), bothWays("type", "client_associate", "application_type", "natıve")},
		"type.known-values":         typesAs("client_associate\x00x", "clıent_associate"),
		"client-secret.update-only": {steps(one(first()), bothWays("type", "client_update", "client_id", "{id1}", "client_secret", "{secret1}\x00x"))},
		"error.unauthorized": {
			steps(one(first()), bothWays("type", "client_update", "client_id", "0{id1}", "client_secret", "{secret1}")),
			{first(), right},
		},
		"answer.alike":          {{waiting}, {padded}, {first(), oldUpdate}},
		"answer.always":         {associate("contacts", slow), associate("logo_url", slow)},
		"media-type.parameters": joined(typed("application/json ; charset=utf-8"), typed("application/x-www-form-urlencoded ; charset=utf-8")),
		"body.one-value":        bodiesOf(smallJSON + ";"),
	} {
		all[requirement] = slices.Concat(all[requirement], probes)
	}
	return all
}
