package reference

import "net/http"

// check looks for one fault in a decoded request. It sees nothing but the
// request, so checks can run in any order.
type check func(params) *refusal

// documentedChecks are all checks, in the order in which their messages are
// documented as far as that makes sense. With several faults the first found
// here is reported. Whether the credentials are right is found out last, by the
// store, in the same step that changes the client.
func documentedChecks() []check {
	return []check{
		checkType,
		checkApplicationType,
		checkClientID,
		checkClientSecret,
		checkLengths,
		checkName,
		checkLogo,
		checkContacts,
		checkRedirects,
	}
}

func badRequest(message string) *refusal { return refuse(http.StatusBadRequest, message) }

// checkType wants one of the two registration types. An unknown one is treated
// like none at all: it is that message which comes with the list of both.
func checkType(p params) *refusal {
	switch p.text(paramType) {
	case typeAssociate, typeUpdate:
		return nil
	}
	return badRequest(msgNoType)
}

// checkApplicationType wants one of the two kinds of client. Leaving it out of
// a registration is the same fault as a wrong one. An update may leave it out
// and keep what is known.
func checkApplicationType(p params) *refusal {
	switch p.text(paramApplicationType) {
	case applicationWeb, applicationNative:
		return nil
	}
	if p.text(paramType) == typeUpdate && !p[paramApplicationType].given() {
		return nil
	}
	return badRequest(msgApplicationType)
}

func checkClientID(p params) *refusal {
	return checkCredential(p, paramClientID, msgIDRequired, msgIDOnlyForUpdate)
}

func checkClientSecret(p params) *refusal {
	return checkCredential(p, paramClientSecret, msgSecretRequired, msgSecretOnlyUpdate)
}

// checkCredential wants a credential in an update, and none in a registration.
// A number or an object passes here, only to be a wrong credential later.
func checkCredential(p params, name, required, onlyForUpdate string) *refusal {
	given := p[name].given()
	switch {
	case p.text(paramType) == typeUpdate && !given:
		return badRequest(required)
	case p.text(paramType) == typeAssociate && given:
		return badRequest(onlyForUpdate)
	}
	return nil
}

// checkLengths keeps what a client can make the server store, and echo, within
// bounds. Credentials need no bound: too long is just wrong.
func checkLengths(p params) *refusal {
	for _, name := range []string{
		paramApplicationName, paramLogoURL, paramContacts,
		paramRedirectURI, paramRedirectURIs,
	} {
		if len(p.text(name)) > maxValue {
			return badRequest(msgTooLong(name))
		}
	}
	return nil
}

// checkName lets any text be a name.
func checkName(p params) *refusal {
	if p[paramApplicationName].kind == notAText {
		return badRequest(msgNameNotString)
	}
	return nil
}

// checkLogo treats a value that is no string as an invalid URL, and echoes its
// source text.
func checkLogo(p params) *refusal {
	v := p[paramLogoURL]
	if v.given() && (v.kind == notAText || !isLogoURL(v.text)) {
		return badRequest(msgInvalidLogo(v.text))
	}
	return nil
}

// checkContacts names the first address that is not one. An empty list is a
// list.
func checkContacts(p params) *refusal {
	if p[paramContacts].kind == notAText {
		return badRequest(msgContactsNotString)
	}
	for _, address := range splitList(p.text(paramContacts)) {
		if !isEmail(address) {
			return badRequest(msgInvalidEmail(address))
		}
	}
	return nil
}

// checkRedirects names the first URI that is not one, under either name of the
// list. The message about the list itself always uses the plural, as it is
// documented.
func checkRedirects(p params) *refusal {
	for _, name := range redirectNames() {
		if p[name].kind == notAText {
			return badRequest(msgRedirectsNotString)
		}
	}
	list, _ := p.redirects()
	for _, uri := range list {
		if !isRedirectURI(uri) {
			return badRequest(msgInvalidRedirect(uri))
		}
	}
	return nil
}
