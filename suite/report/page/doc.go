// Package page writes reports as HTML for people: a run, a campaign, several runs side by
// side, and the self-test. A page is one file that asks for nothing from anywhere. It can be read
// without scripts; what they add is the filter, the buttons and the theme.
//
// Whatever comes from a server is text to html/template, and what a reader could not see, or
// would see out of its order, is escaped. The policy of the page forbids all scripts and
// styles but its own.
//
// The plots are small templates of SVG. gonum.org/v1/plot and wcharczuk/go-chart write SVG with
// fixed colours and fonts, which fit no dark page, and would be a third of the binary.
//
// It may import cases, report, format and wire.
package page
