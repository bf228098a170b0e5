package wire_test

import (
	"context"
	"fmt"

	"github.com/regspec/regspec/suite/wire"
)

func ExampleSent_Curl() {
	sent := wire.Sent{
		Method: "POST",
		URL:    "http://localhost:8080/api/client/register",
		Header: []wire.Field{
			{Name: "Host", Value: "localhost:8080"},
			{Name: "Content-Length", Value: "19"},
			{Name: "Content-Type", Value: "application/json"},
		},
		Body: []byte(`{"type":"it's new"}`),
	}
	fmt.Println(sent.Curl())

	sent.Header = nil
	sent.Body = []byte("type=\x00")
	fmt.Println(sent.Curl())
	// Output:
	// curl -sS -X POST http://localhost:8080/api/client/register -H 'Content-Type: application/json' -d '{"type":"it'\''s new"}'
	// printf 'type=\000' | curl -sS -X POST http://localhost:8080/api/client/register -H 'Content-Type:' --data-binary @-
}

func ExampleBreak_Sentence() {
	for _, b := range []*wire.Break{
		{Phase: wire.PhaseConnect, Kind: wire.KindRefused, Detail: "127.0.0.1:9999"},
		{Phase: wire.PhaseWait, Kind: wire.KindTimeout, Detail: "5s"},
		{Phase: wire.PhaseBody, Kind: wire.KindBodyTooLarge, Detail: "1 MiB"},
	} {
		fmt.Println(b.Sentence())
	}
	// Output:
	// nobody listens at 127.0.0.1:9999
	// no answer within 5s
	// the answer is longer than 1 MiB; reading stopped there
}

func ExampleClient_Do() {
	endpoint, err := wire.Endpoint("http://localhost:1", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	client := wire.NewClient(endpoint, wire.Options{})
	defer client.Close()
	x := client.Do(context.Background(), wire.Request{Method: "POST", Body: []byte("{}")})
	fmt.Println(x.Break.Sentence())
	// Output: nobody listens at localhost:1
}
