package judge

import (
	"net/http"
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// Busy reports whether an answer says that the target has no time for the client (429,
// RFC 6585 §4) or that what is in front of it does not reach it (502, 503 and 504, RFC
// 9110 §15.6.3 to §15.6.5), and so nothing about the request. One that carries a message
// of the document is an answer to the request, whatever its status.
func Busy(x wire.Exchange, messages []cases.Message) bool {
	if x.Break != nil || x.Answer == nil || x.Insisted {
		return false
	}
	switch x.Answer.Status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
	default:
		return false
	}
	said := Read(*x.Answer).errorMember()
	return !slices.ContainsFunc(messages, func(m cases.Message) bool {
		if m.Placeholder == "" {
			return said == m.Text
		}
		_, ok := valueNamed(m, said)
		return ok
	})
}
