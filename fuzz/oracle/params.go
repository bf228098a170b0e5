package oracle

import "strings"

// name is one of the parameters of the document.
type name uint8

const (
	pType name = iota
	pID
	pSecret
	pContacts
	pApplication
	pName
	pLogo
	pRedirect
	pRedirects
	named // how many there are; as a name, a member that the document does not know
)

func (n name) String() string {
	return [...]string{
		"type", "client_id", "client_secret", "contacts", "application_type", "application_name",
		"logo_url", "redirect_uri", "redirect_uris", "",
	}[n]
}

// nameOf says which parameter a member is.
func nameOf(s string) name {
	switch s {
	case "type":
		return pType
	case "client_id":
		return pID
	case "client_secret":
		return pSecret
	case "contacts":
		return pContacts
	case "application_type":
		return pApplication
	case "application_name":
		return pName
	case "logo_url":
		return pLogo
	case "redirect_uri":
		return pRedirect
	case "redirect_uris":
		return pRedirects
	}
	return named
}

// nearly says which parameter a member might be taken for: Go matches names without
// regard to case, PHP trims them, turns dots and spaces into underscores and makes
// lists of "contacts[]", and for Rack and the qs of Express "[type]" is the type.
func nearly(s string) name {
	if len(s) > 64 {
		return named
	}
	s = strings.TrimLeft(s, "?[]") // the question mark goes where a form is read like a query
	if at := strings.IndexAny(s, "[]\x00"); at > 0 {
		s = s[:at]
	}
	s = strings.ToLower(trim(s)) // the long s and the Kelvin sign fold, too
	s = strings.ReplaceAll(s, "\u017F", "s")
	s = strings.Map(func(r rune) rune {
		if r == '.' || r == ' ' || r == '-' {
			return '_'
		}
		return r
	}, s)
	return nameOf(s)
}

// parameter is what a request says of one name. It is mostly one value; where it could
// be read in several ways, each of them may decide.
type parameter struct {
	value value   // the first that was given under the very name
	more  []value // what else it could be read as
	doubt bool    // it might be read as left out
}

// plain says whether there is one reading only.
func (p *parameter) plain() bool { return len(p.more) == 0 && !p.doubt }

// parameters is what a body says.
type parameters struct {
	of      [named]parameter
	doubled bool // a name is given twice
	unknown bool // there are names that the document does not know
	inCase  bool // there are names that differ from the document's in letter case only
	over    bool // a name, or a value of an unknown one, is very long
	count   int  // how many members or pairs there are
}

// named is how many of the document's names the body gives a value.
func (p *parameters) named() int {
	n := 0
	for i := range p.of {
		if p.of[i].value.given() {
			n++
		}
	}
	return n
}

// add takes a member or a pair up.
func (p *parameters) add(s string, v value) {
	p.count++
	n := nameOf(s)
	if n == named {
		p.unknown = true
		p.over = p.over || v.over() || len(s) > limit
		if n = nearly(s); n != named {
			p.inCase = p.inCase || strings.EqualFold(s, n.String())
			p.of[n].more = append(p.of[n].more, v)
			if strings.IndexByte(s, '[') >= 0 {
				p.of[n].more = append(p.of[n].more, value{kind: list})
			}
		}
		return
	}
	at := &p.of[n]
	if at.value.given() {
		p.doubled = true
		at.more = append(at.more, v, value{kind: list})
		return
	}
	at.value = v
}
