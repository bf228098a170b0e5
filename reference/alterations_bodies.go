package reference

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
)

// bodies changes what is decoded.
func bodies(c condition, change func([]byte) []byte) alteration {
	return func(b *behaviour) {
		next := b.decode
		b.decode = func(e *exchange) (params, *refusal) {
			if c(e) {
				changed := *e
				changed.body = change(e.body)
				e = &changed
			}
			return next(e)
		}
	}
}

// formsWithQuery reads the query of the URL as if it stood behind the form.
func formsWithQuery(b *behaviour) {
	next := b.decode
	b.decode = func(e *exchange) (params, *refusal) {
		if query := e.request.URL.RawQuery; inForm(e) && query != "" {
			changed := *e
			changed.body = slices.Concat(e.body, []byte("&"), []byte(query))
			e = &changed
		}
		return next(e)
	}
}

// replaces puts another text in the place of each one in the body.
func replaces(c condition, from, to string) alteration {
	return bodies(c, func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(from), []byte(to)) })
}

// mediaTypes changes how the Content-Type is understood. It is given the
// header as it was sent, in one line.
func mediaTypes(change func(line string, is encoding) encoding) alteration {
	return func(b *behaviour) {
		next := b.encoding
		b.encoding = func(h http.Header) encoding {
			return change(strings.Join(h.Values("Content-Type"), ", "), next(h))
		}
	}
}

// refusesMediaType takes a media type for an unknown one if its line is of a
// sort.
func refusesMediaType(is encoding, sort func(line string) bool) alteration {
	return mediaTypes(func(line string, found encoding) encoding {
		if found == is && sort(line) {
			return encodingUnknown
		}
		return found
	})
}

// takesMediaType reads an unknown media type as one of the two if its line is
// of a sort.
func takesMediaType(as encoding, sort func(line string) bool) alteration {
	return mediaTypes(func(line string, found encoding) encoding {
		if found == encodingUnknown && sort(strings.ToLower(line)) {
			return as
		}
		return found
	})
}

func mediaName(line string) string {
	name, _, _ := strings.Cut(line, ";")
	return strings.TrimSpace(name)
}

// parametersOf is what stands behind the media type, if anything does.
func parametersOf(line string) string {
	_, parameters, _ := strings.Cut(line, ";")
	return strings.TrimSpace(parameters)
}
