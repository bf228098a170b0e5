package suite

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// ReplayChoice says which results of a report or an archive to do again, and where.
type ReplayChoice struct {
	// File is the name of the file, for errors.
	File string
	// Cases are ids or names of results; none means those that failed.
	Cases []string
	// Target and Path are where to send; empty means as the file has it.
	Target, Path string
	// Print is set where the requests are only to be printed.
	Print bool
}

// Replayable are results to be done again, and where they are to be sent.
type Replayable struct {
	Results      []report.Result
	Target, Path string
}

// Choose gives what is to be done again of a report. Of an archive that another
// program recorded, that is every request to the endpoint. The errors are about the
// file or the choice, in the words of the command line.
func (c ReplayChoice) Choose(r report.Report) (Replayable, error) {
	ofCases := slices.DeleteFunc(slices.Clone(r.Results), func(one report.Result) bool { return one.Encoding == "" })
	choose := c.results
	if len(ofCases) == 0 && len(r.Results) > 0 {
		choose = c.entries
	}
	chosen, err := choose(&r)
	if err == nil && c.Print {
		err = c.printable(chosen)
	}
	if err != nil || c.Print {
		return Replayable{Results: chosen, Target: r.Target, Path: c.Path}, err
	}
	target := c.Target
	if target == "" {
		target = r.Target
	}
	if target == "" {
		return Replayable{}, fmt.Errorf("%s does not say which server was tested: name it with --target", c.File)
	}
	path, err := c.path(r, chosen)
	return Replayable{chosen, target, path}, err
}

// printable reports results whose requests are not in the file. Their cases can be run
// all the same: those are in the catalogue.
func (c ReplayChoice) printable(chosen []report.Result) error {
	for _, one := range chosen {
		if len(one.Exchanges) == 0 && one.Verdict == report.Passed {
			return fmt.Errorf("%s has no evidence of what passed, so the requests of %s cannot be printed; regspec run --evidence all keeps it", c.File, one.Name())
		}
	}
	return nil
}

// results gives the results that were named, or else those that failed.
func (c ReplayChoice) results(r *report.Report) ([]report.Result, error) {
	var chosen []report.Result
	for _, id := range c.Cases {
		found := slices.DeleteFunc(slices.Clone(r.Results), func(one report.Result) bool {
			return one.Encoding == "" || id != one.ID && id != one.Name()
		})
		if len(found) == 0 {
			var known []string
			for _, one := range r.Results {
				if one.Encoding != "" {
					known = append(known, one.ID)
				}
			}
			return nil, fmt.Errorf("--case %s: there is no such result in %s%s", id, c.File, schemas.Suggest(id, known))
		}
		chosen = append(chosen, found...)
	}
	if len(c.Cases) > 0 {
		return chosen, nil
	}
	for _, one := range r.Results {
		if one.Encoding != "" && one.Verdict == report.Failed {
			chosen = append(chosen, one)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("nothing failed in %s, so there is nothing to do again; --case names what else there is", c.File)
	}
	return chosen, nil
}

// entries gives all the entries of an archive that were sent to the endpoint, with
// the verdict that the recorded answer allows. It fills in the report's target.
func (c ReplayChoice) entries(r *report.Report) ([]report.Result, error) {
	if len(c.Cases) > 0 {
		return nil, fmt.Errorf("--case: the entries of %s belong to no case", c.File)
	}
	path := c.Path
	if path == "" {
		path = wire.DefaultPath
	}
	var chosen []report.Result
	failed := false
	for _, one := range r.Results {
		base, ok := cutPath(one.Exchanges[0].Request.URL, path)
		if !ok {
			continue
		}
		if r.Target == "" {
			r.Target = base
		}
		if r.Target != base && c.Target == "" {
			return nil, fmt.Errorf("the entries of %s were sent to several servers, %s and %s: name one with --target",
				c.File, report.Visible(r.Target), report.Visible(base))
		}
		one = Recorded(one)
		failed = failed || one.Verdict != report.Passed
		chosen = append(chosen, one)
	}
	switch {
	case len(chosen) == 0:
		return nil, fmt.Errorf("there is no request to %s in %s; --path names another endpoint", path, c.File)
	case !failed && !c.Print:
		return nil, fmt.Errorf("no answer in %s fails what is asked of every answer, so there is nothing to do again; regspec run tests the rest", c.File)
	}
	return chosen, nil
}

// cutPath takes the path of the endpoint off a URL.
func cutPath(address, path string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	u.RawQuery, u.ForceQuery, u.Fragment, u.User = "", false, "", nil
	return strings.CutSuffix(u.String(), "/"+strings.TrimPrefix(path, "/"))
}

// path gives the path of the endpoint: the one that was chosen, or else the one at
// which the results were sent.
func (c ReplayChoice) path(r report.Report, results []report.Result) (string, error) {
	if path := cmp.Or(c.Path, r.Path); path != "" {
		return path, nil
	}
	base, err := wire.Endpoint(r.Target, "")
	if err != nil {
		return "", errors.Join(fmt.Errorf("the target of %s is not right", c.File), err)
	}
	for _, one := range results {
		for _, x := range one.Exchanges {
			if rest, ok := strings.CutPrefix(x.Request.URL, strings.TrimSuffix(base.String(), wire.DefaultPath)); ok && rest != "" {
				return rest, nil
			}
		}
	}
	return wire.DefaultPath, nil
}
