package testservers

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"sync"
)

// store keeps the credentials of clients.
type store interface {
	put(id, secret string)
	drop(id string)
	has(id string) bool
	holds(id, secret string) bool
	// anyone tells whether some client has the secret.
	anyone(secret string) bool
}

// dictStore is a dictionary of dictionaries behind one lock.
type dictStore struct {
	mu      sync.Mutex
	clients map[string]map[string]any
}

func newDictStore() *dictStore { return &dictStore{clients: map[string]map[string]any{}} }

func (s *dictStore) put(id, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients[id] = map[string]any{"id": id, "secret": secret}
}

func (s *dictStore) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, id)
}

func (s *dictStore) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.clients[id]
	return ok
}

func (s *dictStore) holds(id, secret string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	client, ok := s.clients[id]
	return ok && client["secret"] == secret
}

func (s *dictStore) anyone(secret string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, client := range s.clients {
		if client["secret"] == secret {
			return true
		}
	}
	return false
}

// hashStore keeps a salted digest and forgets the secret.
type hashStore struct {
	mu      sync.RWMutex
	records map[string]hashRecord
}

type hashRecord struct{ salt, sum []byte }

func newHashStore() *hashStore { return &hashStore{records: map[string]hashRecord{}} }

func digest(salt []byte, secret string) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(secret))
	return mac.Sum(nil)
}

func (rec hashRecord) matches(secret string) bool {
	return hmac.Equal(rec.sum, digest(rec.salt, secret))
}

func (s *hashStore) put(id, secret string) {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	rec := hashRecord{salt: salt, sum: digest(salt, secret)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records[id] = rec
}

func (s *hashStore) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.records, id)
}

func (s *hashStore) has(id string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.records[id]
	return ok
}

func (s *hashStore) holds(id, secret string) bool {
	s.mu.RLock()
	rec, ok := s.records[id]
	s.mu.RUnlock()
	return ok && rec.matches(secret)
}

func (s *hashStore) anyone(secret string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, rec := range s.records {
		if rec.matches(secret) {
			return true
		}
	}
	return false
}

// tableStore is a table of rows that is scanned, newest row first.
type tableStore struct {
	mu   sync.Mutex
	rows [][2]string
}

func newTableStore() *tableStore { return &tableStore{} }

func (s *tableStore) find(match func(row [2]string) bool) (int, bool) {
	for i, v := range slices.Backward(s.rows) {
		if match(v) {
			return i, true
		}
	}
	return 0, false
}

func (s *tableStore) scan(match func(row [2]string) bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.find(match)
	return ok
}

func (s *tableStore) put(id, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.find(func(row [2]string) bool { return row[0] == id }); ok {
		s.rows[i][1] = secret
		return
	}
	s.rows = append(s.rows, [2]string{id, secret})
}

func (s *tableStore) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.find(func(row [2]string) bool { return row[0] == id }); ok {
		s.rows = append(s.rows[:i], s.rows[i+1:]...)
	}
}

func (s *tableStore) has(id string) bool {
	return s.scan(func(row [2]string) bool { return row[0] == id })
}

func (s *tableStore) holds(id, secret string) bool {
	return s.scan(func(row [2]string) bool { return row[0] == id && row[1] == secret })
}

func (s *tableStore) anyone(secret string) bool {
	return s.scan(func(row [2]string) bool { return row[1] == secret })
}
