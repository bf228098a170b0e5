package reference

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// Sizes of what is drawn, in bytes. An identifier is public and only has to be
// unique; a secret has to withstand guessing, for which RFC 6749 §10.10 asks
// for at least 128 bits and recommends 160.
const (
	idBytes     = 16
	secretBytes = 32
)

// credentials are what a client proves itself with.
type credentials struct {
	id, secret string
}

// digest is what is kept of a secret. A plain hash is enough: nobody can try
// all 256-bit secrets, as one could try all passwords.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

// equal compares without telling by its duration how much was right.
func (d digest) equal(other digest) bool {
	return subtle.ConstantTimeCompare(d[:], other[:]) == 1
}

// drawCredentials draws a fresh pair, with an identifier that is not taken.
func drawCredentials(taken func(id string) bool) credentials {
	id := randomText(idBytes)
	for taken(id) {
		id = randomText(idBytes)
	}
	return credentials{id: id, secret: randomText(secretBytes)}
}

// randomText draws n bytes and writes them in an alphabet that needs no
// escaping in a URL, a form, or JSON.
func randomText(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: it would rather crash the program
	return base64.RawURLEncoding.EncodeToString(b)
}
