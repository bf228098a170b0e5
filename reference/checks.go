package reference

import "net/http"

// check looks for one fault in a decoded request. It sees nothing but the
// request, so checks can run in any order.
type check struct {
	about string // the parameter that it looks at
	fault func(*exchange) *refusal
}

// documentedChecks are all checks, in the order in which their messages are
// documented as far as that makes sense. With several faults the first found
// here is reported. Whether the credentials are right is found out last, by the
// store, in the same step that changes the client.
func documentedChecks() []check {
	return []check{
		{paramType, checkType},
		{paramApplicationType, checkApplicationType},
		{paramClientID, checkClientID},
		{paramClientSecret, checkClientSecret},
		{aboutLengths, checkLengths},
		{paramApplicationName, checkName},
		{paramLogoURL, checkLogo},
		{paramContacts, checkContacts},
		{paramRedirectURI, checkRedirects},
	}
}

// aboutLengths is what the one check is about that looks at several parameters.
const aboutLengths = "lengths"

func badRequest(message string) *refusal { return refuse(http.StatusBadRequest, message) }

// checkType wants one of the two registration types. An unknown one is treated
// like none at all: it is that message which comes with the list of both.
func checkType(e *exchange) *refusal {
	switch e.text(paramType) {
	case typeAssociate, typeUpdate:
		return nil
	}
	return badRequest(msgNoType)
}

// checkApplicationType wants one of the two kinds of client. Leaving it out of
// a registration is the same fault as a wrong one. An update may leave it out
// and keep what is known.
func checkApplicationType(e *exchange) *refusal {
	switch e.text(paramApplicationType) {
	case applicationWeb, applicationNative:
		return nil
	}
	if e.isUpdate() && !e.params[paramApplicationType].given() {
		return nil
	}
	return badRequest(msgApplicationType)
}

func checkClientID(e *exchange) *refusal {
	return checkCredential(e, paramClientID, msgIDRequired, msgIDOnlyForUpdate)
}

func checkClientSecret(e *exchange) *refusal {
	return checkCredential(e, paramClientSecret, msgSecretRequired, msgSecretOnlyUpdate)
}

// checkCredential wants a credential in an update, and none in a registration.
// A number or an object passes here, only to be a wrong credential later.
func checkCredential(e *exchange, name, required, onlyForUpdate string) *refusal {
	given := e.params[name].given()
	switch {
	case e.isUpdate() && !given:
		return badRequest(required)
	case e.text(paramType) == typeAssociate && given:
		return badRequest(onlyForUpdate)
	}
	return nil
}

// checkLengths keeps what a client can make the server store, and echo, within
// bounds. Credentials need no bound: too long is just wrong.
func checkLengths(e *exchange) *refusal {
	for _, name := range []string{
		paramApplicationName, paramLogoURL, paramContacts,
		paramRedirectURI, paramRedirectURIs,
	} {
		if len(e.text(name)) > maxValue {
			return badRequest(msgTooLong(name))
		}
	}
	return nil
}

// checkName lets any text be a name.
func checkName(e *exchange) *refusal {
	if e.params[paramApplicationName].kind == notAText {
		return badRequest(msgNameNotString)
	}
	return nil
}

// checkLogo treats a value that is no string as an invalid URL, and echoes its
// source text.
func checkLogo(e *exchange) *refusal {
	v := e.params[paramLogoURL]
	if v.given() && (v.kind == notAText || !isLogoURL(v.text)) {
		return badRequest(msgInvalidLogo).naming(v.text)
	}
	return nil
}

// checkContacts names the first address that is not one. An empty list is a
// list.
func checkContacts(e *exchange) *refusal {
	if e.params[paramContacts].kind == notAText {
		return badRequest(msgContactsNotString)
	}
	for _, address := range splitList(e.text(paramContacts)) {
		if !isEmail(address) {
			return badRequest(msgInvalidEmail).naming(address)
		}
	}
	return nil
}

// checkRedirects names the first URI that is not one, under either name of the
// list. The message about the list itself always uses the plural, as it is
// documented.
func checkRedirects(e *exchange) *refusal {
	for _, name := range redirectNames() {
		if e.params[name].kind == notAText {
			return badRequest(msgRedirectsNotString)
		}
	}
	list, _ := e.redirects()
	for _, uri := range list {
		if !isRedirectURI(uri) {
			return badRequest(msgInvalidRedirect).naming(uri)
		}
	}
	return nil
}
