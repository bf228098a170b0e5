package reference

// What follows is done to the store by alterations only.

// knownClient is a client as an alteration sees it.
type knownClient struct {
	credentials // the secret is there only if the store keeps it
	metadata
}

// clients lists them all, the latest registered or updated first.
func (s *store) clients() []knownClient {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]knownClient, 0, len(s.byID))
	for e := s.recent.Front(); e != nil; e = e.Next() {
		c := e.Value.(*client)
		all = append(all, knownClient{credentials{c.id, c.plain}, c.metadata})
	}
	return all
}

// forget drops a client.
func (s *store) forget(c credentials) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(s.byID[c.id])
}

// put registers a client with credentials that are given, in the place of the
// one that had that identifier.
func (s *store) put(c credentials, m metadata) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.insert(c, m)
}

// reissue gives a client other credentials, and returns them.
func (s *store) reissue(from, to credentials) credentials {
	if m, found := s.about(from.id); found {
		s.forget(from)
		s.put(to, m)
	}
	return to
}

// about is what is known of a client.
func (s *store) about(id string) (metadata, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.byID[id]; e != nil {
		return e.Value.(*client).metadata, true
	}
	return metadata{}, false
}
