package reference

import "slices"

// messageDefects are about the eight messages of types and credentials.
func messageDefects() []group {
	typeless := wording{"no-type", msgNoType, "type is required.", msgApplicationType}
	application := wording{"application-type", msgApplicationType, "application_type must be web or native.", msgNoType}
	idless := wording{"id-required", msgIDRequired, "client_id is missing.", msgSecretRequired}
	secretless := wording{"secret-required", msgSecretRequired, "client_secret is missing.", msgIDRequired}
	wrong := wording{"unauthorized", msgUnauthorized, "Invalid client credentials.", msgSecretRequired}
	idEarly := wording{"id-too-early", msgIDOnlyForUpdate, "client_id is not allowed.", msgSecretOnlyUpdate}
	secretEarly := wording{"secret-too-early", msgSecretOnlyUpdate, "client_secret is not allowed.", msgIDOnlyForUpdate}
	return []group{
		{documented, "error.no-registration-type", slices.Concat(typeless.everywhere(), typeless.somewhere())},
		{documented, "error.unknown-application-type", slices.Concat(application.everywhere(), application.somewhere(), application.onUpdates(), []entry{
			{
				"application-type-message-names-value", "The message names the application_type that was sent.",
				changesRefusal(msgApplicationType, func(e *exchange, no *refusal) *refusal {
					return no.saying("Unknown application_type %s.").naming(e.params[paramApplicationType].text)
				}),
			},
		})},
		{documented, "error.client-id-required", slices.Concat(idless.everywhere(), idless.somewhere(), []entry{
			{
				"id-required-unauthorized", "An update without client_id is unauthorized.",
				rewords(msgIDRequired, msgUnauthorized),
			},
			{
				"id-found-by-secret", "An update without client_id is carried out for the client that has the client_secret.",
				alterations(
					skips(paramClientID, all(onUpdate, not(given(paramClientID)))),
					opens(func(sent, known credentials) bool { return sent.id == "" && sent.secret == known.secret }),
				),
			},
		})},
		{documented, "error.client-secret-required", slices.Concat(secretless.everywhere(), secretless.somewhere(), []entry{
			{
				"secret-required-unauthorized", "An update without client_secret is unauthorized.",
				rewords(msgSecretRequired, msgUnauthorized),
			},
			{
				"secret-not-required", "An update without client_secret is carried out.",
				withoutSecret(always),
			},
			{
				"secret-not-required-in-form", "An update by form without client_secret is carried out.",
				withoutSecret(inForm),
			},
			{
				"secret-not-required-in-json", "An update by JSON without client_secret is carried out.",
				withoutSecret(inJSON),
			},
		})},
		{documented, "error.unauthorized", slices.Concat(wrong.everywhere(), wrong.somewhere())},
		{documented, "error.client-id-only-for-update", slices.Concat(idEarly.everywhere(), idEarly.somewhere(), []entry{
			{
				"id-too-early-unauthorized", "A registration with client_id is unauthorized.",
				rewords(msgIDOnlyForUpdate, msgUnauthorized),
			},
		})},
		{documented, "error.client-secret-only-for-update", slices.Concat(secretEarly.everywhere(), secretEarly.somewhere(), []entry{
			{
				"secret-too-early-unauthorized", "A registration with client_secret is unauthorized.",
				rewords(msgSecretOnlyUpdate, msgUnauthorized),
			},
		})},
	}
}

// withoutSecret lets an update in that has no client_secret at all.
func withoutSecret(c condition) alteration {
	lacking := all(onUpdate, not(given(paramClientSecret)), c)
	return alterations(
		skips(paramClientSecret, lacking),
		opensTo(func(e *exchange, known credentials) bool {
			return lacking(e) && e.text(paramClientID) == known.id
		}),
	)
}
