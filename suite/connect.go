package suite

import (
	"context"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// connect makes the client of a run, and asks the target its first questions. A
// target that serves fewer connections at a time than are needed gets a client that
// keeps none. What is learnt is in learn.
func connect(ctx context.Context, o Options, needed int, learn func(wire.Exchange)) (*wire.Client, *target.Recorder, preflight, error) {
	endpoint, err := wire.Endpoint(o.Target, o.Path)
	if err != nil {
		return nil, nil, preflight{}, err
	}
	client := wire.NewClient(endpoint, o.Wire)
	recorder := &target.Recorder{Client: client, Learn: learn}
	p := inspect(ctx, recorder, o.Wait, o.Waiting)
	if p.unreachable != "" || o.Wire.Handler != nil {
		return client, recorder, p, nil
	}
	client.Close()
	connections := make([]target.Connection, needed)
	for i := range connections {
		connections[i] = recordedClient{recorder, wire.NewClient(endpoint, o.Wire)}
	}
	if p.fewConnections = target.LimitsConnections(ctx, connections, greetings()[0]); p.fewConnections {
		o.Wire.NoReuse = true
		client = wire.NewClient(endpoint, o.Wire)
		recorder.Client = client
	}
	return client, recorder, p, nil
}

// recordedClient is a client whose exchanges are recorded.
type recordedClient struct {
	recorder *target.Recorder
	client   *wire.Client
}

func (c recordedClient) Do(ctx context.Context, r wire.Request) wire.Exchange {
	x := c.client.Do(ctx, r)
	c.recorder.Keep(x)
	return x
}

func (c recordedClient) Close() { c.client.Close() }
