package judge

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
)

// judgeSuccess compares an answer with the success that was expected.
func (e Expectation) judgeSuccess(r Reading, now time.Time) []report.Mismatch {
	if !r.Succeeds() {
		return e.notDone(r)
	}
	var all []report.Mismatch
	if !r.is2xx() {
		all = append(all, e.implied(report.AspectStatus, answerSuccessStatus,
			"a 2xx status", strconv.Itoa(r.status), although(r.status, "carries the request out")))
	}
	all = append(all, e.contentType(r)...)
	if r.object == nil {
		return append(all, e.notObject(r))
	}
	all = append(all, e.shape(r)...)
	all = append(all, e.expiry(r, now)...)
	return append(all, e.members(r)...)
}

// tooMany explains a refusal that is about how many requests there were.
const tooMany = "The server says each time that it had too many requests (429) when it gets this one, and answers others in between."

// notDone explains that a good request was not carried out.
func (e Expectation) notDone(r Reading) []report.Mismatch {
	explanation := "The server refuses a request that conforms."
	switch {
	case r.status >= 500:
		explanation = fmt.Sprintf("The server fails (%d) on a request that conforms.", r.status)
	case r.status == http.StatusNotModified:
		explanation = "The server says that nothing has changed (304), which is no answer to a POST (RFC 9110 §15.4.5)."
	case r.status >= 300 && r.status < 400:
		explanation = "The server redirects a POST instead of answering it; redirects are not followed."
	case r.status == http.StatusTooManyRequests:
		explanation = tooMany
	case r.status == 404 && r.errorMember() == "":
		explanation = "The server has nothing at this path."
	case r.status == 405 && r.errorMember() == "":
		explanation = "The server does not take POST at this path."
	}
	aspect, came := report.AspectStatus, report.InsteadRefusal
	if r.status >= 500 {
		came = report.InsteadError
	}
	if r.is2xx() {
		aspect = report.AspectMessage
		explanation = "The server answers a request that conforms with a message, and not with credentials."
	}
	return instead(came, e.mismatch(aspect, e.about(), e.String(), r.Summary(), explanation))
}

// notObject explains a success whose body is no JSON object.
func (e Expectation) notObject(r Reading) report.Mismatch {
	explanation := "The body is JSON, and no object."
	if r.notJSON != nil {
		explanation = "The body is not JSON: " + r.notJSON.kind + "."
	}
	return e.mismatch(report.AspectSchema, responseID,
		"a JSON object with client_id, client_secret and expires_at", r.Summary(), explanation)
}

// shape checks the members' presence and types.
func (e Expectation) shape(r Reading) []report.Mismatch {
	err := schemas.Validate(schemas.RegistrationResponse, r.object)
	var invalid *schemas.Invalid
	if !errors.As(err, &invalid) {
		if err != nil { // never seen: every decoded JSON object can be validated
			return []report.Mismatch{e.mismatch(report.AspectSchema, responseID, "an answer of the right shape", r.Summary(), err.Error())}
		}
		return nil
	}
	expected := map[string]string{
		"client_id":     "a string that is not empty",
		"client_secret": "a string that is not empty",
		"expires_at":    "an integer: 0, or a Unix time in the future",
	}
	requirement := map[string]string{
		"client_id": responseID, "client_secret": responseSecret, "expires_at": responseExpires,
	}
	var all []report.Mismatch
	for _, problem := range invalid.Problems {
		member := problem.Path[0]
		all = append(all, e.mismatch(report.AspectSchema, requirement[member],
			member+" is "+expected[member], problem.String(), kindOfProblem(member, problem.Missing, r.object[member])))
	}
	return all
}

// kindOfProblem explains without the value, so that answers with one cause have
// one explanation.
func kindOfProblem(member string, missing bool, value any) string {
	if missing {
		return "The answer has no " + member + "."
	}
	switch v := value.(type) {
	case nil:
		return "The " + member + " is null."
	case string:
		if v == "" {
			return "The " + member + " is empty."
		}
		return "The " + member + " is a string."
	case bool:
		return "The " + member + " is a boolean."
	case []any:
		return "The " + member + " is an array."
	case map[string]any:
		return "The " + member + " is an object."
	case json.Number:
		if member == "expires_at" {
			return "The expires_at is a number, and neither 0 nor a Unix time."
		}
	}
	return "The " + member + " is a number."
}

// lastSecond is the last Unix time of the year 9999.
const lastSecond = 253402300799

// expiry checks that credentials which are given out now are still good, and that
// their end is a time at all: a 64-bit signed integer holds any that is.
func (e Expectation) expiry(r Reading, now time.Time) []report.Mismatch {
	number, ok := r.object["expires_at"].(json.Number)
	if !ok {
		return nil
	}
	const expected = "expires_at is 0, or a Unix time in the future"
	seconds, err := number.Float64()
	if _, whole := number.Int64(); whole != nil && seconds >= math.MaxInt64 { // err, where it is beyond a float, too
		return []report.Mismatch{e.mismatch(report.AspectMember, responseExpires, expected, number.String(),
			"The expires_at is too large to be a time; 0 would mean never.")}
	}
	if err == nil && seconds > lastSecond && slices.Contains(e.Requirements, responseSeconds) {
		return []report.Mismatch{e.mismatch(report.AspectMember, responseSeconds, expected, number.String(),
			"The expires_at is beyond the year 9999: it reads like milliseconds, and is to be in seconds.")}
	}
	if err != nil || seconds <= 0 || seconds > float64(now.Unix()) || seconds != math.Trunc(seconds) {
		return nil // what is no integer is the shape's business
	}
	return []report.Mismatch{e.mismatch(report.AspectMember, responseExpires, expected,
		fmt.Sprintf("%s (%s)", number, time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339)),
		"The credentials are given out and have expired already; 0 would mean never.")}
}

// Expires is when the credentials of an answer expire. ok is false where they never do, or it
// does not say so as it should.
func (r Reading) Expires() (at time.Time, ok bool) {
	number, _ := r.object["expires_at"].(json.Number)
	seconds, err := number.Int64()
	return time.Unix(seconds, 0), err == nil && seconds != 0
}

// members checks the values that the case knows.
func (e Expectation) members(r Reading) []report.Mismatch {
	var all []report.Mismatch
	for _, member := range e.Success.Members {
		value, ok := r.object[member.Name].(string)
		if !ok || value == member.Value {
			continue // what is no string at all is the shape's business
		}
		all = append(all, e.mismatch(report.AspectMember, updateCredentials,
			member.Name+" is "+member.Value, member.Name+" is "+value,
			"The answer's "+member.Name+" is not the one that was sent."))
	}
	return all
}
