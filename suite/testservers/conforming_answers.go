package testservers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// conformingAnswers are servers with an idea of their own of what they send.
func conformingAnswers() []Server {
	return []Server{
		conforming("dict-as-written",
			"The dict base: 200 and 400 only, ASCII JSON, credentials looked at before values, empty counts as absent.",
			dictWith()),
		conforming("typed-as-written",
			"The typed base: 201 for a registration, 401, 415 and 422 for refusals, values looked at before credentials, redirect_uri only.",
			typedWith()),
		conforming("chain-as-written",
			"The chain base: 403 and 409 among the refusals, slashes escaped, both redirect names, OPTIONS answered, a missing Content-Type guessed.",
			chainWith()),
		conforming("careful",
			"The chain base with limits: 64 KiB, http and https alone, no-store and nosniff. The rare defects are put into it.",
			Careful),
		conforming("every-refusal-another-status",
			"Each message has a 4xx status of its own, some of them odd (402, 410, 418, 424, 451).",
			dictWith(func(s *seams) { s.status = oddStatus })),
		conforming("unauthorized-in-two-statuses",
			"An unknown client_id is 404 and a wrong secret 401, with the one message (which of them it was can be told: advice at most).",
			typedWith(func(s *seams) {
				s.after = func(c *call, st store, f *fault) {
					if f != nil && f.id == unauthorized && !st.has(c.text("client_id")) {
						f.status = http.StatusNotFound
					}
				}
			})),
		conforming("further-members",
			"Both answers have many further members: objects, lists, null, error_description, status, a message that differs.",
			dictWith(body(func(_ *call, granted fields) {
				granted["registration_client_uri"] = "https://server.example.org/clients/1"
				granted["client_id_issued_at"] = time.Now().Unix()
				granted["links"] = fields{"self": nil, "all": []any{1, 2.5, fields{}}}
				granted["ID"], granted["expires"] = "other", "never"
			}), func(s *seams) {
				s.tell = func(_ *call, f *fault) {
					f.more = fields{
						"error_description": "see the manual", "message": "Refused!", "status": "error",
						"errors": []any{fields{"error": "refused"}}, "client_id": nil,
					}
				}
			})),
		conforming("success-with-error-null",
			"A success has error: null and a refusal success: false beside the rest.",
			typedWith(member("error", nil), func(s *seams) {
				inner := s.write
				s.write = func(w reply, status int, body any) {
					if m, ok := body.(fields); ok {
						m["success"] = status < 300
					}
					inner(w, status, body)
				}
			})),
		conforming("answers-type-in-odd-case",
			"The Content-Type of answers is written Application/JSON; Charset=\"UTF-8\".",
			chainWith(writing(func(w reply, status int, body any) {
				sendJSON(w, status, `Application/JSON; Charset="UTF-8"`, []byte(plainJSON(body)))
			}))),
		conforming("refusals-as-problem-json",
			"Refusals are labelled application/problem+json and have the members of RFC 9457 beside error.",
			typedWith(writing(func(w reply, status int, body any) {
				mediaType := "application/json"
				if m, ok := body.(fields); ok && status >= 400 {
					mediaType, m["title"], m["status"], m["detail"] = "application/problem+json", "Bad", status, "no"
				}
				sendJSON(w, status, mediaType, []byte(plainJSON(body)))
			}))),
		conforming("pretty-and-escaped",
			"Answers are indented over many lines, with blank lines around, non-ASCII as \\uXXXX and every slash as \\/.",
			chainWith(writing(func(w reply, status int, body any) {
				b, _ := json.MarshalIndent(json.RawMessage(plainJSON(body)), "\t", "    ")
				text := strings.ReplaceAll(asciiOnly(string(b)), "/", `\/`)
				sendJSON(w, status, "application/json", []byte("\r\n\t"+text+"\n\n"))
			}))),
		conforming("every-character-escaped",
			"Every character of every string in answers, names of members too, is written as \\uXXXX.",
			dictWith(writing(func(w reply, status int, body any) {
				sendJSON(w, status, "application/json", []byte(allEscaped(body)))
			}))),
		conforming("members-in-random-order",
			"The members of answers come in another order each time.",
			chainWith(writing(func(w reply, status int, body any) {
				sendJSON(w, status, "application/json", []byte(shuffled(body)))
			}))),
		conforming("expires-in-a-year",
			"expires_at is a year ahead, and each update moves it on.",
			dictWith(expiring(func() any { return time.Now().AddDate(1, 0, 0).Unix() }))),
		conforming("expires-after-2038",
			"expires_at is a date in the year 2150, beyond 32 bits.",
			typedWith(expiring(func() any { return 5_680_281_600 }))),
		conforming("odd-credentials",
			"client_id and client_secret are some 300 characters long, with + / = & % quotes, spaces within, non-ASCII and an emoji.",
			dictWith(minting(func(*call) (string, string) {
				odd := func() string {
					return strings.Repeat("a+/=&%41%\"'<b>\\ü€ ☂😀;,#?", 10) + token(20) + "=="
				}
				return odd(), odd()
			}))),
		conforming("short-numeric-ids",
			"client_id counts 1, 2, 3, as a string (a counting id is advice at most).",
			chainWith(counting())),
		conforming("secret-of-digits",
			"client_secret is a string of forty digits with a leading zero.",
			typedWith(minting(func(*call) (string, string) {
				return uuid(), "0" + decimals(39)
			}))),
	}
}

func conforming(name, point string, build func() http.Handler) Server {
	return Server{Name: name, Point: point, Conforms: true, New: build}
}

func writing(write writer) edit { return func(s *seams) { s.write = write } }

func counting() edit {
	return func(s *seams) {
		var n atomic.Int64
		s.mint = func(*call) (string, string) { return fmt.Sprint(n.Add(1)), token(24) }
	}
}

func oddStatus(id string) int {
	odd := map[string]int{
		couldNotDecode: 400, unknownMedia: 415, noType: 402, unknownAppType: 404,
		idRequired: 406, secretRequired: 409, unauthorized: 403, idOnlyUpdate: 410,
		secretOnlyUpdate: 412, badLogo: 413, contactsString: 418, badEmail: 422,
		redirectsString: 424, badURI: 451,
	}
	if status, ok := odd[id]; ok {
		return status
	}
	return 428
}

// allEscaped writes flat members with every character escaped.
func allEscaped(body any) string {
	m, _ := body.(fields)
	var members []string
	for name, v := range m {
		text, ok := v.(string)
		if !ok {
			members = append(members, escapeAll(name)+":"+plainJSON(v))
			continue
		}
		members = append(members, escapeAll(name)+":"+escapeAll(text))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func escapeAll(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			fmt.Fprintf(&b, `\u%04X`, r)
			continue
		}
		b.WriteString(asciiOnly(string(r)))
	}
	return `"` + b.String() + `"`
}

// shuffled writes members in random order, which is how a map is walked.
func shuffled(body any) string {
	m, _ := body.(fields)
	var members []string
	for name, v := range m {
		members = append(members, plainJSON(name)+" : "+plainJSON(v))
	}
	return "{ " + strings.Join(members, " , ") + " }"
}
