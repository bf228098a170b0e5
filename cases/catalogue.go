package cases

import (
	"slices"
	"strings"
	"time"
)

// Catalogue is everything that was loaded, checked and expanded. It does not
// change after loading.
type Catalogue struct {
	Requirements []Requirement
	Errata       []Erratum
	Messages     []Message
	Subjects     []Subject
}

// Requirement is one thing that a server must or should do.
type Requirement struct {
	ID        string `json:"id"        yaml:"id"`
	Level     Level  `json:"level"     yaml:"level"`
	Section   string `json:"section"   yaml:"section"` // of the document, or of a standard
	Statement string `json:"statement" yaml:"statement"`
}

// Erratum is one place where the document contradicts itself or is silent.
type Erratum struct {
	ID      string `json:"id"      yaml:"id"`
	Title   string `json:"title"   yaml:"title"`
	Trouble string `json:"trouble" yaml:"trouble"` // what is contradictory or missing
	Reading string `json:"reading" yaml:"reading"` // what the suite does about it
}

// Message is one of the texts with which a server refuses.
type Message struct {
	ID          string `json:"id"                    yaml:"id"`
	Text        string `json:"text"                  yaml:"text"`
	Placeholder string `json:"placeholder,omitempty" yaml:"placeholder"` // the part of Text that stands for a value, or ""
	Names       string `json:"names,omitempty"       yaml:"names"`       // what that value is called: "address"
	When        string `json:"when"                  yaml:"when"`
}

// With is the message's text with its placeholder filled in. A message
// without one ignores the value.
func (m Message) With(value string) string {
	if m.Placeholder == "" {
		return m.Text
	}
	return strings.Replace(m.Text, m.Placeholder, value, 1)
}

// Subject is a group of cases about one thing, from one file.
type Subject struct {
	Name  string // the first part of its cases' ids
	Title string
	Cases []Case
}

// Case is a short scenario, with its rows already filled in. What is left in
// the form ${name} is known only when it runs.
type Case struct {
	ID           string     `json:"id"`
	Title        string     `json:"title"`
	Why          string     `json:"why"`
	Note         string     `json:"note,omitempty"` // what is special about its row
	Level        Level      `json:"level"`          // the level of its requirements
	Requirements []string   `json:"requirements"`
	Errata       []string   `json:"errata,omitempty"`
	Encodings    []Encoding `json:"encodings"`
	Steps        []Step     `json:"steps"`
	Source       string     `json:"source"`        // file:line
	Own          bool       `json:"own,omitempty"` // it is no part of the built-in catalogue, and Source is a file of the user's
	// Classes are the classes of the model from which the case was computed, if it was.
	Classes []Class `json:"classes,omitempty"`
}

// Class is one kind of value of one factor of the model.
type Class struct {
	Factor string `json:"factor"`
	Class  string `json:"class"`
}

// Step is one request and what is expected of its answer. A step that is
// written with times is as many Steps, one after the other.
type Step struct {
	// Register, if not empty, makes the step a preparation: a client is
	// registered with the least the document asks for, and its credentials are
	// kept as ${NAME.client_id} and ${NAME.client_secret}. Send, Expect and
	// Capture are then filled in accordingly.
	Register string `json:"register,omitempty"`
	// Times is, in the first of the Steps of one that is repeated, how many they
	// are; else 0.
	Times    int  `json:"times,omitempty"`
	Behind   bool `json:"behind,omitempty"`   // sent on a new connection, right behind the request of the step before
	Together bool `json:"together,omitempty"` // sent at the same moment as those around it that are, too
	AtEnd    bool `json:"at_end,omitempty"`   // sent when all other cases are done, on another connection
	// Needed is set where the case is not about whether the request is carried out or refused:
	// where the answer goes the other way the case is blocked, and has not failed.
	Needed  bool              `json:"needed,omitempty"`
	Send    Send              `json:"send"`
	Expect  Expect            `json:"expect"`
	Capture map[string]string `json:"capture,omitempty"` // variable name to member of the answer
	Across  *Across           `json:"across,omitempty"`  // in the last of the Steps of one that is repeated
}

// Stage is the index behind the steps that are sent at the same moment as the one at
// first. That is sent alone unless it is Together.
func (c Case) Stage(first int) int {
	next := first + 1
	for c.Steps[first].Together && next < len(c.Steps) && c.Steps[next].Together {
		next++
	}
	return next
}

// Across is what is expected of several answers, taken together.
type Across struct {
	First       int      `json:"first"`                  // the index in Steps of the first of the answers
	Distinct    []string `json:"distinct,omitempty"`     // members that no two answers share
	Random      string   `json:"random,omitempty"`       // a member with at least 128 bits of apparent entropy
	NotCounting string   `json:"not_counting,omitempty"` // a member that is no count
	// SameAs, if set, holds the first and last index in Steps of other answers, from which
	// these must not be distinguishable.
	SameAs *[2]int `json:"alike,omitempty"`
}

// Send is a request as the data says it. Exactly one of Fields and Body is set.
type Send struct {
	Method      string  `json:"method,omitempty"` // empty: POST
	Query       string  `json:"query,omitempty"`  // of the URL, as it is to be sent
	Fields      []Field `json:"fields,omitempty"` // encoded in the case's encoding, in this order
	Body        *string `json:"body,omitempty"`   // the exact body
	ContentType string  `json:"content_type,omitempty"`
	Headers     []Field `json:"headers,omitempty"`
	HTTP        string  `json:"http,omitempty"`   // the version of HTTP/1, empty for 1.1
	Pieces      int     `json:"pieces,omitempty"` // in how many parts it goes out; 0 is one
}

// NoContentType as a Send's ContentType sends no such header at all. An empty
// one stands for the media type of the encoding.
const NoContentType = "none"

// Field is one parameter or header field. A header's value is a string, or nil to leave out a
// field that the client has of its own; a parameter's is whatever JSON can say.
type Field struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// Expect names the outcomes that conform, of which any will do, and what else
// must hold of the answer.
type Expect struct {
	Success *Success `json:"success,omitempty"`
	Refusal *Refusal `json:"refusal,omitempty"`
	Answer  bool     `json:"answer,omitempty"` // any answer conforms that is no server error

	Header  []Field       `json:"header,omitempty"`  // fields, each with a directive that its value must have
	Without []string      `json:"without,omitempty"` // texts that occur nowhere in the answer
	Echo    string        `json:"echo,omitempty"`    // a text that was sent, and comes back in no header and no page
	Within  time.Duration `json:"within,omitempty"`  // how long the answer may take, in ns
}

// Success is an answer with a client's credentials.
type Success struct {
	Members []Member `json:"members,omitempty"`
}

// Member is a member of an answer that must have exactly this value.
type Member struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Refusal is an answer that says why the request is not done.
type Refusal struct {
	// Messages lists the messages that conform. If it is empty, any message conforms.
	Messages []ExpectedMessage `json:"messages,omitempty"`
	// AnyClientError is set where the status is enough, which may be any 4xx: something
	// before the endpoint may refuse.
	AnyClientError bool `json:"bare,omitempty"`
	// Only is that status where it must be one, else 0: 411 asks for the length of a body,
	// and 426 for another version of HTTP.
	Only int `json:"only,omitempty"`
	// ServerWording is set where a message conforms, too, that is none of the document's.
	// With none listed, only such a one does.
	ServerWording bool `json:"own,omitempty"`
}

// ExpectedMessage is a message and the value that it must name.
type ExpectedMessage struct {
	Message  Message `json:"message"`
	Value    string  `json:"value,omitempty"`
	AnyValue bool    `json:"any_value,omitempty"` // it may name whatever it likes
}

// RefusalsWillDo reports whether a target that refuses everything, in whatever
// words, would pass the case: no step needs a client, a success, or a message.
func (c Case) RefusalsWillDo() bool {
	return !slices.ContainsFunc(c.Steps, func(s Step) bool {
		refusal := s.Expect.Refusal
		return s.Register != "" || refusal == nil && !s.Expect.Answer || refusal != nil && len(refusal.Messages) > 0 && !refusal.ServerWording
	})
}

// Requirement finds a requirement by its id.
func (c *Catalogue) Requirement(id string) (Requirement, bool) {
	return find(c.Requirements, id, func(r Requirement) string { return r.ID })
}

// Erratum finds an erratum by its id.
func (c *Catalogue) Erratum(id string) (Erratum, bool) {
	return find(c.Errata, id, func(e Erratum) string { return e.ID })
}

// Message finds a message by its id.
func (c *Catalogue) Message(id string) (Message, bool) {
	return find(c.Messages, id, func(m Message) string { return m.ID })
}

// Case finds a case by its id.
func (c *Catalogue) Case(id string) (Case, bool) {
	return find(c.Cases(), id, func(c Case) string { return c.ID })
}

// Cases lists the cases of all subjects in order.
func (c *Catalogue) Cases() []Case {
	var all []Case
	for _, s := range c.Subjects {
		all = append(all, s.Cases...)
	}
	return all
}

func find[T any](list []T, id string, idOf func(T) string) (T, bool) {
	for _, item := range list {
		if idOf(item) == id {
			return item, true
		}
	}
	var none T
	return none, false
}
