package generate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// Deterministic tries each word of the dictionary once in each place where it may tell
// something, in an order that the source makes, in which what servers were often seen to get wrong comes early. Chance
// alone picks many a word for the third time before it has picked all the others.
type Deterministic struct {
	tries  []try // the next is the last
	length int
	often  bool // what is added was often seen to be wrong
}

// try is a variation of a registration, or of an update, or a sequence of its own. Its choices are its own, so that
// it is the same in whichever shard it falls.
type try struct {
	vary   variation
	update bool
	story  story
	often  bool
	place  int // in the stage
	seed   uint64
}

// The places of tries: those of what is often wrong are in the first part of the stage, the others all over it.
const (
	places      = 1 << 20
	oftenPlaces = places * 12 / 100
)

// NewDeterministic begins the stage.
func NewDeterministic(s Source) *Deterministic {
	w := &Deterministic{}
	w.kinds()
	for _, name := range traffic.Params {
		if name != traffic.ParamRedirectList { // it is another name for the same
			w.parameter(name)
		}
	}
	for _, value := range []traffic.Value{traffic.Str("x"), traffic.Literally("1"), traffic.Literally("true"), traffic.Literally("{}")} {
		each(w, dictionary.Names, func(name string) variation { return giving(name, value) })
	}
	w.frames()
	w.bodies()
	for i := range w.tries {
		w.tries[i].seed = uint64(s.Below(1 << 32)) //nolint:gosec // it is not negative
		w.tries[i].place = s.Below(places)
		if w.tries[i].often {
			w.tries[i].place = s.Below(oftenPlaces)
		}
	}
	slices.SortStableFunc(w.tries, func(a, b try) int { return b.place - a.place })
	w.length = len(w.tries)
	return w
}

// Length is how many tries there were.
func (w *Deterministic) Length() int { return w.length }

// Left is how many tries are left.
func (w *Deterministic) Left() int { return len(w.tries) }

// Next is the next try, while any is left.
func (w *Deterministic) Next() traffic.Sequence {
	last := len(w.tries) - 1
	try := w.tries[last]
	w.tries = w.tries[:last]
	source := Seeded(try.seed, 0)
	if try.story != nil {
		return try.story(source)
	}
	step := Associate(source)
	if try.update {
		step = Update(source, 0)
	}
	try.vary(source, &step)
	return traffic.Sequence{Steps: []traffic.Step{step}}
}

// each adds tries for each of the words.
func each[T any](w *Deterministic, words []T, vary func(T) variation) {
	for _, word := range words {
		w.add(vary(word))
	}
}

// add adds a try of a registration, and one of an update.
func (w *Deterministic) add(v variation) {
	w.tries = append(w.tries, try{vary: v, often: w.often}, try{vary: v, update: true, often: w.often})
}

// kinds tries what is wrong in one server or another for the language that it is written in.
func (w *Deterministic) kinds() {
	w.often = true
	for _, name := range traffic.Params {
		if name != traffic.ParamRedirectList { // it is another name for the same
			each(w, slices.Concat(kindsFor(name)...), func(word string) variation { return giving(name, traffic.Str(word)) })
		}
		each(w, append([]string{""}, dictionary.JSONKinds...), func(word string) variation { return giving(name, traffic.Literally(word)) })
	}
	for _, name := range []string{traffic.ParamID, traffic.ParamSecret} {
		each(w, dictionary.Numeric, func(a dictionary.Affix) variation {
			return giving(name, traffic.Value{Kind: credentialOf(name), Text: a.Before, After: a.After})
		})
		each(w, dictionary.BehindCredentials, func(word string) variation { return ending(name, word) })
	}
	each(w, dictionary.SpacedTypes, ofType)
	each(w, []string{"content-type", "CONTENT-TYPE", "Content-type"}, inHeader)
	each(w, []wire.Field{{Name: "Transfer-Encoding", Value: "chunked"}, {Name: "transfer-encoding", Value: "chunked"}, {Name: "Expect", Value: "100-continue"}}, func(f wire.Field) variation {
		return func(_ Source, step *traffic.Step) { step.Header = append(step.Header, f) }
	})
	each(w, []string{" and more", "\nand more", "{}", "\n{}"}, behindJSON)
	each(w, []int{12, 40}, crowded)
	each(w, []int{2, 3, 4, 8}, func(n int) variation { return func(_ Source, step *traffic.Step) { step.Pieces = n } })
	for _, secret := range wrongSecrets() {
		w.tries = append(w.tries, try{story: func(s Source) traffic.Sequence { return beside(s, secret) }, often: true})
	}
	w.often = false
}

// crowded puts so many unknown parameters before one that is wrong.
func crowded(n int) variation {
	return func(_ Source, step *traffic.Step) {
		for i := range n {
			step.Body.Members = append(step.Body.Members, traffic.Member{Name: "x" + strconv.Itoa(i), Value: traffic.Str("x")})
		}
		step.Body.Members = append(step.Body.Members, traffic.Member{Name: traffic.ParamContacts, Value: traffic.Str("bob")})
	}
}

// behindJSON puts something behind a body that is JSON.
func behindJSON(word string) variation {
	return func(_ Source, step *traffic.Step) { step.Body.Format, step.Body.Tail = traffic.JSON, word }
}

// ofType gives a body its Content-Type, if that is one for it.
func ofType(word string) variation {
	return func(s Source, step *traffic.Step) {
		if strings.HasPrefix(word, dictionary.MediaTypes[1]) == (step.Body.Format == traffic.JSON) {
			toOtherFormat(s, step)
		}
		step.Type = word
	}
}

// inHeader spells the name of the Content-Type.
func inHeader(name string) variation {
	return func(_ Source, step *traffic.Step) {
		step.Header = append(step.Header, wire.Field{Name: name, Value: step.Body.Format.MediaType()})
		step.Type = traffic.NoType
	}
}

// parameter tries what a parameter may be given.
func (w *Deterministic) parameter(name string) {
	text := func(word string) variation { return giving(name, traffic.Str(word)) }
	literal := func(word string) variation { return giving(name, traffic.Literally(word)) }
	switch name {
	case traffic.ParamID, traffic.ParamSecret:
		w.often = true
		defer func() { w.often = false }()
		each(w, dictionary.Openers, text)
		each(w, dictionary.JSONOpeners, literal)
		each(w, dictionary.Endings, func(word string) variation { return ending(name, word) })
		each(w, traffic.Corruptions(), func(corruption traffic.Corruption) variation {
			return giving(name, traffic.Value{Kind: credentialOf(name), Corruption: corruption})
		})
		return
	}
	w.often = name == traffic.ParamType || name == traffic.ParamApplication
	for _, words := range wordsFor(name) {
		each(w, words, text)
	}
	w.often = false
	if isList(name) {
		for _, words := range wordsFor(name) {
			each(w, words, func(word string) variation { return amid(name, word) })
		}
	}
	each(w, slices.DeleteFunc(slices.Clone(dictionary.JSONValues), func(word string) bool { return slices.Contains(dictionary.JSONKinds, word) }), literal)
	if name != traffic.ParamType && name != traffic.ParamApplication { // there they are one more unknown word
		each(w, dictionary.Runes, func(r string) variation { return giving(name, traffic.Str("a"+r+"b")) })
	}
	each(w, lengths(name), func(n int) variation {
		return func(s Source, step *traffic.Step) { place(step, name).Value = traffic.Str(ofSize(s, name, n)) }
	})
}

// lengths are those at which a parameter is tried. A name may have any length, so
// that a server may fail on any one of them.
func lengths(name string) []int {
	var all []int
	if name == traffic.ParamName {
		for n := range 300 {
			all = append(all, n)
		}
	}
	if name == traffic.ParamContacts {
		for n := range 100 { // an address's first part alone may have up to 64
			all = append(all, n)
		}
	}
	for _, n := range dictionary.Sizes {
		if n >= len(all) && n <= 1100 { // longer ones are dear
			all = append(all, n)
		}
	}
	return all
}

// giving sets a parameter. What only JSON can say is said in JSON.
func giving(name string, v traffic.Value) variation {
	return func(s Source, step *traffic.Step) {
		if v.Kind == traffic.Verbatim && step.Body.Format == traffic.Form {
			toOtherFormat(s, step)
		}
		at := name
		if name == traffic.ParamRedirect {
			at = redirectName(s)
		}
		place(step, at).Value = v
	}
}

// ending sets a credential to the right one with something behind it.
func ending(name, end string) variation {
	return giving(name, traffic.Value{Kind: credentialOf(name), After: end})
}

// credentialOf is the kind of credential that a parameter holds.
func credentialOf(name string) traffic.Kind {
	if name == traffic.ParamSecret {
		return traffic.Secret
	}
	return traffic.ID
}

// amid puts a word between two items that are right.
func amid(name, word string) variation {
	return func(s Source, step *traffic.Step) {
		items := []string{valid(s, name).Text, word, valid(s, name).Text}
		place(step, name).Value = traffic.Str(strings.Join(items, " "))
	}
}

// frames tries what is around a body.
func (w *Deterministic) frames() {
	each(w, traffic.Params, inCapitals)
	each(w, traffic.Params, capitalized)
	each(w, slices.Concat(dictionary.MediaTypes, dictionary.JSONSpellings, dictionary.FormSpellings), func(word string) variation {
		return func(_ Source, step *traffic.Step) { step.Type = word }
	})
	for _, query := range []string{"", validQuery} {
		each(w, dictionary.Methods, func(word string) variation {
			return func(_ Source, step *traffic.Step) { step.Method, step.Query = word, query }
		})
	}
	each(w, dictionary.Queries, func(word string) variation {
		return func(_ Source, step *traffic.Step) { step.Query = word }
	})
	for _, format := range []traffic.Format{traffic.JSON, traffic.Form} {
		each(w, []string{traffic.ParamType, traffic.ParamApplication}, func(name string) variation { return inQuery(format, name) })
	}
	each(w, dictionary.Fields, func(f dictionary.Field) variation {
		return func(_ Source, step *traffic.Step) { step.Header = append(step.Header, wire.Field(f)) }
	})
	each(w, heads, func(word string) variation {
		return func(_ Source, step *traffic.Step) { step.Body.Head = word }
	})
	each(w, tails, func(word string) variation {
		return func(_ Source, step *traffic.Step) { step.Body.Tail = word }
	})
}

// inQuery says in the query what the body then lacks.
func inQuery(format traffic.Format, name string) variation {
	return func(_ Source, step *traffic.Step) {
		step.Body.Format = format
		step.Query = name + "=" + place(step, name).Value.Text
		step.Body.Members = slices.DeleteFunc(step.Body.Members, func(m traffic.Member) bool { return m.Name == name })
	}
}

// padded makes a body of so many bytes, where a reader that takes it in blocks may lose
// one. Only that of a registration has a length that is known before it is sent.
func padded(n int) variation {
	return func(_ Source, step *traffic.Step) {
		step.Body.Format, step.Body.Tail = traffic.JSON, ""
		step.Body.Tail = strings.Repeat(" ", max(n-len(step.Render(nil).Body), 0))
	}
}

// inCapitals writes the name of a parameter in JSON in capitals, which some parsers take for it.
func inCapitals(name string) variation {
	return func(_ Source, step *traffic.Step) {
		step.Body.Format = traffic.JSON
		place(step, name).Name = strings.ToUpper(name)
	}
}

// capitalized does the same with its first letter.
func capitalized(name string) variation {
	return func(_ Source, step *traffic.Step) {
		step.Body.Format = traffic.JSON
		place(step, name).Name = strings.ToUpper(name[:1]) + name[1:]
	}
}

// bodies tries those that are no object, or hardly one, and those that are huge.
func (w *Deterministic) bodies() {
	for _, mediaType := range dictionary.MediaTypes[:2] {
		each(w, slices.Concat(raws, plainRaws), func(word string) variation {
			return func(_ Source, step *traffic.Step) {
				step.Type = mediaType
				step.Body = traffic.Body{Format: traffic.Raw, Head: word}
			}
		})
	}
	each(w, dictionary.Syntax, func(r dictionary.Replacement) variation {
		return func(s Source, step *traffic.Step) { misspell(s, step, r) }
	})
	for _, from := range checked {
		for _, to := range checked {
			if from != to {
				w.add(copied(from, to))
			}
		}
	}
	w.add(tooLarge)
	w.add(tooDeep)
	for block := 512; block <= 32768; block *= 2 {
		for _, n := range []int{block - 1, block, block + 1, 3 * block / 2} {
			w.tries = append(w.tries, try{vary: padded(n)})
		}
	}
}
