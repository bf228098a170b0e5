package rarities

import (
	"encoding/json"
	"net/http"
)

// reply is an answer as it goes out.
type reply struct {
	status      int
	contentType string
	body        []byte
	cacheable   bool
}

// render writes an outcome as JSON, and a crash as the page that frameworks show.
func render(_ *http.Request, _ attempt, out outcome) reply {
	switch {
	case out.crashed:
		return crashPage()
	case out.message != "":
		return jsonReply(out.status, map[string]any{"error": out.message})
	default:
		return jsonReply(out.status, map[string]any{"client_id": out.id, "client_secret": out.secret, "expires_at": 0})
	}
}

func jsonReply(status int, members map[string]any) reply {
	// Strings, numbers and maps of them can always be written.
	body, _ := json.Marshal(members)

	return reply{status: status, contentType: "application/json", body: body}
}

// crashPage is the same whatever went wrong.
func crashPage() reply {
	return htmlReply(http.StatusInternalServerError, "<h1>Internal Server Error</h1>")
}

func htmlReply(status int, content string) reply {
	return reply{
		status:      status,
		contentType: "text/html; charset=utf-8",
		body:        []byte("<!doctype html>\n<html><body>" + content + "</body></html>\n"),
	}
}

func (answer reply) write(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Content-Type", answer.contentType)
	header.Set("X-Content-Type-Options", "nosniff")
	if !answer.cacheable {
		header.Set("Cache-Control", "no-store")
	}
	if answer.status == http.StatusMethodNotAllowed {
		header.Set("Allow", http.MethodPost)
	}
	w.WriteHeader(answer.status)
	// A client that has hung up misses nothing.
	_, _ = w.Write(answer.body)
}
