package reference

// Limits that apply where [Options] leaves a field at zero.
const (
	// DefaultMaxClients is how many clients are remembered at once.
	DefaultMaxClients = 10_000
	// DefaultMaxBody is the longest accepted request body, in bytes.
	DefaultMaxBody = 64 << 10
)

// Limits that are not worth an option.
const (
	// maxValue bounds one stored parameter, in bytes. Together with
	// Options.MaxClients it bounds the memory that clients can make the
	// server hold. Any value of 1,024 characters fits, whatever its script.
	maxValue = 4096
	// maxDepth bounds the nesting of JSON arrays and objects, the enclosing
	// object included: 32 levels remain for what is inside it. A limit is
	// allowed by RFC 8259 §9.
	maxDepth = 33
)

// Options sets the limits of a [Server], and in what it differs from the
// server that it would be of itself. The zero value has sensible defaults.
type Options struct {
	// MaxClients is how many clients are remembered at once; zero or less
	// means DefaultMaxClients. When the store is full, a new registration
	// pushes out the client that has gone longest without being registered or
	// updated. Refusing would be the more literal reading of "does not
	// expire", but it would make a test server that runs for weeks fail every
	// later run, whereas test clients use their credentials within seconds.
	MaxClients int

	// MaxBody is the longest accepted request body in bytes; zero or less
	// means DefaultMaxBody. Longer bodies are answered with 413.
	MaxBody int64

	// Defects names departures from the document, of those that [Defects]
	// lists, that the server shall have.
	Defects []string

	// Variants names freedoms of the document, of those that [Variants] lists,
	// that the server shall use. They are put in before the defects.
	Variants []string
}

// withDefaults fills in the fields that were left at zero.
func (o Options) withDefaults() Options {
	if o.MaxClients <= 0 {
		o.MaxClients = DefaultMaxClients
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	return o
}
