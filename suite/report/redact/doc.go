// Package redact hides the credentials in a report: every client_secret that was
// sent or came, and the values of the header fields that the user added.
//
// Whoever makes a report (package suite, and the regspec command) redacts it once,
// before anybody else sees it. A Redactor first gathers the credentials of the
// whole report, since one exchange may repeat a credential of another.
//
// It may import report and wire.
package redact
