package gauntlet

import (
	"slices"
	"time"
)

// Sentences that many rows ask for or forbid. They leave room for other words that say
// the same.
const (
	conforms    = `(?m)  conforms$`
	fails       = `(?m)  does not conform\b`
	nothing     = `(?m)  nothing found$`
	untested    = `(?m)  not tested$`
	allPassed   = ` [1-9]\d* passed, 0 failed(, \d+ skipped)?  in ` // what HTTP/2 cannot carry, and a client that a restart may have lost
	noneErrored = `run: \d+ passed, \d+ failed(, \d+ (waived|skipped))*  in `
	someErrored = `, [1-9]\d* errored`
	someFailed  = ` [1-9]\d* failed`

	// gone says after which case a target stopped for good; stopped is the campaign's.
	gone    = `(?i)stopped (answering|listening)\b.* after [a-z-]+/[a-z0-9/-]+`
	stopped = `(?i)stopped (answering|listening) for good`
	// away says for how long a target did not listen, or not answer, after a crash.
	away = `(?i)(stopped listening|did not listen|answered nothing|took no connections?) for (about )?\d+(\.\d+)?[  ]?(ms|s)\b`

	back  = `(?i)came back`
	flaky = `(?i)flaky`
)

// passes is a run of a conforming server.
func passes(within time.Duration, args ...string) Expected {
	return Expected{Args: args, Exits: []int{0}, Says: []string{conforms, allPassed}, Never: []string{fails, untested}, Within: within}
}

// refuted is a run of a server that does not conform, and says the further sentences.
func refuted(within time.Duration, says ...string) Expected {
	return Expected{Exits: []int{1}, Says: append([]string{fails, someFailed}, says...), Never: []string{conforms, untested}, Within: within}
}

// unverdicted is a command that had no verdict, and says why.
func unverdicted(within time.Duration, says ...string) Expected {
	return Expected{Exits: []int{3}, Says: append([]string{untested}, says...), Never: []string{conforms, nothing, fails}, Within: within}
}

// elsewhere is a run of a server that answers everything alike, and so is not the endpoint.
func elsewhere(within time.Duration, says ...string) Expected {
	return unverdicted(within, append(says, "got the same answer.* this is not the endpoint")...)
}

// clean is a campaign that finds nothing.
func clean(within time.Duration, args ...string) Expected {
	return Expected{Args: args, Exits: []int{0}, Says: []string{nothing}, Never: []string{fails, untested, flaky}, Within: within}
}

// found is a campaign that finds something, and says the further sentences.
func found(within time.Duration, says ...string) Expected {
	return Expected{Exits: []int{1}, Says: append([]string{fails}, says...), Never: []string{nothing, untested}, Within: within}
}

// with adds arguments.
func (e Expected) with(args ...string) Expected {
	e.Args = slices.Concat(e.Args, args)
	return e
}

// saying adds sentences that must be there.
func (e Expected) saying(sentences ...string) Expected {
	e.Says = slices.Concat(e.Says, sentences)
	return e
}

// never adds sentences that must not be there.
func (e Expected) never(sentences ...string) Expected {
	e.Never = slices.Concat(e.Never, sentences)
	return e
}

// or adds exit codes that are right as well. The sentences about the verdict no longer
// hold then, so only the expression that forbids a false green is kept.
func (e Expected) or(exits ...int) Expected {
	e.Exits = slices.Concat(e.Exits, exits)
	e.Says = nil
	e.Never = []string{conforms, nothing}
	return e
}

// lighter has the long rows that ask for the whole catalogue run a part of it, to save time:
// the documented cases, those with other methods, and those that send much at once. The
// rows with a name in whole are left as they are.
func lighter(rows []Server, whole ...string) []Server {
	for i, row := range rows {
		if row.Long && len(row.Run.Args) == 0 && !slices.Contains(whole, row.Name) {
			rows[i].Run = row.Run.with("level:documented", "method", "credentials/unique-together", "update/together")
		}
	}
	return rows
}

const second = time.Second
