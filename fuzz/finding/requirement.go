package finding

import (
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
)

// byRule is the requirement of the catalogue that a rule of the oracle comes to,
// for the rules that come to one whatever they are about.
var byRule = map[string]string{ //nolint:gosec // names of rules, not credentials
	"status.server-error":       "answer.no-server-error",
	"status.unavailable":        "answer.no-server-error",
	"status.unexpected":         "answer.refusal-status",
	"connection.dropped":        "answer.always",
	"connection.silent":         "answer.always",
	"connection.unreadable":     "answer.always",
	"connection.sending":        "limits.answered",
	"message.status":            "answer.refusal-status",
	"message.member":            "answer.error-member",
	"answer.not-json":           "answer.error-member",
	"answer.media-type":         "answer.media-type",
	"answer.no-media-type":      "answer.media-type",
	"answer.html":               "echo.not-html",
	"answer.doubled-member":     "answer.error-member",
	"success.client-id":         "response.client-id",
	"success.client-secret":     "response.client-secret",
	"success.expires-at":        "response.expires-at",
	"success.expires-far":       "response.expires-at",
	"success.other-credentials": "update.credentials",
	"credentials.not-unique":    "credentials.unique",
	"credentials.id-case":       "client-id.exact",
	oracle.RuleApart:            "unauthorized.indistinguishable",
	oracle.RuleSpecial:          "credentials.injection",
	oracle.RuleEntropy:          "secret.entropy",
	oracle.RuleCounting:         "client-id.not-counting",
	oracle.RuleRedirectName:     "redirect-uri.list",
	"secret.cacheable":          "secret.not-cacheable",
	"secret.echoed":             "secret.not-in-refusal",
	"secret.leaked":             "secret.not-in-refusal",
	"json.lenient":              "body.strict",
	"json.sniffed":              "body.strict",
	"query.merged":              "parameters.in-body",
	"logo.script":               "logo-url.no-script",
	"header.split":              "echo.not-in-header",
	"header.echo":               "echo.not-in-header",
	"trace.leaked":              "echo.not-html",
	"limit.slow":                "limits.refused-quickly",
	"limit.none":                "limits.refused-quickly",
	"target.forgets-clients":    "update.credentials",
}

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
	if id, ok := byRule[f.Cause.Rule]; ok {
		return id
	}
	if id, ok := byParameter[f.Violation.Subject][f.Level()]; ok {
		return id
	}
	if slices.ContainsFunc(oracle.Messages(), func(m oracle.Message) bool { return m.ID == f.Violation.Subject }) {
		return "error." + f.Violation.Subject
	}
	if len(f.Expected.Messages) > 0 && !f.Expected.Success {
		return "error." + f.Expected.Messages[0].Message
	}
	if f.Expected.Success && f.isUpdating() {
		return "update.information"
	}
	if f.Level() == cases.Implied {
		return "values.string"
	}
	return "register.minimum"
}
