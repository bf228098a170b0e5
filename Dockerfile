# regspec alone, with the certificates of the authorities. It runs as nobody, so
# give it a volume that it may write to for reports and corpora.
#
#   docker build -t regspec .
#   docker run --rm regspec run --target https://staging.example.org
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w -buildid=' -o /regspec ./cmd/regspec

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /regspec /regspec
USER 65532:65532
ENTRYPOINT ["/regspec"]
