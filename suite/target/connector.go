package target

import (
	"context"
	"net/url"

	"github.com/regspec/regspec/suite/wire"
)

// Connector gives a function that makes connections to an endpoint, for requests that
// are sent one after the other on each. Where the target serves few connections at a
// time, limited is true and none is kept open from one request to the next. That is
// found out with the question, which is sent on several connections at once.
func Connector(ctx context.Context, endpoint *url.URL, o wire.Options, question wire.Request) (connect func() Connection, limited bool) {
	connections := make([]Connection, MaxTogether)
	for i := range connections {
		connections[i] = wire.NewConn(endpoint, o)
	}
	limited = LimitsConnections(ctx, connections, question)
	o.NoReuse = o.NoReuse || limited
	return func() Connection { return wire.NewConn(endpoint, o) }, limited
}
