# The image of server, worker and command line: `docker build -t paydesk .`
#   docker run … paydesk serve | worker | migrate | …        (deploy/compose, docs/operate/install.md)

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
ENV npm_config_cache=/cache/npm XDG_CACHE_HOME=/cache XDG_DATA_HOME=/cache/data
COPY . .
RUN --mount=type=cache,target=/cache \
    npx -y pnpm@12.21.0 install --frozen-lockfile && npx -y pnpm@12.21.0 build --filter=@paydesk/deployable
# What Node.js compiles at the first start is kept: the file system is read-only later. The path and the user's number
# have to be those of the final image.
RUN cp -r apps/deployable/dist/paydesk /app && mkdir /app/compiled && chown 65532 /app/compiled
USER 65532
RUN node /app/paydesk.mjs --help >/dev/null
# What Node.js needs of Debian, and nothing else: no shell and no package manager. Scanners read status.d.
USER root
RUN sh deploy/image/copyRuntime.sh /image

FROM scratch
LABEL org.opencontainers.image.title="Paydesk" \
      org.opencontainers.image.description="Self-hosted payments desk" \
      org.opencontainers.image.licenses="MIT" \
      io.paydesk.sbom="/app/sbom.cdx.json"
COPY --from=build /image /
# Root owns it, so that the process cannot change its own code.
COPY --from=build /app /app
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
USER 65532:65532
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/usr/local/bin/node", "/app/health.mjs"]
ENTRYPOINT ["/usr/local/bin/node", "/app/paydesk.mjs"]
CMD ["serve"]
