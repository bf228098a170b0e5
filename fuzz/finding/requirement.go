package finding

import (
	"net/http"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// ofType is the requirement that a value of a parameter is broken under where it is no string, or, of those that decide
// what a request does, not one of the known ones.
var ofType = map[string]string{
	"type":             "type.known-values",
	"application_type": "values.string",
	"client_id":        "credentials.string",
	"client_secret":    "credentials.string",
	"contacts":         "contacts.string",
	"logo_url":         "values.string",
	"redirect_uri":     "redirect-uri.string",
	"redirect_uris":    "redirect-uri.string",
	"application_name": "values.string",

	"contacts-not-string":      "contacts.string",
	"redirect-uris-not-string": "redirect-uri.string",
}

// ofFault is the requirement that says of a parameter what must be refused, where no one message does.
var ofFault = map[string]string{
	"type":             "type.required",
	"application_type": "application-type.values",
	"client_id":        "client-id.update-only",
	"client_secret":    "client-secret.update-only",
}

// ofValue is the requirement under which a good value of a parameter is taken, also by the message that refuses one.
var ofValue = map[string]string{
	"contacts":         "contacts.list",
	"application_name": "application-name.optional",
	"logo_url":         "logo-url.optional",
	"redirect_uri":     "redirect-uri.list",

	"invalid-email":            "contacts.list",
	"contacts-not-string":      "contacts.list",
	"invalid-logo-url":         "logo-url.optional",
	"invalid-redirect-uri":     "redirect-uri.list",
	"redirect-uris-not-string": "redirect-uri.list",
	"unknown-application-type": "application-type.values",
}

// Requirement is the requirement of the catalogue that the finding comes under. It is the one that a run names of
// the same fault.
func (f Finding) Requirement() string {
	if id := oracle.RuleOf(f.Mismatch.Rule).Requirement; id != "" {
		if f.Mismatch.Rule == oracle.RuleServerError && f.hasEmpty() {
			return "values.empty"
		}
		return id
	}
	switch f.Mismatch.Rule {
	case oracle.RuleRefuse:
		return f.refused()
	case oracle.RuleSucceed:
		if f.dependsOnSending() {
			return "answer.alike"
		}
		return f.succeeded()
	}
	subject := f.Mismatch.Subject
	if id, ok := ofType[subject]; ok && f.Level() == cases.Implied {
		return id
	}
	if isMessage(subject) {
		return "error." + subject
	}
	if len(f.Expected.Messages) > 0 && !f.Expected.Success {
		return "error." + f.Expected.Messages[0].Message
	}
	return f.succeeded()
}

// refused is the requirement of a request that is taken and has to be refused.
func (f Finding) refused() string {
	subject := f.Mismatch.Subject
	switch subject {
	case http.MethodGet, http.MethodHead:
		return "method.safe"
	case "could-not-decode-json":
		if f.Level() == cases.Implied {
			return "body.object"
		}
	case "application_type":
		if f.Level() == cases.Documented && f.lacks(subject) {
			return "application-type.required"
		}
	}
	if isMessage(subject) {
		return "error." + subject
	}
	if id, ok := ofType[subject]; ok && f.Level() == cases.Implied {
		return id
	}
	if id, ok := ofFault[subject]; ok {
		return id
	}
	if len(f.Expected.Messages) > 0 && ofType[subject] != "" {
		return "error." + f.Expected.Messages[0].Message
	}
	return "method.others"
}

// succeeded is the requirement of a request that is refused and has to be taken.
func (f Finding) succeeded() string {
	last := f.last()
	places := f.Places()
	switch id := ofValue[f.Mismatch.Subject]; {
	case f.Level() == cases.Implied && strings.Contains(last.Type, ";"):
		return "media-type.parameters"
	case f.Level() == cases.Implied && last.Type != "":
		return "media-type.case"
	case f.Level() == cases.Implied:
		return "answer.success-status"
	case id != "":
		return id
	case len(places) == 1 && ofValue[places[0]] != "":
		return ofValue[places[0]]
	case f.isUpdating() && f.afterRefusal() && f.Mismatch.Subject == "unauthorized":
		return "update.refused-unchanged"
	case f.isUpdating() && f.Mismatch.Subject == "unauthorized":
		return "update.credentials"
	case f.isUpdating():
		return "update.information"
	case last.Body.Format == traffic.Form:
		return "encoding.form"
	}
	return "register.minimum"
}

func isMessage(subject string) bool {
	return slices.ContainsFunc(oracle.Messages(), func(m oracle.Message) bool { return m.ID == subject })
}

// last is the step whose answer is wrong.
func (f Finding) last() traffic.Step {
	if at := f.fault(); at >= 0 {
		return f.Sequence.Steps[at]
	}
	return traffic.Step{}
}

// dependsOnSending reports whether the fault needs a field of the header, or a body in pieces: minimising has left
// it there.
func (f Finding) dependsOnSending() bool { return f.last().Pieces > 0 || len(f.last().Header) > 0 }

// afterRefusal reports whether a request before the last was refused.
func (f Finding) afterRefusal() bool {
	return slices.ContainsFunc(f.Exchanges[:max(len(f.Exchanges)-1, 0)], func(x wire.Exchange) bool {
		return x.Answer != nil && x.Answer.Status >= http.StatusBadRequest
	})
}

// lacks reports whether the last request leaves out a parameter.
func (f Finding) lacks(name string) bool {
	return !slices.ContainsFunc(f.last().Body.Members, func(m traffic.Member) bool { return m.Name == name })
}

// Complete reports whether the last request has all the parameters that each of its kind has to have.
func (f Finding) Complete() bool {
	if f.lacks(traffic.ParamType) {
		return false
	}
	if f.isUpdating() {
		return !f.lacks(traffic.ParamID) && !f.lacks(traffic.ParamSecret)
	}
	return !f.lacks(traffic.ParamApplication)
}

// hasEmpty reports whether the last request has a parameter that is null or empty.
func (f Finding) hasEmpty() bool {
	return slices.ContainsFunc(f.last().Body.Members, func(m traffic.Member) bool {
		empty := !m.Value.Credential() && strings.Trim(m.Value.Text, `" `) == "" || m.Value.Kind == traffic.Verbatim && m.Value.Text == "null"
		return empty && slices.Contains(traffic.Params, m.Name)
	})
}
