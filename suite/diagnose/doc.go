// Package diagnose tells from the failed results of a run what is wrong with the target:
// which causes there are, in the order in which to mend them.
//
// Each request of a run has traits: its operation, its encoding, the kinds of the values
// in it, the case that it belongs to. Each answer that is wrong is one symptom, whatever
// it misses. A cause is a set of symptoms with the same fault and one description, in
// traits, that covers them and no answer that was right; or what one of the defects of a
// dictionary is known to do.
//
// Everything in it is pure. It knows no server: the dictionary is data.
package diagnose
