package testservers

import (
	"errors"
	"net/http"
)

// The ids of the fourteen messages.
const (
	couldNotDecode   = "could-not-decode-json"
	unknownMedia     = "unknown-content-type"
	noType           = "no-registration-type"
	unknownAppType   = "unknown-application-type"
	idRequired       = "client-id-required"
	secretRequired   = "client-secret-required"
	unauthorized     = "unauthorized"
	idOnlyUpdate     = "client-id-only-for-update"
	secretOnlyUpdate = "client-secret-only-for-update"
	badLogo          = "invalid-logo-url"
	contactsString   = "contacts-not-string"
	badEmail         = "invalid-email"
	redirectsString  = "redirect-uris-not-string"
	badURI           = "invalid-redirect-uri"
)

// The rules that have no message of their own.
const (
	appTypeMissing = "application-type-missing"
	typeUnknown    = "registration-type-unknown"
	logoString     = "logo-not-string"
	wrongShape     = "other"
)

// fault is a reason to refuse a request, and how the refusal is worded.
type fault struct {
	id     string
	value  string   // the offending value, where the message names one
	list   []string // the list that it was found in
	text   string   // the wording; by default the message of the id
	status int      // by default that of the server
	more   fields   // further members of the answer
}

// Error makes a fault usable as the error of a decoder.
func (f *fault) Error() string { return f.id + " " + f.text }

// asFault finds the fault that is the error of a decoder, if it is one.
func asFault(err error) *fault {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	return nil
}

// named is a fault with one of the fourteen messages.
func named(id string) *fault { return &fault{id: id} }

// valued is a fault whose message names a value.
func valued(id, value string, list ...string) *fault {
	return &fault{id: id, value: value, list: list}
}

// other is a fault without one of the fourteen messages.
func other(status int, text string) *fault {
	return &fault{id: wrongShape, status: status, text: text}
}

// crash is what a framework answers when a handler raises.
func crash() *fault {
	return other(http.StatusInternalServerError, "Internal Server Error")
}

// message is the text for an id.
func message(id, value string) string {
	switch id {
	case couldNotDecode:
		return "Could not decode JSON"
	case unknownMedia:
		return "Unknown Content-Type"
	case noType:
		return "No registration type provided"
	case unknownAppType:
		return "Unknown application_type."
	case idRequired:
		return "client_id is required to update."
	case secretRequired:
		return "client_secret is required to update."
	case unauthorized:
		return "Unauthorized."
	case idOnlyUpdate:
		return "Only set client_id for update."
	case secretOnlyUpdate:
		return "Only set client_secret for update."
	case badLogo:
		return "Logo URL " + value + " is not a valid URL"
	case contactsString:
		return "contacts must be a string of space-separated email addresses."
	case badEmail:
		return "Email " + value + " is not a valid email"
	case redirectsString:
		return "redirect_uris must be space-separated URLs."
	case badURI:
		return "URI " + value + " is not a valid URI"
	case appTypeMissing:
		return "application_type is required."
	case typeUnknown:
		return "Unknown registration type."
	case logoString:
		return "logo_url must be a string."
	default:
		return "Bad request."
	}
}
