package target_test

import (
	"testing"
	"testing/synctest"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// TestLoses holds that a target which drops requests on new connections, too, is seen to,
// and that one which is started again is not taken for it.
func TestLoses(t *testing.T) {
	closed := &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}
	refused := &wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindRefused}
	for name, row := range map[string]struct {
		breaks func(n int) *wire.Break
		want   int
	}{
		"only on kept connections": {func(int) *wire.Break { return nil }, 0},
		"any request":              {func(n int) *wire.Break { return map[bool]*wire.Break{true: closed}[n%40 == 0] }, 1},
		"a restart": {func(n int) *wire.Break {
			switch {
			case n == 40:
				return closed
			case n > 40 && n < 50:
				return refused
			}
			return nil
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				p := target.NewPaced(server(func(r wire.Request) wire.Exchange {
					n++
					x := fine(r)
					if n == 1 {
						x.Reconnected, x.Lost = true, closed
					}
					if x.Break = row.breaks(n); x.Break != nil {
						x.Answer = nil
					}
					return x
				}), target.PacedOptions{Parallel: 1})
				play(t.Context(), p, 1)
				if dropped, sent := p.Loses(t.Context()); dropped != row.want || sent == 0 {
					t.Errorf("%d of %d were dropped, want %d", dropped, sent, row.want)
				}
			})
		})
	}
}
