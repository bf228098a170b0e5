package traffic

import (
	"slices"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/suite/wire"
)

// The parameters of the document, the redirect list in both of its spellings.
const (
	ParamType         = "type"
	ParamID           = "client_id"
	ParamSecret       = "client_secret"
	ParamContacts     = "contacts"
	ParamApplication  = "application_type"
	ParamName         = "application_name"
	ParamLogo         = "logo_url"
	ParamRedirect     = "redirect_uri"
	ParamRedirectList = "redirect_uris"
)

// Params lists them. A program names them by their places.
var Params = []string{ParamType, ParamID, ParamSecret, ParamContacts, ParamApplication, ParamName, ParamLogo, ParamRedirect, ParamRedirectList}

// words is a table that a program picks from by number.
type words struct {
	list   []string
	places map[string]int
}

func tabulate(list ...string) words {
	w := words{list, make(map[string]int, len(list))}
	for i, word := range list {
		if _, ok := w.places[word]; !ok {
			w.places[word] = i
		}
	}
	return w
}

// The tables. Each is for the strings of one place in a program, so that a byte
// there means something wherever a mutation leads.
var (
	nameWords   = tabulate(slices.Concat(Params, dictionary.Names)...)
	jsonWords   = tabulate(dictionary.JSONValues...)
	mediaWords  = tabulate(dictionary.MediaTypes...)
	methodWords = tabulate(dictionary.Methods...)
	queryWords  = tabulate(dictionary.Queries...)
	fieldNames  = tabulate(headerNames()...)
	textWords   = tabulate(dictionary.Texts...)
	valueWords  = map[string]words{
		ParamType:         tabulate(slices.Concat(dictionary.Types, dictionary.Texts)...),
		ParamApplication:  tabulate(slices.Concat(dictionary.ApplicationTypes, dictionary.Texts)...),
		ParamContacts:     tabulate(slices.Concat(dictionary.Addresses, dictionary.Texts)...),
		ParamLogo:         tabulate(slices.Concat(dictionary.URLs, dictionary.Texts)...),
		ParamRedirect:     tabulate(slices.Concat(dictionary.URLs, dictionary.Texts)...),
		ParamRedirectList: tabulate(slices.Concat(dictionary.URLs, dictionary.Texts)...),
	}
)

func headerNames() []string {
	var names []string
	for _, f := range dictionary.Fields {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// wordsFor is the table for the values of a parameter.
func wordsFor(name string) words {
	if w, ok := valueWords[name]; ok {
		return w
	}
	return textWords
}

// field is the header field that a number stands for.
func field(n int) wire.Field {
	f := dictionary.Fields[n%len(dictionary.Fields)]
	return wire.Field{Name: f.Name, Value: f.Value}
}
