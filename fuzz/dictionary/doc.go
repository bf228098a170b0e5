// Package dictionary has the words that fuzzing tries: values that servers are known to get wrong.
//
// Packages generate and traffic call it. The package must not import any of the project. New words go at the
// end of a list, since the files of a corpus refer to words by their place.
package dictionary
