package reference

// opens lets an update in with the credentials of any client for which the
// function holds.
func opens(letsIn func(sent, known credentials) bool) alteration {
	return opensTo(func(e *exchange, known credentials) bool {
		return letsIn(credentials{e.text(paramClientID), e.text(paramClientSecret)}, known)
	})
}

// opensTo is opens for what is not seen from the texts alone.
func opensTo(letsIn func(e *exchange, known credentials) bool) alteration {
	return func(b *behaviour) {
		b.store.keepsSecrets = true
		next := b.act
		b.act = func(e *exchange) (credentials, *refusal) {
			granted, no := next(e)
			if no == nil || !e.isUpdate() {
				return granted, no
			}
			for _, c := range b.store.clients() {
				if letsIn(e, c.credentials) {
					return next(e.
						with(paramClientID, value{isText, c.id}).
						with(paramClientSecret, value{isText, c.secret}))
				}
			}
			return granted, no
		}
	}
}

// updates does something more with a client that was just updated, and may
// answer with other credentials.
func updates(c condition, afterwards func(e *exchange, s *store, granted credentials) credentials) alteration {
	return func(b *behaviour) {
		next := b.act
		b.act = func(e *exchange) (credentials, *refusal) {
			granted, no := next(e)
			if no == nil && e.isUpdate() && c(e) {
				granted = afterwards(e, b.store, granted)
			}
			return granted, no
		}
	}
}
