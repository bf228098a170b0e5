package reference

// The documented messages without a value in them.
const (
	msgNotJSON            = "Could not decode JSON"
	msgUnknownContentType = "Unknown Content-Type"
	msgNoType             = "No registration type provided"
	msgApplicationType    = "Unknown application_type."
	msgIDRequired         = "client_id is required to update."
	msgSecretRequired     = "client_secret is required to update."
	msgUnauthorized       = "Unauthorized."
	msgIDOnlyForUpdate    = "Only set client_id for update."
	msgSecretOnlyUpdate   = "Only set client_secret for update."
	msgContactsNotString  = "contacts must be a string of space-separated email addresses."
	msgRedirectsNotString = "redirect_uris must be space-separated URLs."
)

// The documented messages that name the offending value, as it was sent, in
// place of the verb.
const (
	msgInvalidLogo     = "Logo URL %s is not a valid URL"
	msgInvalidEmail    = "Email %s is not a valid email"
	msgInvalidRedirect = "URI %s is not a valid URI"
)

// Messages of this server's own, for faults that none of the documented ones
// describes.
const (
	msgNotForm          = "Could not decode form"
	msgTooLarge         = "Request body too large"
	msgUnreadable       = "Could not read the request body"
	msgTooSlow          = "Request body took too long"
	msgContentEncoding  = "Unknown Content-Encoding"
	msgNotFound         = "Not found"
	msgMethodNotAllowed = "Method not allowed"
	msgNameNotString    = "application_name must be a string."
)

func msgRepeated(name string) string { return name + " must be given only once." }

func msgTooLong(name string) string { return name + " is too long." }
