package wire

import (
	"bytes"
	"errors"
	"io"
)

const (
	// maxChunkLine bounds the line before a chunk, in bytes.
	maxChunkLine = 4096
	// maxTrailer bounds a trailer, in bytes.
	maxTrailer = 4096
	// maxExcess bounds what chunks may be in bytes beyond their data and the usual
	// for their lines.
	maxExcess = 16 << 10
	// freeExcess is that usual, for each chunk.
	freeExcess = 16
)

// readChunks reads a body in chunks (RFC 9112 §7.1), by the same rules as
// net/http, which are stricter than those for a header.
func (c *Conn) readChunks() ([]byte, error) {
	limit := c.maxBody
	var body []byte
	excess := int64(0)
	for {
		line, err := c.chunkLine(maxChunkLine)
		if err != nil {
			return body, err
		}
		n, err := chunkSize(line)
		if err != nil {
			return body, err
		}
		excess = max(0, excess+int64(len(line))+2-freeExcess-2*int64(min(n, maxExcess)))
		if excess > maxExcess {
			return body, malformed("chunked encoding contains too much non-data")
		}
		if n == 0 {
			return body, c.trailer()
		}
		if body, err = c.chunk(body, n); err != nil {
			return body, err
		}
		if int64(len(body)) > limit {
			return bounded(body, limit)
		}
	}
}

// chunk appends the data of a chunk, or enough of it to pass the bound.
func (c *Conn) chunk(body []byte, n uint64) ([]byte, error) {
	for n > 0 {
		if c.at == c.end {
			if err := c.fill(); err != nil {
				return body, err
			}
		}
		most := int64(min(n, 1<<30))
		before := len(body)
		body = c.take(body, min(most, c.maxBody+1-int64(before)))
		if int64(len(body)) > c.maxBody {
			return body, nil
		}
		n -= uint64(len(body) - before) //nolint:gosec // take only appends
	}
	end, err := c.peek(2)
	if err != nil {
		return body, err
	}
	if string(end) != "\r\n" {
		return body, malformed("malformed chunked encoding")
	}
	c.at += 2
	return body, nil
}

// chunkLine reads a line without its end. It is valid until the next reading.
func (c *Conn) chunkLine(limit int) ([]byte, error) {
	for scanned := 0; ; {
		i := bytes.IndexByte(c.in[c.at+scanned:c.end], '\n')
		if i < 0 {
			if scanned = c.end - c.at; scanned >= limit {
				return nil, malformed("header line too long")
			}
			if _, err := c.peek(scanned + 1); err != nil {
				return nil, err
			}
			continue
		}
		line := c.in[c.at : c.at+scanned+i+1]
		c.at += len(line)
		switch cr := bytes.IndexByte(line, '\r'); {
		case cr < 0:
			return nil, malformed("chunked line ends with bare LF")
		case cr != len(line)-2:
			return nil, malformed("invalid CR in chunked line")
		case len(line) > limit:
			return nil, malformed("header line too long")
		}
		return line[:len(line)-2], nil
	}
}

// chunkSize reads the size of a chunk. Extensions count for nothing.
func chunkSize(line []byte) (n uint64, err error) {
	line = bytes.TrimRight(line, " \t")
	line, _, _ = bytes.Cut(line, []byte(";"))
	if len(line) == 0 {
		return 0, malformed("empty hex number for chunk length")
	}
	for i, b := range line {
		switch {
		case digit(b):
			b -= '0'
		case 'a' <= b && b <= 'f':
			b -= 'a' - 10
		case 'A' <= b && b <= 'F':
			b -= 'A' - 10
		default:
			return 0, malformed("invalid byte in chunk length")
		}
		if i == 16 {
			return 0, malformed("http chunk length too large")
		}
		n = n<<4 | uint64(b)
	}
	return n, nil
}

// trailer reads what is behind the last chunk. Its fields count for nothing, but
// they must be fields.
func (c *Conn) trailer() error {
	start, err := c.peek(2)
	if err == nil && string(start) == "\r\n" {
		c.at += 2
		return nil
	}
	size := 4
	for ; err == nil; size++ {
		var read []byte
		if read, err = c.peek(size); err == nil && bytes.HasSuffix(read, []byte("\r\n\r\n")) {
			break
		}
		if size >= maxTrailer {
			return malformed("http: suspiciously long trailer after chunked body")
		}
	}
	if errors.Is(err, io.EOF) {
		return malformed("http: unexpected EOF reading trailer")
	}
	if err != nil {
		return err
	}
	next, budget := c.at, int64(c.end)
	err = c.readFields(&next, budget)
	c.at = next
	return err
}

// peek returns the next n bytes and leaves them to be read.
func (c *Conn) peek(n int) ([]byte, error) {
	for c.end-c.at < n {
		if c.at > 0 {
			copy(c.in, c.in[c.at:c.end])
			c.at, c.end = 0, c.end-c.at
		}
		if err := c.fill(); err != nil {
			return nil, err
		}
	}
	return c.in[c.at : c.at+n], nil
}
