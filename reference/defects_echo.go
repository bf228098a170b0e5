package reference

import (
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
)

func echoDefects() []group {
	return []group{
		{hardening, "echo.not-html", []entry{
			{"echo-as-html", "A refusal that names a value is sent as text/html, as JSON that is not escaped.", echoes(func(_ *refusal, a *answer) {
				a.body = verbatim(rawText(a.body))
				a.setHeader("Content-Type", "text/html; charset=utf-8")
			})},
			{"echo-as-page", "A refusal that names a value is a page with the value in it as it was sent.", echoes(func(no *refusal, a *answer) {
				a.body = verbatim("<html><body><p>" + no.text() + "</p></body></html>")
				a.setHeader("Content-Type", "text/html; charset=utf-8")
			})},
			{"echo-as-escaped-page", "A refusal that names a value is a page, in which the value is escaped.", echoes(func(no *refusal, a *answer) {
				a.body = verbatim("<html><body><p>" + html.EscapeString(no.text()) + "</p></body></html>")
				a.setHeader("Content-Type", "text/html; charset=utf-8")
			})},
		}},
		{hardening, "echo.not-in-header", []entry{
			{"echo-in-header", "A refusal has its message in a header too.", refusals(func(_ *exchange, no *refusal, a *answer) {
				a.setHeader("X-Error", no.text())
			})},
			{"echo-in-header-escaped", "A refusal has the value that it names in a header too, escaped.", echoes(func(no *refusal, a *answer) {
				a.setHeader("X-Invalid", url.QueryEscape(no.value))
			})},
			{"echo-in-warning", "A refusal has its message in a Warning too.", refusals(func(_ *exchange, no *refusal, a *answer) {
				a.setHeader("Warning", "299 - "+strconv.QuoteToASCII(no.text()))
			})},
			{"echo-in-warning-on-update", "The refusal of an update has its message in a Warning too.", refusals(func(e *exchange, no *refusal, a *answer) {
				if e.isUpdate() {
					a.setHeader("Warning", "199 - "+strconv.QuoteToASCII(no.text()))
				}
			})},
			{"name-in-cookie", "A success sets a cookie with the application_name.", successes(given(paramApplicationName), func(e *exchange, a *answer) {
				a.setHeader("Set-Cookie", "client="+strings.ReplaceAll(e.text(paramApplicationName), ";", ""))
			})},
			{"logo-in-link", "A success has the logo_url in a Link.", successes(given(paramLogoURL), func(e *exchange, a *answer) {
				a.setHeader("Link", fmt.Sprintf("<%s>; rel=icon", e.text(paramLogoURL)))
			})},
			{"content-type-in-header", "An unknown Content-Type is refused with it in a header.", refusals(func(e *exchange, no *refusal, a *answer) {
				if no.message == msgUnknownContentType {
					a.setHeader("X-Content-Type", e.request.Header.Get("Content-Type"))
				}
			})},
		}},
	}
}

// echoes changes the refusals that name a value.
func echoes(change func(no *refusal, a *answer)) alteration {
	return refusals(func(_ *exchange, no *refusal, a *answer) {
		if strings.Contains(no.message, "%s") {
			change(no, a)
		}
	})
}
