package reference

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
)

// registrationCredentialDefects are about credentials in a registration, which
// have no place there.
func registrationCredentialDefects() []group {
	return []group{
		{documented, "client-id.update-only", []entry{
			{
				"id-ignored-on-registration", "A registration with client_id is carried out as if it had none.",
				skips(paramClientID, onRegistration),
			},
			{
				"id-ignored-on-registration-by-form", "A registration by form with client_id is carried out as if it had none.",
				skips(paramClientID, all(onRegistration, inForm)),
			},
			{
				"id-ignored-on-registration-by-json", "A registration by JSON with client_id is carried out as if it had none.",
				skips(paramClientID, all(onRegistration, inJSON)),
			},
			{
				"id-ignored-unless-known", "A registration with client_id is refused only if there is such a client.",
				ignoresUnknownID,
			},
			{
				"id-ignored-beside-secret", "A registration with both credentials is carried out; one with either is refused.",
				alterations(
					skips(paramClientID, all(onRegistration, given(paramClientSecret))),
					skips(paramClientSecret, all(onRegistration, given(paramClientID))),
				),
			},
			{
				"id-chosen-by-client", "A registration with client_id is given that client_id.",
				alterations(skips(paramClientID, onRegistration), chosen(paramClientID, func(c *credentials, text string) { c.id = text })),
			},
		}},
		{documented, "client-secret.update-only", []entry{
			{
				"secret-ignored-on-registration", "A registration with client_secret is carried out as if it had none.",
				skips(paramClientSecret, onRegistration),
			},
			{
				"secret-ignored-on-registration-by-form", "A registration by form with client_secret is carried out as if it had none.",
				skips(paramClientSecret, all(onRegistration, inForm)),
			},
			{
				"secret-ignored-on-registration-by-json", "A registration by JSON with client_secret is carried out as if it had none.",
				skips(paramClientSecret, all(onRegistration, inJSON)),
			},
			{
				"secret-ignored-without-id", "A registration with client_secret is refused only if it has a client_id too.",
				skips(paramClientSecret, all(onRegistration, not(given(paramClientID)))),
			},
			{
				"secret-chosen-by-client", "A registration with client_secret is given that client_secret.",
				alterations(skips(paramClientSecret, onRegistration), chosen(paramClientSecret, func(c *credentials, text string) { c.secret = text })),
			},
		}},
	}
}

func ignoresUnknownID(b *behaviour) {
	skips(paramClientID, func(e *exchange) bool {
		return onRegistration(e) && !b.knows(e.text(paramClientID))
	})(b)
}

// chosen lets a registration say one of its own credentials.
func chosen(name string, choose func(c *credentials, text string)) alteration {
	return func(b *behaviour) {
		next := b.act
		b.act = func(e *exchange) (credentials, *refusal) {
			granted, no := next(e)
			if text := e.text(name); no == nil && onRegistration(e) && text != "" {
				drawn := granted
				choose(&granted, text)
				b.store.reissue(drawn, granted)
			}
			return granted, no
		}
	}
}

// authorisationDefects let updates in that are not authorised.
func authorisationDefects() []group {
	// secrets lets in a secret like the real one, for the right identifier.
	secrets := func(alike func(sent, known string) bool) alteration {
		return opens(func(sent, known credentials) bool { return sent.id == known.id && alike(sent.secret, known.secret) })
	}
	// ids lets in an identifier like the real one, with the right secret.
	ids := func(alike func(sent, known string) bool) alteration {
		return opens(func(sent, known credentials) bool { return sent.secret == known.secret && alike(sent.id, known.id) })
	}
	rightID := func(e *exchange, known credentials) bool { return e.text(paramClientID) == known.id }
	return []group{
		{documented, "error.unauthorized", []entry{
			{
				"secret-unchecked", "Any client_secret is taken for a client that there is.",
				secrets(func(string, string) bool { return true }),
			},
			{
				"secret-unchecked-in-form", "Any client_secret in a form is taken for a client that there is.",
				opensTo(func(e *exchange, known credentials) bool { return rightID(e, known) && inForm(e) }),
			},
			{
				"secret-unchecked-in-json", "Any client_secret in JSON is taken for a client that there is.",
				opensTo(func(e *exchange, known credentials) bool {
					return rightID(e, known) && inJSON(e) && e.text(paramClientSecret) != ""
				}),
			},
			{
				"secret-by-prefix", "The first part of a client_secret is taken for the whole.",
				secrets(func(sent, known string) bool { return sent != "" && strings.HasPrefix(known, sent) }),
			},
			{
				"secret-with-more-behind", "Anything may stand behind a client_secret.",
				secrets(strings.HasPrefix),
			},
			{
				"secret-first-eight-only", "Only the first eight characters of a client_secret are compared.",
				secrets(func(sent, known string) bool { return len(sent) >= 8 && cut(sent, 8) == cut(known, 8) }),
			},
			{
				"secret-compared-decoded", "The client_secret is decoded from base64 and then compared, so that its last two bits do not count.",
				secrets(func(sent, known string) bool {
					a, wrong := base64.RawURLEncoding.DecodeString(sent)
					b, err := base64.RawURLEncoding.DecodeString(known)
					return wrong == nil && err == nil && bytes.Equal(a, b)
				}),
			},
			{
				"secret-without-case", "The client_secret is compared without case.",
				secrets(strings.EqualFold),
			},
			{
				"secret-by-length", "Any client_secret of the right length is taken.",
				secrets(func(sent, known string) bool { return len(sent) == len(known) }),
			},
			{
				"secret-of-another-client", "The client_secret of any client is taken.",
				secretOfAnother,
			},
			{
				"secret-like-id", "The client_id is taken as client_secret too.",
				opens(func(sent, known credentials) bool { return sent.id == known.id && sent.secret == known.id }),
			},
			{
				"id-by-prefix", "The first part of a client_id is taken for the whole.",
				ids(func(sent, known string) bool { return sent != "" && strings.HasPrefix(known, sent) }),
			},
			{
				"id-with-more-behind", "Anything may stand behind a client_id.",
				ids(strings.HasPrefix),
			},
			{
				"id-not-compared", "A client_secret that is right is enough, whatever the client_id.",
				ids(func(string, string) bool { return true }),
			},
			{
				"update-creates-client", "An update with an unknown client_id registers a client under it.",
				createsClient,
			},
			{
				"update-of-nobody-succeeds", "An update with an unknown client_id is answered like a good one, and does nothing.",
				answersNobody,
			},
			{
				"unknown-id-message", "An unknown client_id is refused with a message of its own.",
				changesUnauthorized(false, "Unknown client_id."),
			},
			{
				"wrong-secret-message", "A wrong client_secret is refused with a message of its own.",
				changesUnauthorized(true, "Wrong client_secret."),
			},
			{
				"unknown-id-required", "An unknown client_id is refused like one that was left out.",
				changesUnauthorized(false, msgIDRequired),
			},
		}},
	}
}

func (b *behaviour) knows(id string) bool {
	_, found := b.store.about(id)
	return found
}

func secretOfAnother(b *behaviour) {
	opens(func(sent, known credentials) bool {
		return sent.id == known.id && slices.ContainsFunc(b.store.clients(), func(c knownClient) bool { return c.secret == sent.secret })
	})(b)
}

func createsClient(b *behaviour) {
	next := b.act
	b.act = func(e *exchange) (credentials, *refusal) {
		c := credentials{e.text(paramClientID), e.text(paramClientSecret)}
		if e.isUpdate() && c.id != "" && c.secret != "" && !b.knows(c.id) {
			b.store.put(c, e.overlay(metadata{}))
		}
		return next(e)
	}
}

func answersNobody(b *behaviour) {
	next := b.act
	b.act = func(e *exchange) (credentials, *refusal) {
		c := credentials{e.text(paramClientID), e.text(paramClientSecret)}
		if e.isUpdate() && c.id != "" && c.secret != "" && !b.knows(c.id) {
			return c, nil
		}
		return next(e)
	}
}

// changesUnauthorized rewords the message for a client that is known, or for
// one that is not.
func changesUnauthorized(known bool, message string) alteration {
	return func(b *behaviour) {
		rewords(msgUnauthorized, message, func(e *exchange) bool { return b.knows(e.text(paramClientID)) == known })(b)
	}
}
