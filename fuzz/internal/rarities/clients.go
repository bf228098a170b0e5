package rarities

import (
	"crypto/rand"
	"crypto/subtle"
	"strings"
	"sync"
)

// clients are the credentials given out so far. It is safe for concurrent use.
type clients struct {
	newID func() string

	mutex   sync.RWMutex
	secrets map[string]string
	decoy   string
}

func newClients() *clients {
	return &clients{newID: rand.Text, secrets: map[string]string{}, decoy: rand.Text()}
}

// add gives out new credentials.
func (c *clients) add() (id, secret string) {
	id, secret = c.newID(), rand.Text()
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.secrets[id] = secret

	return id, secret
}

// authorized takes as long for an unknown client as for a wrong secret.
func (c *clients) authorized(id, secret string) bool {
	known, found := c.secret(id)
	if !found {
		known = c.decoy
	}

	return subtle.ConstantTimeCompare([]byte(known), []byte(secret)) == 1 && found
}

func (c *clients) secret(id string) (string, bool) {
	c.mutex.RLock()
	defer c.mutex.RUnlock()
	secret, found := c.secrets[id]

	return secret, found
}

// hasWithPrefix tells whether a client with this secret has an id that begins with prefix.
func (c *clients) hasWithPrefix(prefix, secret string) bool {
	c.mutex.RLock()
	defer c.mutex.RUnlock()
	for id, known := range c.secrets {
		if known == secret && strings.HasPrefix(id, prefix) {
			return true
		}
	}

	return false
}

func (c *clients) forget(id string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	delete(c.secrets, id)
}

func (c *clients) forgetAll() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	clear(c.secrets)
}
