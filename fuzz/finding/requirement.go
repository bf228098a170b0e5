package finding

import (
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
)

// byParameter is the requirement that a parameter's values come to, by level.
var byParameter = map[string]map[cases.Level]string{
	"type":             {cases.Documented: "type.required", cases.Implied: "type.known-values"},
	"application_type": {cases.Documented: "application-type.values", cases.Implied: "values.string"},
	"client_id":        {cases.Documented: "client-id.update-only", cases.Implied: "credentials.string"},
	"client_secret":    {cases.Documented: "client-secret.update-only", cases.Implied: "credentials.string"},
	"contacts":         {cases.Documented: "contacts.list", cases.Implied: "contacts.string"},
	"logo_url":         {cases.Documented: "error.invalid-logo-url", cases.Implied: "values.string"},
	"redirect_uri":     {cases.Documented: "redirect-uri.list", cases.Implied: "redirect-uri.string"},
	"redirect_uris":    {cases.Documented: "redirect-uri.list", cases.Implied: "redirect-uri.string"},
	"application_name": {cases.Documented: "application-name.optional", cases.Implied: "values.string"},
	"method":           {cases.Documented: "method.others", cases.Implied: "method.others"},
	"body":             {cases.Documented: "error.could-not-decode-json", cases.Implied: "body.object"},
}

// Requirement is the requirement of the catalogue that the finding comes under.
func (f Finding) Requirement() string {
	if id := oracle.RuleOf(f.Cause.Rule).Requirement; id != "" {
		return id
	}
	if id, ok := byParameter[f.Mismatch.Subject][f.Level()]; ok {
		return id
	}
	if slices.ContainsFunc(oracle.Messages(), func(m oracle.Message) bool { return m.ID == f.Mismatch.Subject }) {
		return "error." + f.Mismatch.Subject
	}
	if len(f.Expected.Messages) > 0 && !f.Expected.Success {
		return "error." + f.Expected.Messages[0].Message
	}
	if f.Expected.Success && f.Level() == cases.Implied {
		return "answer.success-status"
	}
	if f.Expected.Success && f.isUpdating() {
		return "update.information"
	}
	if f.Level() == cases.Implied {
		return "values.string"
	}
	return "register.minimum"
}
