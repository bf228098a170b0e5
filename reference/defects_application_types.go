package reference

import "strings"

func applicationTypeDefects() []group {
	const name = paramApplicationType
	registersWithout := all(not(given(name)), onRegistration)
	return []group{
		{documented, "application-type.required", []entry{
			{
				"application-type-defaults-to-web", "A registration without application_type makes a web client.",
				reads(registersWithout, sets(name, applicationWeb)),
			},
			{
				"application-type-defaults-in-form", "A registration by form without application_type makes a native client.",
				reads(all(registersWithout, inForm), sets(name, applicationNative)),
			},
			{
				"application-type-defaults-in-json", "A registration by JSON without application_type makes a native client.",
				reads(all(registersWithout, inJSON), sets(name, applicationNative)),
			},
		}},
		{documented, "application-type.values", []entry{
			{
				"application-type-unchecked", "Any string is taken as application_type.",
				skips(name, texts(name, notEmpty)),
			},
			{
				"application-type-unchecked-on-update", "An update takes any string as application_type.",
				skips(name, all(texts(name, notEmpty), onUpdate)),
			},
			{
				"application-type-unchecked-on-registration", "A registration takes any string as application_type.",
				skips(name, all(texts(name, notEmpty), onRegistration)),
			},
			{
				"application-type-unchecked-in-form", "A form may hold any string as application_type.",
				skips(name, all(texts(name, notEmpty), inForm)),
			},
			{
				"application-type-unchecked-in-json", "JSON may hold any string as application_type.",
				skips(name, all(texts(name, notEmpty), inJSON)),
			},
			{
				"application-type-without-case", "The application_type is compared without case.",
				readsText(name, strings.ToLower),
			},
			{
				"application-type-by-prefix", "A longer word that begins with web or native is taken for it.",
				readsText(name, beginning(applicationWeb, applicationNative)),
			},
			{
				"application-type-by-part", "Any part of the words web and native is taken as application_type.",
				skips(name, texts(name, func(s string) bool { return s != "" && strings.Contains(bothApplications, s) })),
			},
			{
				"application-type-any-word", "Any word in small letters is taken as application_type.",
				skips(name, texts(name, func(s string) bool {
					return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
				})),
			},
			{
				"application-type-native-refused", "The application_type native is refused.",
				atChecks(forApplication(applicationNative), saying(msgApplicationType)),
			},
			{
				"application-type-web-refused", "The application_type web is refused.",
				atChecks(forApplication(applicationWeb), saying(msgApplicationType)),
			},
			{
				"application-type-native-refused-in-form", "The application_type native is refused in a form.",
				atChecks(all(forApplication(applicationNative), inForm), saying(msgApplicationType)),
			},
		}},
		{documented, "register.minimum", []entry{
			{
				"minimum-not-enough", "A registration with nothing but its two types is refused.",
				atChecks(bare, saying("application_name is required.")),
			},
			{
				"minimum-not-enough-in-form", "A registration by form with nothing but its two types is refused.",
				atChecks(all(bare, inForm), saying("application_name is required.")),
			},
			{
				"minimum-not-enough-in-json", "A registration by JSON with nothing but its two types is refused.",
				atChecks(all(bare, inJSON), saying("application_name is required.")),
			},
			{
				"minimum-not-enough-for-web", "A web client with nothing but its two types is refused.",
				atChecks(all(bare, forApplication(applicationWeb)), saying("redirect_uri is required.")),
			},
		}},
	}
}

// bothApplications is what a careless look for the word is made in.
const bothApplications = applicationWeb + " " + applicationNative

func notEmpty(s string) bool { return s != "" }

// bare holds for a registration that has only what is required.
func bare(e *exchange) bool {
	for _, name := range []string{paramContacts, paramApplicationName, paramLogoURL, paramRedirectURI, paramRedirectURIs} {
		if given(name)(e) {
			return false
		}
	}
	return onRegistration(e)
}
