package wire

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"time"
)

// direct hands requests to a handler. It does what a server of net/http does for
// its handlers, as far as HTTP shows it.
type direct struct{ handler http.Handler }

// RoundTrip is that of an http.RoundTripper. A handler that panics drops the
// connection; one that does not return before the context of the request ends is
// waited for, since it is to watch that.
func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	tell := httptrace.ContextClientTrace(r.Context())
	tell.GotConn(httptrace.GotConnInfo{})
	tell.WroteRequest(httptrace.WroteRequestInfo{})
	w := &directWriter{header: http.Header{}, head: r.Method == http.MethodHead}
	if !w.serve(d.handler, received(r)) {
		return nil, io.EOF
	}
	if err := r.Context().Err(); err != nil {
		return nil, err //nolint:wrapcheck // as a transport does
	}
	tell.GotFirstResponseByte()
	return w.response(r), nil
}

// received is a request as a server reads it.
func received(r *http.Request) *http.Request {
	in := &http.Request{
		Method: r.Method, URL: r.URL, RequestURI: r.URL.RequestURI(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Host: r.Host, RemoteAddr: "127.0.0.1:1", Header: http.Header{},
		Body: r.Body, ContentLength: r.ContentLength, TransferEncoding: r.TransferEncoding,
	}
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	for name, values := range r.Header {
		for _, value := range values {
			in.Header.Add(name, value)
		}
	}
	if r.ContentLength > 0 {
		in.Header.Set("Content-Length", strconv.FormatInt(r.ContentLength, 10))
	}
	return in.WithContext(r.Context())
}

// directWriter keeps what a handler answers.
type directWriter struct {
	header http.Header
	sent   http.Header // a copy from when the status was written
	status int
	body   bytes.Buffer
	head   bool // no body is to be sent
}

// serve reports whether the handler came to its end.
func (w *directWriter) serve(handler http.Handler, r *http.Request) (whole bool) {
	defer func() {
		if recover() != nil { // http.ErrAbortHandler, or a fault of the handler's: either drops the connection
			whole = false
		}
	}()
	handler.ServeHTTP(w, r)
	return true
}

// Header is that of an http.ResponseWriter.
func (w *directWriter) Header() http.Header { return w.header }

// WriteHeader is that of an http.ResponseWriter.
func (w *directWriter) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK { // interim answers are skipped
		w.status, w.sent = status, w.header.Clone()
	}
}

// Write is that of an http.ResponseWriter.
func (w *directWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	switch {
	case w.head:
		return len(b), nil
	case w.status == http.StatusNoContent || w.status == http.StatusNotModified:
		return 0, http.ErrBodyNotAllowed
	}
	if length, err := strconv.Atoi(w.sent.Get("Content-Length")); err == nil && w.body.Len()+len(b) > length {
		n, _ := w.body.Write(b[:max(0, length-w.body.Len())])
		return n, http.ErrContentLength
	}
	return w.body.Write(b) //nolint:wrapcheck // a buffer takes everything
}

// Flush is that of an http.Flusher.
func (w *directWriter) Flush() { w.WriteHeader(http.StatusOK) }

// response is the answer as a client reads it.
func (w *directWriter) response(r *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	header := w.sent
	if _, set := header["Content-Type"]; !set && w.body.Len() > 0 {
		header.Set("Content-Type", http.DetectContentType(w.body.Bytes()))
	}
	if _, set := header["Date"]; !set {
		header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	for name, values := range header {
		if len(values) == 0 { // a handler sets nil to keep a field away
			delete(header, name)
		}
	}
	var body io.Reader = &w.body
	length := int64(w.body.Len())
	if said, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64); err == nil && said > length && !w.head {
		body = io.MultiReader(body, cutOff{})
	}
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(body), ContentLength: length, Request: r,
	}
}

// cutOff is the end of a body that is shorter than was said.
type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
