package main

import (
	"errors"
	"fmt"
	"net"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/reference"
)

func newServe(t terminal) *cobra.Command {
	var addr string
	var defects, variants []string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the reference server",
		Long: `Serves the conforming server that comes with regspec, until it is interrupted. It keeps its clients in
memory and forgets them when it stops.

With --defect it differs from the document; with --variant it conforms in another way. See regspec list
defects and regspec list variants.`,
		Example: `  regspec serve
  regspec serve --addr 127.0.0.1:9999
  regspec serve --defect get-registers,unauthorized-message-case --variant success-with-status-201`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			server, err := reference.Seeded(reference.Options{Defects: commaSeparated(defects), Variants: commaSeparated(variants)})
			if err != nil {
				return err
			}
			listener, err := reference.Listen(ctx, addr, server)
			if err != nil {
				return notListening(addr, err)
			}
			if _, err := fmt.Fprintf(t.out, "The reference server listens at %s%s\n", listener.URL(), reference.Path); err != nil {
				return fmt.Errorf("writing the address: %w", err)
			}
			if err := listener.Wait(); err != nil {
				return &exitError{exitFault, err}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "`address` to listen at; port 0 picks a free one")
	cmd.Flags().StringArrayVar(&defects, "defect", nil, "seed the defect of this `NAME`, or several with commas (repeatable)")
	cmd.Flags().StringArrayVar(&variants, "variant", nil, "use the variant of this `NAME`, or several with commas (repeatable)")
	return cmd
}

// notListening says in words why the server could not be started.
func notListening(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("another program listens at %s: stop it, or choose another address with --addr", addr)
	}
	if failure, ok := errors.AsType[*net.OpError](err); ok {
		err = failure.Err
	}
	return fmt.Errorf("--addr %s cannot be listened at: %w", addr, err)
}
