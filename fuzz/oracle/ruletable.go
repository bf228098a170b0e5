package oracle

import "github.com/regspec/regspec/cases"

// rules are in the order in which a reader needs them: outcomes, answers, credentials, bodies, headers.
var rules = []Rule{
	{
		ID: RuleSucceed, Level: cases.Documented,
		Summary: "A request without a fault succeeds.",
	},
	{
		ID: RuleRefuse, Level: cases.Documented,
		Summary: "A request with a fault is refused.",
	},
	{
		ID: RuleMessage, Level: cases.Documented,
		Summary: "A refusal has the message for a fault of the request, letter for letter.",
	},
	{
		ID: RuleValue, Level: cases.Documented,
		Summary: "A message names the very value that is wrong, as it was sent.",
	},
	{
		ID: RuleMsgStatus, Level: cases.Implied, Requirement: "answer.refusal-status",
		Summary: "A refusal is a 4xx.",
	},
	{
		ID: RuleMember, Level: cases.Implied, Requirement: "answer.error-member",
		Summary:     "The message of a refusal is the string under error.",
		Explanation: "The message is right, but it is not the string under error, where a client looks for it.",
	},
	{
		ID: RuleBody, Level: cases.Documented,
		Summary:     "A success is a JSON object with client_id, client_secret and expires_at.",
		Explanation: "The answer to a success is a JSON object with the credentials, and this is none.",
	},
	{
		ID: RuleClientID, Level: cases.Documented, Requirement: "response.client-id",
		Summary: "The client_id is a string that is not empty.",
	},
	{
		ID: RuleSecret, Level: cases.Documented, Requirement: "response.client-secret",
		Summary: "The client_secret is a string that is not empty.",
	},
	{
		ID: RuleExpires, Level: cases.Documented, Requirement: "response.expires-at",
		Summary: "The expires_at is 0 or a Unix time in the future.",
	},
	{
		ID: RuleFar, Level: cases.Hardening, Requirement: "response.expires-at",
		Summary:     "The expires_at is in seconds, not milliseconds.",
		Explanation: "The time is more than eight thousand years away. Is it in milliseconds? It is a Unix time, in seconds.",
	},
	{
		ID: RuleChanged, Level: cases.Documented, Requirement: "update.credentials",
		Summary:     "An update answers with the credentials that were sent.",
		Explanation: "An update answers with the very credentials that were sent, and they stay good.",
	},
	{
		ID: RuleNotUnique, Level: cases.Implied, Requirement: "credentials.unique",
		Summary: "No two registrations have a client_id or a client_secret in common.",
	},
	{
		ID: RuleServerError, Level: cases.Implied, Requirement: "answer.no-server-error",
		Summary:     "No request is answered with a 5xx.",
		Explanation: "The request made the server fail. Whatever a client sends, it is accepted or refused with a 4xx.",
	},
	{
		ID: RuleStatus, Level: cases.Implied, Requirement: "answer.refusal-status",
		Summary:     "An answer is a 2xx or a 4xx.",
		Explanation: "The status is neither a success nor a refusal. Clients await a 2xx or a 4xx.",
	},
	{
		ID: RuleDropped, Level: cases.Implied, Requirement: "answer.always",
		Summary:     "No request makes the server drop the connection.",
		Explanation: "The request made the server drop the connection. Whatever a client sends, the server accepts or refuses it.",
	},
	{
		ID: RuleSilent, Level: cases.Implied, Requirement: "answer.always",
		Summary:     "Every request is answered in time.",
		Explanation: "The request is never answered. Whatever a client sends, the server accepts or refuses it.",
	},
	{
		ID: RuleUnreadable, Level: cases.Implied, Requirement: "answer.always",
		Summary:     "Every answer can be read as HTTP and ends within bounds.",
		Explanation: "The answer cannot be read as a whole, so no client knows what became of the request.",
	},
	{
		ID: RuleSending, Level: cases.Hardening, Requirement: "limits.answered",
		Summary:     "A server that does not want a long body answers before it closes the connection.",
		Explanation: "The connection was closed while the body was on its way. An answer first, and a moment's wait for the rest of the body, let the client know why.",
	},
	{
		ID: RuleNotJSON, Level: cases.Implied, Requirement: "answer.error-member",
		Summary: "Every answer is JSON (RFC 8259).",
	},
	{
		ID: RuleMediaType, Level: cases.Implied, Requirement: "answer.media-type",
		Summary:     "The Content-Type of an answer says that it is JSON.",
		Explanation: "The answer is JSON, but its Content-Type says that it is not, so that clients that go by it do not read it.",
	},
	{
		ID: RuleNoMediaType, Level: cases.Implied, Requirement: "answer.media-type",
		Summary:     "An answer has a Content-Type (RFC 9110 §8.3).",
		Explanation: "The answer does not say that it is JSON. Who receives it may take it for mere bytes (RFC 9110 §8.3).",
	},
	{
		ID: RuleHTML, Level: cases.Hardening, Requirement: "echo.not-html",
		Summary:     "What was sent never comes back as text/html.",
		Explanation: "A value that was sent comes back as text/html, where a browser runs a script in it.",
	},
	{
		ID: RuleDoubled, Level: cases.Hardening, Requirement: "answer.error-member",
		Summary: "No member of an answer is there twice (RFC 8259 §4).",
	},
	{
		ID: RuleIDCase, Level: cases.Hardening, Requirement: "client-id.exact",
		Summary:     "A client_id in other letter case is not taken.",
		Explanation: "A client_id in other letter case than the one that was given out is taken. Compare it byte by byte.",
	},
	{
		ID: RuleDistinguishable, Level: cases.Hardening, Requirement: "unauthorized.indistinguishable",
		Summary:     "An unknown client_id and a wrong client_secret cannot be told apart.",
		Explanation: "An unknown client_id is answered otherwise than a wrong client_secret, so that ids can be found by trying.",
	},
	{
		ID: RuleEntropy, Level: cases.Hardening, Requirement: "secret.entropy",
		Summary:     "A client_secret has 128 bits of entropy at least.",
		Explanation: "The secrets vary too little to be safe from guessing.",
	},
	{
		ID: RuleCounting, Level: cases.Hardening, Requirement: "client-id.not-counting",
		Summary:     "A client_id cannot be guessed from another.",
		Explanation: "The ids are counted up, so that whoever has one knows the others.",
	},
	{
		ID: RuleCacheable, Level: cases.Hardening, Requirement: "secret.not-cacheable",
		Summary:     "An answer with a client_secret has Cache-Control: no-store.",
		Explanation: "The answer holds a secret and may be kept by a cache on the way (RFC 7591 §3.2.1).",
	},
	{
		ID: RuleEchoed, Level: cases.Hardening, Requirement: "secret.not-in-refusal",
		Summary:     "A refusal does not repeat the client_secret.",
		Explanation: "The refusal repeats the client_secret that was sent, and so it ends up in logs and on screens.",
	},
	{
		ID: RuleLeaked, Level: cases.Hardening, Requirement: "secret.not-in-refusal",
		Summary:     "No answer holds a secret that its request did not.",
		Explanation: "The answer holds the secret of a client, and the request did not have it.",
	},
	{
		ID: RuleLenient, Level: cases.Hardening, Requirement: "body.strict",
		Summary:     "What is not JSON is refused, also where a parser would take it.",
		Explanation: "The body is not JSON, and yet it is taken. Parsers that differ in what they take let a request mean two things.",
	},
	{
		ID: RuleNameCase, Level: cases.Hardening, Requirement: "body.strict",
		Summary:     "A parameter whose name is in other letter case is not taken.",
		Explanation: "A name in other letter case than the document's is taken for the parameter. Parsers that differ in what they take let a request mean two things.",
	},
	{
		ID: RuleSniffed, Level: cases.Hardening, Requirement: "body.strict",
		Summary:     "JSON that is sent as a form is not taken.",
		Explanation: "The body is JSON but its Content-Type says that it is a form, and yet it is read as JSON.",
	},
	{
		ID: RuleQuery, Level: cases.Hardening, Requirement: "parameters.in-body",
		Summary:     "What stands in the query does not stand in for a parameter of the body.",
		Explanation: "The body alone would have to be refused; what stands in the query of the URL made up for it. URLs are logged, and anybody can make a link.",
	},
	{
		ID: RuleScript, Level: cases.Hardening, Requirement: "logo-url.no-script",
		Summary:     "A logo_url with a javascript: or data: URL is refused.",
		Explanation: "A logo with a javascript: or data: URL is taken. Whoever shows it in a page runs what is in it.",
	},
	{
		ID: RuleSplit, Level: cases.Implied, Requirement: "echo.not-in-header",
		Summary: "No value that was sent makes a header field (RFC 9110 §5.5).",
	},
	{
		ID: RuleHeaderEcho, Level: cases.Hardening, Requirement: "echo.not-in-header",
		Summary: "No value that was sent comes back in a header field.",
	},
	{
		ID: RuleTrace, Level: cases.Hardening, Requirement: "echo.not-html",
		Summary:     "No answer shows a stack trace or a file of the server.",
		Explanation: "The answer shows how the server is built: a stack trace, or where its files are.",
	},
	{
		ID: RuleSlow, Level: cases.Hardening, Requirement: "limits.refused-quickly",
		Summary:     "A body that is too large or too deep is refused quickly.",
		Explanation: "The request is over a limit of size or depth and took the server very long. Such a request is cheapest refused unread.",
	},
	{
		ID: RuleNoLimit, Level: cases.Hardening, Requirement: "limits.refused-quickly",
		Summary:     "A body of more than a megabyte, or nested a thousand deep, is refused.",
		Explanation: "A body of this size or depth is taken. Some bound keeps a few clients from using up the server.",
	},
	{
		ID: RuleSpecial, Level: cases.Hardening, Requirement: "credentials.injection",
		Summary:     "Quotes, wildcards and the like in credentials are as wrong as any other character.",
		Explanation: "Credentials with quotes, wildcards or the like are answered otherwise than others that are wrong. They seem to mean something to the server.",
	},
	{
		ID: RuleRedirectName, Level: cases.Documented, Requirement: "redirect-uri.list",
		Summary:     "A URI that is none is refused under redirect_uri or redirect_uris.",
		Explanation: "A URI that is clearly none is refused with the document's message neither under redirect_uri nor under redirect_uris.",
	},
	{
		ID: RuleCompare, Level: cases.Hardening,
		Summary:     "Requests that say the same are accepted or refused alike.",
		Explanation: "Two requests that say the same are treated differently. A client's author cannot tell why.",
	},
	{
		ID: RuleCompareMsg, Level: cases.Hardening,
		Summary:     "Requests that say the same are refused with one message.",
		Explanation: "Two requests that say the same and have a single fault are refused with different messages.",
	},
	{
		ID: RuleForgets, Level: cases.Documented, Requirement: "update.credentials",
		Summary:     "A target knows the clients that it registered.",
		Explanation: "The target no longer knew clients that it had given credentials to. Credentials last: nothing in the document lets a server forget them.",
	},
}
