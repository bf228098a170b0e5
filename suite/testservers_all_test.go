//go:build long

package suite_test

import "github.com/regspec/regspec/suite/testservers"

// chosen gives every test server.
func chosen() []testservers.Server { return testservers.All() }
