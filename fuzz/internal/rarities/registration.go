package rarities

import "net/http"

// decide carries out what the request asks for.
func (s *server) decide(a attempt) outcome {
	if !a.given("type") {
		return refuse(http.StatusBadRequest, "No registration type provided")
	}
	switch a.text("type") {
	case "client_associate":
		return s.associate(a)
	case "client_update":
		return s.authorizeAndUpdate(a)
	default:
		return refuse(http.StatusBadRequest, "Unknown registration type.")
	}
}

func (s *server) associateAsAsked(a attempt) outcome {
	switch {
	case a.given("client_id"):
		return refuse(http.StatusBadRequest, "Only set client_id for update.")
	case a.given("client_secret"):
		return refuse(http.StatusBadRequest, "Only set client_secret for update.")
	case !a.given("application_type"):
		return refuse(http.StatusBadRequest, "Unknown application_type.")
	}
	if message := s.check(a); message != "" {
		return refuse(http.StatusBadRequest, message)
	}

	return accept(s.clients.add())
}

// authorizeAndUpdate judges the credentials before the values, so that a stranger learns nothing. Credentials that are
// no strings are wrong like any other.
func (s *server) authorizeAndUpdate(a attempt) outcome {
	switch {
	case !a.given("client_id"):
		return refuse(http.StatusBadRequest, "client_id is required to update.")
	case !a.given("client_secret"):
		return refuse(http.StatusBadRequest, "client_secret is required to update.")
	case !s.authorized(a.text("client_id"), a.text("client_secret")):
		return unauthorized()
	}

	return s.update(a)
}

// updateAsAsked stores nothing: the endpoint has no way to read a value back.
func (s *server) updateAsAsked(a attempt) outcome {
	if message := s.check(a); message != "" {
		return refuse(http.StatusBadRequest, message)
	}

	return accept(a.text("client_id"), a.text("client_secret"))
}

func unauthorized() outcome {
	return refuse(http.StatusForbidden, "Unauthorized.")
}

// check gives the message of the first value at fault, or "".
func (s *server) check(a attempt) string {
	if kind := a.text("application_type"); a.given("application_type") && kind != "web" && kind != "native" {
		return "Unknown application_type."
	}
	if a.given("application_name") && a.text("application_name") == "" {
		return "application_name must be a string."
	}
	if message := s.checkLogo(a); message != "" {
		return message
	}
	if message := s.checkContacts(a); message != "" {
		return message
	}
	for _, name := range redirectNames() {
		if message := s.checkRedirects(a, name); message != "" {
			return message
		}
	}

	return ""
}

// redirectNames are the two names of the redirect list in use: the parameter's and that of the messages.
func redirectNames() []string {
	return []string{"redirect_uri", "redirect_uris"}
}

func (s *server) checkLogo(a attempt) string {
	logo := a.text("logo_url")
	switch {
	case !a.given("logo_url"):
		return ""
	case logo == "":
		return "logo_url must be a string."
	case !validURL(logo):
		return "Logo URL " + s.nameInMessage(logo) + " is not a valid URL"
	}

	return ""
}

func (s *server) checkContacts(a attempt) string {
	contacts := a.text("contacts")
	if !a.given("contacts") {
		return ""
	}
	if contacts == "" {
		return "contacts must be a string of space-separated email addresses."
	}
	if bad, found := s.badAddress(contacts); found {
		return "Email " + s.nameInMessage(bad) + " is not a valid email"
	}

	return ""
}

func (s *server) checkRedirects(a attempt, name string) string {
	uris := a.text(name)
	if !a.given(name) {
		return ""
	}
	if uris == "" {
		return "redirect_uris must be space-separated URLs."
	}
	if bad, found := firstBad(uris, validURL); found {
		return "URI " + s.nameInMessage(bad) + " is not a valid URI"
	}

	return ""
}
