package reference

import (
	"container/list"
	"net/http"
	"strings"
	"sync"
)

// metadata is what a client has said about itself. Lists are kept as text,
// with single spaces: nobody reads them back, and text is small.
type metadata struct {
	applicationType string
	applicationName string
	logoURL         string
	contacts        string
	redirects       string
}

// overlay gives m with everything that the request sets. Strings are copied,
// lest a stored name keep the whole body of its request alive.
func (p params) overlay(m metadata) metadata {
	if t := p.text(paramApplicationType); t != "" {
		m.applicationType = strings.Clone(t)
	}
	if v := p[paramApplicationName]; v.kind == isText {
		m.applicationName = strings.Clone(v.text)
	}
	if v := p[paramLogoURL]; v.kind == isText {
		m.logoURL = strings.Clone(v.text)
	}
	if v := p[paramContacts]; v.kind == isText {
		m.contacts = joinList(splitList(v.text))
	}
	if uris, found := p.redirects(); found {
		m.redirects = joinList(uris)
	}
	return m
}

// joinList writes a list in a string of its own, even if it has one element.
func joinList(items []string) string { return strings.Clone(strings.Join(items, " ")) }

// client is one registration.
type client struct {
	id     string
	secret digest
	plain  string // the secret itself, which only some seeded defects keep
	metadata
}

// store keeps the clients, at most limit of them; see Options.MaxClients for
// what happens beyond that.
type store struct {
	limit int
	draw  func(taken func(id string) bool) credentials

	keepsSecrets bool // see client.plain

	mu     sync.Mutex
	byID   map[string]*list.Element // of *client
	recent *list.List               // the latest registered or updated in front
}

func newStore(limit int) *store {
	return &store{limit: limit, draw: drawCredentials, byID: map[string]*list.Element{}, recent: list.New()}
}

// act does what a faultless request asks for.
//
// Wrong credentials get 403, not 401: they came in the body, and a 401 would
// have to carry a challenge for an authentication scheme (RFC 9110 §15.5.2)
// that this endpoint does not use.
func (s *store) act(e *exchange) (credentials, *refusal) {
	if !e.isUpdate() {
		return s.add(e.overlay(metadata{})), nil
	}
	c := credentials{id: e.text(paramClientID), secret: e.text(paramClientSecret)}
	if !s.update(c, e.overlay) {
		return credentials{}, refuse(http.StatusForbidden, msgUnauthorized)
	}
	return c, nil
}

// add registers a client. No two clients ever have the same identifier, or,
// short of a miracle, the same secret.
func (s *store) add(m metadata) credentials {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.draw(func(id string) bool { return s.byID[id] != nil })
	s.insert(c, m)
	return c
}

// insert makes room for a client. The caller holds the lock.
func (s *store) insert(c credentials, m metadata) {
	s.drop(s.byID[c.id])
	added := &client{id: c.id, secret: digestOf(c.secret), metadata: m}
	if s.keepsSecrets {
		added.plain = c.secret
	}
	s.byID[c.id] = s.recent.PushFront(added)
	if len(s.byID) > s.limit {
		s.drop(s.recent.Back())
	}
}

// drop takes a client out, if there is one. The caller holds the lock.
func (s *store) drop(element *list.Element) {
	if element != nil {
		delete(s.byID, s.recent.Remove(element).(*client).id)
	}
}

// update changes a client, and reports whether the credentials allowed it.
// They are checked and the change made under one lock, so that an update is
// done either wholly or not at all. An unknown identifier costs the same hash
// and comparison as a wrong secret.
func (s *store) update(c credentials, change func(metadata) metadata) bool {
	presented := digestOf(c.secret)
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, element := digest{}, s.byID[c.id]
	if element != nil {
		stored = element.Value.(*client).secret
	}
	if !stored.equal(presented) || element == nil {
		return false
	}
	found := element.Value.(*client)
	found.metadata = change(found.metadata)
	s.recent.MoveToFront(element)
	return true
}
