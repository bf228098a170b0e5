package wire

import (
	"context"
	"net/url"
)

// Connector makes connections to an endpoint in the way in which its target can
// serve them: none is kept open, and scarce is true, where the target serves few at a
// time. That is found out with the question, which is sent on many.
func Connector(ctx context.Context, endpoint *url.URL, o Options, question Request) (connect func() Sender, scarce bool) {
	connect = func() Sender { return NewConn(endpoint, o) }
	senders := make([]Sender, Many)
	for i := range senders {
		senders[i] = connect()
	}
	if !Scarce(ctx, senders, question) {
		return connect, false
	}
	o.NoReuse = true
	return connect, true
}
