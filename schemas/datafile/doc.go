// Package datafile reads the YAML files that people write, and says where in
// them something is wrong: file, line and member.
//
// The catalogue, the waivers and the command's configuration are read with it. Of the
// project it imports schemas only.
package datafile
