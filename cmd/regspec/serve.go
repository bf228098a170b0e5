package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/reference"
)

func newServe(t terminal) *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the reference server",
		Long: `Serves the conforming server that comes with regspec, until it is interrupted. It keeps its clients in
memory and forgets them when it ends.`,
		Example: `  regspec serve
  regspec serve --addr 127.0.0.1:9999`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			listener, err := reference.Listen(ctx, addr, reference.New(reference.Options{}))
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(t.out, "The reference server listens at %s%s\n", listener.URL(), reference.Path); err != nil {
				return fmt.Errorf("writing the address: %w", err)
			}
			return listener.Wait()
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "`address` to listen at")
	return cmd
}
