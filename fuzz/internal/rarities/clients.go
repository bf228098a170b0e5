package rarities

import (
	"crypto/rand"
	"crypto/subtle"
	"sync"
)

// clients are the credentials given out so far. It is safe for concurrent use.
type clients struct {
	mutex   sync.RWMutex
	secrets map[string]string
	decoy   string
}

func newClients() *clients {
	return &clients{secrets: map[string]string{}, decoy: rand.Text()}
}

// add gives out new credentials.
func (c *clients) add() (id, secret string) {
	id, secret = rand.Text(), rand.Text()
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
