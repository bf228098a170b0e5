package quiet

import (
	"context"
	"net/url"

	"github.com/regspec/regspec/suite/wire"
)

// Connector makes connections to an endpoint in the way in which its target can
// serve them: by this client where that can speak to it, and else by that of
// package wire; and none is kept open, and scarce is true, where the target serves few
// at a time. That is found out with the question, which is sent on many.
func Connector(ctx context.Context, endpoint *url.URL, o wire.Options, question wire.Request) (connect func() wire.Sender, scarce bool) {
	connect = func() wire.Sender { return open(endpoint, o) }
	senders := make([]wire.Sender, wire.Many)
	for i := range senders {
		senders[i] = connect()
	}
	if !wire.Scarce(ctx, senders, question) {
		return connect, false
	}
	o.NoReuse = true
	return connect, true
}

func open(endpoint *url.URL, o wire.Options) wire.Sender {
	client, err := NewClient(endpoint, Options{
		Timeout: o.Timeout, MaxHeader: o.MaxHeader, MaxBody: o.MaxBody, Header: o.Header, UserAgent: o.UserAgent, NoReuse: o.NoReuse, Dial: o.Dial,
	})
	if err != nil {
		return wire.NewClient(endpoint, o)
	}
	return client
}
