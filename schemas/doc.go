// Package schemas holds the JSON Schemas (2020-12) of everything regspec reads
// or writes, and the one function that validates against them. The schemas are compiled
// when something is validated for the first time.
//
// Packages that read files or answers call it, and those that suggest a name for one that
// is unknown. It imports nothing of the project.
package schemas
