package oracle

import "github.com/regspec/regspec/cases"

// The ids of the rules that many answers together are judged by; see [Known.Verdict].
const (
	RuleRedirectName = "redirect.ignored"
	RuleEntropy      = "credentials.entropy"
	RuleCounting     = "credentials.counting"
	RuleApart        = "credentials.told-apart"
	RuleSpecial      = "credentials.special"
)

// The ids of the others.
const (
	RuleEchoed = "secret.echoed"
	// RuleChanged is about the credentials of an answer, and so about those that were sent.
	RuleChanged     = "success.other-credentials"
	ruleServerError = "status.server-error"
	ruleUnavailable = "status.unavailable"
	ruleStatus      = "status.unexpected"
	ruleDropped     = "connection.dropped"
	ruleSilent      = "connection.silent"
	ruleUnreadable  = "connection.unreadable"
	ruleSending     = "connection.sending"
	ruleSucceed     = "outcome.should-succeed"
	ruleRefuse      = "outcome.should-refuse"
	ruleMessage     = "message.wrong"
	ruleValue       = "message.value"
	ruleMsgStatus   = "message.status"
	ruleMember      = "message.member"
	ruleNotJSON     = "answer.not-json"
	ruleMediaType   = "answer.media-type"
	ruleNoMediaType = "answer.no-media-type"
	ruleHTML        = "answer.html"
	ruleDoubled     = "answer.doubled-member"
	ruleBody        = "success.body"
	ruleID          = "success.client-id"
	ruleSecret      = "success.client-secret"
	ruleExpires     = "success.expires-at"
	ruleFar         = "success.expires-far"
	ruleNotUnique   = "credentials.not-unique"
	ruleIDCase      = "credentials.id-case"
	ruleCacheable   = "secret.cacheable"
	ruleLeaked      = "secret.leaked"
	ruleLenient     = "json.lenient"
	ruleSniffed     = "json.sniffed"
	ruleQuery       = "query.merged"
	ruleScript      = "logo.script"
	ruleSplit       = "header.split"
	ruleHeaderEcho  = "header.echo"
	ruleTrace       = "trace.leaked"
	ruleSlow        = "limit.slow"
	ruleBoundless   = "limit.none"
	ruleCompare     = "compare.acceptance"
	ruleCompareMsg  = "compare.message"
)

// Rule is one thing that the oracle looks for.
type Rule struct {
	ID string
	// Level is the strictest that a violation of it has. It may be less strict where the
	// fault that was sent is one that is less clear.
	Level    cases.Level
	Sentence string
}

// Rules lists all that the oracle looks for.
func Rules() []Rule {
	return []Rule{
		{ruleSucceed, cases.Documented, "A request without a fault succeeds."},
		{ruleRefuse, cases.Documented, "A request with a fault is refused."},
		{ruleMessage, cases.Documented, "A refusal has the message for a fault of the request, letter for letter."},
		{ruleValue, cases.Documented, "A message names the very value that is wrong, as it was sent."},
		{ruleMsgStatus, cases.Implied, "A refusal is a 4xx."},
		{ruleMember, cases.Implied, "The message of a refusal is the string under error."},
		{ruleBody, cases.Documented, "A success is a JSON object with client_id, client_secret and expires_at."},
		{ruleID, cases.Documented, "The client_id is a string that is not empty."},
		{ruleSecret, cases.Documented, "The client_secret is a string that is not empty."},
		{ruleExpires, cases.Documented, "The expires_at is 0 or a Unix time in the future."},
		{ruleFar, cases.Hardening, "The expires_at is in seconds, not milliseconds."},
		{RuleChanged, cases.Documented, "An update answers with the credentials that were sent."},
		{ruleNotUnique, cases.Implied, "No two registrations have a client_id or a client_secret in common."},
		{ruleServerError, cases.Implied, "No request is answered with a 5xx."},
		{ruleUnavailable, cases.Hardening, "A server that wants fewer requests says so with 429 rather than 503."},
		{ruleStatus, cases.Implied, "An answer is a 2xx or a 4xx."},
		{ruleDropped, cases.Implied, "No request makes the server drop the connection."},
		{ruleSilent, cases.Implied, "Every request is answered in time."},
		{ruleUnreadable, cases.Implied, "Every answer can be read as HTTP and ends within bounds."},
		{ruleSending, cases.Hardening, "A server that does not want a long body answers before it closes the connection."},
		{ruleNotJSON, cases.Implied, "Every answer is JSON (RFC 8259)."},
		{ruleMediaType, cases.Implied, "The Content-Type of an answer says that it is JSON."},
		{ruleNoMediaType, cases.Implied, "An answer has a Content-Type (RFC 9110 §8.3)."},
		{ruleHTML, cases.Hardening, "What was sent never comes back as text/html."},
		{ruleDoubled, cases.Hardening, "No member of an answer is there twice (RFC 8259 §4)."},
		{ruleIDCase, cases.Hardening, "A client_id in other letter case is not taken."},
		{RuleApart, cases.Hardening, "An unknown client_id and a wrong client_secret cannot be told apart."},
		{RuleEntropy, cases.Hardening, "A client_secret has 128 bits of entropy at least."},
		{RuleCounting, cases.Hardening, "A client_id cannot be guessed from another."},
		{ruleCacheable, cases.Hardening, "An answer with a client_secret has Cache-Control: no-store."},
		{RuleEchoed, cases.Hardening, "A refusal does not repeat the client_secret."},
		{ruleLeaked, cases.Hardening, "No answer holds a secret that its request did not."},
		{ruleLenient, cases.Hardening, "What is not JSON is refused, also where a parser would take it."},
		{ruleSniffed, cases.Hardening, "JSON that is sent as a form is not taken."},
		{ruleQuery, cases.Hardening, "What stands in the query does not stand in for a parameter of the body."},
		{ruleScript, cases.Hardening, "A logo_url with a javascript: or data: URL is refused."},
		{ruleSplit, cases.Implied, "No value that was sent makes a header field (RFC 9110 §5.5)."},
		{ruleHeaderEcho, cases.Hardening, "No value that was sent comes back in a header field."},
		{ruleTrace, cases.Hardening, "No answer shows a stack trace or a file of the server."},
		{ruleSlow, cases.Hardening, "A body that is too large or too deep is refused quickly."},
		{ruleBoundless, cases.Hardening, "A body of more than a megabyte, or nested a thousand deep, is refused."},
		{RuleSpecial, cases.Hardening, "Quotes, wildcards and the like in credentials are as wrong as any other character."},
		{RuleRedirectName, cases.Documented, "A URI that is none is refused under redirect_uri or redirect_uris."},
		{ruleCompare, cases.Hardening, "Requests that say the same are accepted or refused alike."},
		{ruleCompareMsg, cases.Hardening, "Requests that say the same are refused with one message."},
	}
}
