// Package specs shows the cases of the catalogue as Ginkgo specs.
//
//	go test ./suite/specs
//
// runs them against the server that REGSPEC_TARGET names, or against the reference
// server if it is not set, and takes Ginkgo's own flags: -ginkgo.focus,
// -ginkgo.label-filter, -ginkgo.junit-report. [Test] does the same for an
// http.Handler or a URL in somebody else's _test.go. [Conform] and [AnswerAs] are Gomega matchers on the same verdicts.
//
// The package runs nothing itself: package suite carries the cases out, and package
// judge gives the verdicts. It is not linked into the regspec command.
package specs
