# How to use it: docs/deploy-discord.md#container
# A tag can be moved to another image. The Dockerfile of a release names one by its digest. Pin it where you build this one,
# by the digest that this prints:
#   docker buildx imagetools inspect node:24-slim --format '{{.Manifest.Digest}}'
#   docker build --build-arg NODE_IMAGE=node:24-slim@sha256:… -t samaritan .
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /opt/samaritan
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
WORKDIR /opt/samaritan
# Nothing here belongs to the user that runs it.
COPY --from=packages /opt/samaritan/node_modules node_modules
COPY package.json ./
COPY docs/articles docs/articles
COPY docs/knowledge docs/knowledge
COPY docs/api.schema.json docs/explanation.schema.json docs/
COPY src src
RUN install -d -m 700 -o node -g node /data /key
# By number, so that a cluster can see that it is not root.
USER 1000:1000
WORKDIR /data
# The port is fixed here, since the health check asks it; what is set here wins over .env.
ENV NODE_ENV=production SAMARITAN_DATABASE=/data/samaritan.db SAMARITAN_MASTER_KEY_FILE=/key/master.key SAMARITAN_PORT=3978
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3978/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "/opt/samaritan/src/bot/samaritan.mjs", "start"]
