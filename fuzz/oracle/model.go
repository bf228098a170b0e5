package oracle

import "github.com/regspec/regspec/suite/wire"

// The bounds of what is remembered. A client whose credentials are forgotten may exist: updating
// it may succeed or not. The first bound is low enough that a small store for tests still has the
// clients that are asked for.
const (
	clientBound = 4096
	issuedBound = 1 << 20
)

// TargetModel is what is known of a target: the clients that it has registered, which of the two names of
// the redirect list it honours, and samples for what only shows over many answers.
//
// Its size is bounded however long a campaign runs: the credentials of the last 4,096 clients, hashes
// of the last 1,048,576 ids and as many secrets (some 100 MB when full), and samples of a few hundred.
//
// It has no lock. Whoever has several requests in flight holds one of their own around Judge and the
// Learn of the same exchange, in this order, so that two answers with one id are noticed. Which of two
// exchanges is learned first does not matter beyond that: credentials do not change, and no
// request can use credentials that no answer had brought. Workers with a model each may only use
// the credentials that they learned themselves.
type TargetModel struct {
	clients     map[string]client
	order       []string
	next        int
	ids         memory
	secrets     memory
	honoured    [2]honour    // redirect_uri, redirect_uris
	lengths     [2]int       // of the ids that were forgotten, the least and the greatest
	standing    []wire.Field // the header of the questions, which every request has
	sample      sample
	enumeration enumeration
}

// client is a client that the target has registered.
type client struct {
	secret  string
	expires int64 // Unix time, 0 for never
	unsure  bool  // it was registered by a request that should have been refused, or twice
}

// honour is whether a target honours one name of the redirect list.
type honour uint8

const (
	notAsked  honour = iota
	honoured         // a clearly invalid URI under this name was refused with a message for it
	ignored          // it was accepted
	unwelcome        // it was refused for another reason, as a member that is not known
)

// NewTargetModel makes a model that knows nothing.
func NewTargetModel() *TargetModel {
	return &TargetModel{
		clients:     map[string]client{},
		ids:         newMemory(issuedBound),
		secrets:     newMemory(issuedBound),
		enumeration: newEnumeration(),
	}
}

// RegisterClient takes over a client that the target is known to have from elsewhere.
func (k *TargetModel) RegisterClient(id, secret string) { k.register(id, client{secret: secret}, 0) }

// RegisterPossible takes over a client that the target may have or not, such as one of an earlier campaign.
func (k *TargetModel) RegisterPossible(id, secret string) {
	k.register(id, client{secret: secret, unsure: true}, 0)
}

// Clients is how many clients are known with their credentials.
func (k *TargetModel) Clients() int { return len(k.clients) }

func (k *TargetModel) register(id string, c client, token int64) {
	if before, ok := k.clients[id]; ok {
		if before.secret != c.secret {
			before.unsure = true
			k.clients[id] = before
			k.secrets.add(c.secret, token)
		}
		return
	}
	if len(k.order) < clientBound {
		k.order = append(k.order, id)
	} else {
		delete(k.clients, k.order[k.next])
		k.order[k.next] = id
		k.next = (k.next + 1) % clientBound
	}
	k.clients[id] = c
	k.ids.add(id, token)
	k.secrets.add(c.secret, token)
	if k.lengths[0] == 0 || len(id) < k.lengths[0] {
		k.lengths[0] = len(id)
	}
	k.lengths[1] = max(k.lengths[1], len(id))
}

// certainty is how well something is known.
type certainty uint8

const (
	unknown certainty = iota
	possible
	certain
)

// certainty says how well a client is known by its id.
func (k *TargetModel) certainty(id string) certainty {
	if c, ok := k.clients[id]; ok {
		if c.unsure || c.expires != 0 {
			return possible
		}
		return certain
	}
	if _, ok := k.ids.find(id); ok {
		return possible
	}
	// Once ids have been forgotten altogether, any that looks like one may be one of them.
	if k.ids.forgot && len(id) >= k.lengths[0] && len(id) <= k.lengths[1] {
		return possible
	}
	return unknown
}

// issuedSecret says whether a secret is one that the target gave out.
func (k *TargetModel) issuedSecret(secret string) bool {
	_, ok := k.secrets.find(secret)
	return ok
}

// match is what is known of a pair of credentials.
type match uint8

const (
	wrong match = iota
	perhaps
	right
)

// pair says what is known of a pair of credentials at a time, in Unix seconds; 0 is any time.
func (k *TargetModel) pair(id, secret string, at int64) match {
	c, ok := k.clients[id]
	switch {
	case ok && c.unsure:
		return perhaps
	case ok && c.secret == secret && (c.expires == 0 || at != 0 && at < c.expires-expiryMargin):
		return right
	case ok && c.secret == secret:
		return perhaps
	case ok:
		return wrong
	case k.certainty(id) == possible:
		return perhaps
	}
	return wrong
}

// expiryMargin is how many seconds before its end a client may be taken for expired.
const expiryMargin = 5

// tokenOf tells exchanges apart, so that one that is judged after it was learned is not taken for
// another with the same credentials.
func tokenOf(x *wire.Exchange) int64 { return x.Started.UnixNano() ^ int64(x.Duration)<<1 }
