package reference

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

func mediaTypeDefects() []group {
	unknown := wording{"content-type", msgUnknownContentType, "Unsupported Media Type", msgNotJSON}
	return []group{
		{documented, "error.unknown-content-type", slices.Concat(unknown.everywhere(), []entry{
			{
				"content-type-message-names-type", "The message names the Content-Type that was sent.",
				changesRefusal(msgUnknownContentType, func(e *exchange, no *refusal) *refusal {
					return no.saying(msgUnknownContentType + " %s").naming(e.request.Header.Get("Content-Type"))
				}),
			},
			{"content-type-read-as-json", "A body of any other media type is read as JSON.", takesMediaType(encodingJSON, anyLine)},
			{"content-type-read-as-form", "A body of any other media type is read as a form.", takesMediaType(encodingForm, anyLine)},
			{"content-type-sniffed", "A body of any other media type is read as what it looks like.", takesMediaType(encodingUnnamed, anyLine)},
			{"content-type-text-taken", "A body of a text type is read as what it looks like.", takesMediaType(encodingUnnamed, startingWith("text/"))},
			{"content-type-by-part", "Any media type with json in its name is read as JSON.", takesMediaType(encodingJSON, containing("json"))},
			{"content-type-by-prefix", "Any media type that begins with application/json is read as JSON.", takesMediaType(encodingJSON, startingWith("application/json"))},
			{"content-type-by-suffix", "Any media type that ends in +json is read as JSON.", takesMediaType(encodingJSON, func(line string) bool {
				return strings.HasSuffix(mediaName(line), "+json")
			})},
			{"content-type-application-taken", "A body of any application type is read as what it looks like.", takesMediaType(encodingUnnamed, startingWith("application/"))},
			{"content-type-multipart-taken", "A body of the type multipart/form-data is read.", takesMultipart},
		})},
		{implied, "media-type.case", []entry{
			{"json-type-with-case", "The media type of JSON is known in small letters only.", refusesMediaType(encodingJSON, nameHasCapitals)},
			{"form-type-with-case", "The media type of forms is known in small letters only.", refusesMediaType(encodingForm, nameHasCapitals)},
			{"media-type-in-capitals-crashes", "The server fails over a media type in capitals.", atRoute(inContentType(nameHasCapitals), crash)},
		}},
		{implied, "media-type.parameters", []entry{
			{"json-type-without-parameters", "The media type of JSON is not known with parameters.", refusesMediaType(encodingJSON, containing(";"))},
			{"form-type-without-parameters", "The media type of forms is not known with parameters.", refusesMediaType(encodingForm, containing(";"))},
			{"charset-without-space-refused", "A media type is not known with a charset and no space before it.", refusesAny(func(line string) bool {
				return strings.Contains(line, ";") && !strings.Contains(line, "; ")
			})},
			{"charset-in-capitals-refused", "A media type is not known with a charset in capitals.", refusesAny(func(line string) bool {
				return hasCapitals(parametersOf(line))
			})},
			{"charset-in-quotes-refused", "A media type is not known with a charset in quotes.", refusesAny(func(line string) bool {
				return strings.Contains(parametersOf(line), `"`)
			})},
			{"charset-crashes", "The server fails over a charset.", atRoute(inContentType(func(line string) bool {
				return startingWith("charset=")(parametersOf(line))
			}), crash)},
			{"parameter-other-than-charset-refused", "A media type is not known with a parameter other than charset.", refusesAny(func(line string) bool {
				return parametersOf(line) != "" && !startingWith("charset=")(parametersOf(line))
			})},
		}},
		{implied, "media-type.missing", []entry{
			{"content-type-missing-crashes", "The server fails over a request without Content-Type.", atRoute(noContentType, crash)},
			{"content-type-missing-drops-connection", "The connection is dropped over a request without Content-Type.", atRoute(noContentType, hangUp)},
			{"content-type-missing-hangs", "There is no answer to a request without Content-Type.", atRoute(noContentType, hang)},
			{"content-type-missing-redirects", "A request without Content-Type is answered with 302.", atRoute(noContentType, func(*exchange) *refusal {
				return refuse(http.StatusFound, "Found")
			})},
		}},
		{implied, "media-type.malformed", []entry{
			{"content-type-empty-crashes", "The server fails over an empty Content-Type.", atRoute(emptyContentType, crash)},
			{"content-type-doubled-crashes", "The server fails over a Content-Type that is sent twice.", atRoute(doubledContentType, crash)},
			{"content-type-doubled-drops-connection", "The connection is dropped over a Content-Type that is sent twice.", atRoute(doubledContentType, hangUp)},
			{"content-type-without-slash-crashes", "The server fails over a Content-Type without a slash.", atRoute(inContentType(func(line string) bool {
				return !strings.Contains(mediaName(line), "/")
			}), crash)},
			{"content-type-parameter-crashes", "The server fails over a parameter of the Content-Type that is none.", atRoute(inContentType(func(line string) bool {
				_, _, err := mime.ParseMediaType(line)
				return err != nil && strings.Contains(line, ";")
			}), crash)},
			{"content-type-of-several-crashes", "The server fails over several media types in one line.", atRoute(inContentType(containing(",")), crash)},
		}},
	}
}

func anyLine(string) bool { return true }

func hasCapitals(s string) bool { return s != strings.ToLower(s) }

func nameHasCapitals(line string) bool { return hasCapitals(mediaName(line)) }

func refusesAny(sort func(line string) bool) alteration {
	return alterations(refusesMediaType(encodingJSON, sort), refusesMediaType(encodingForm, sort))
}

// inContentType holds for a request to the endpoint whose Content-Type is of a
// sort.
func inContentType(sort func(line string) bool) condition {
	return func(e *exchange) bool {
		line := e.request.Header.Get("Content-Type")
		return atEndpoint(e) && line != "" && sort(line)
	}
}

func noContentType(e *exchange) bool {
	return atEndpoint(e) && len(e.request.Header.Values("Content-Type")) == 0
}

func emptyContentType(e *exchange) bool {
	lines := e.request.Header.Values("Content-Type")
	return atEndpoint(e) && len(lines) > 0 && strings.TrimSpace(lines[0]) == ""
}

func doubledContentType(e *exchange) bool {
	return atEndpoint(e) && len(e.request.Header.Values("Content-Type")) > 1
}

// takesMultipart reads a third encoding.
func takesMultipart(b *behaviour) {
	isMultipart := startingWith("multipart/form-data")
	takesMediaType(encodingForm, isMultipart)(b)
	next := b.decode
	b.decode = func(e *exchange) (params, *refusal) {
		line := e.request.Header.Get("Content-Type")
		if !isMultipart(line) {
			return next(e)
		}
		p := params{}
		_, parameters, _ := mime.ParseMediaType(line)
		for parts := multipart.NewReader(bytes.NewReader(e.body), parameters["boundary"]); ; {
			part, err := parts.NextPart()
			if err != nil {
				return p, nil
			}
			content, _ := io.ReadAll(part)
			if name := part.FormName(); isKnown(name) {
				p[name] = value{isText, string(content)}
			}
		}
	}
}
