package quiet

import (
	"context"
	"net/url"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// Connector makes connections to an endpoint in the way in which its target can
// serve them: by this client where that can speak to it, and else by that of
// package wire; and none is kept open, and scarce is true, where the target serves few
// at a time. That is found out with the question, which is sent on many.
func Connector(ctx context.Context, endpoint *url.URL, o wire.Options, question wire.Request) (connect func() target.Connection, scarce bool) {
	connect = func() target.Connection { return open(endpoint, o) }
	senders := make([]target.Connection, target.MaxTogether)
	for i := range senders {
		senders[i] = connect()
	}
	if !target.LimitsConnections(ctx, senders, question) {
		return connect, false
	}
	o.NoReuse = true
	return connect, true
}

func open(endpoint *url.URL, o wire.Options) target.Connection {
	client, err := NewClient(endpoint, Options{
		Timeout: o.Timeout, MaxHeader: o.MaxHeader, MaxBody: o.MaxBody, Header: o.Header, UserAgent: o.UserAgent, NoReuse: o.NoReuse, Dial: o.Dial,
	})
	if err != nil {
		return wire.NewClient(endpoint, o)
	}
	return client
}
