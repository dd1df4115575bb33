# To fix the base to the byte: --build-arg PYTHON_IMAGE=python@sha256:…
ARG PYTHON_IMAGE=python:3.13-slim

# Stage 1: a virtual environment with the locked dependencies and the wheel of this tree.
FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
# A layer that changes with the lock alone. Wheels only: no code of theirs runs while they install.
COPY requirements-run.lock ./
RUN python -m venv --without-pip /opt/partystats \
    && python -m pip --python /opt/partystats/bin/python install \
        --no-cache-dir --require-hashes --only-binary=:all: -r requirements-run.lock
COPY pyproject.toml README.md LICENSE DATA-LICENSE.md ./
COPY app ./app
COPY migrations ./migrations
COPY seeds ./seeds
COPY docs/recipes.md ./docs/recipes.md
COPY docs/recipes ./docs/recipes
RUN python -m pip --python /opt/partystats/bin/python install \
        --no-cache-dir --no-deps --no-build-isolation .

# Stage 2: that environment alone, run by a user who may write to the data folder and nowhere else.
FROM ${PYTHON_IMAGE}
RUN install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/partystats
COPY --from=build /opt/partystats /opt/partystats
# pip has written the bytecode; the user could not, so Python need not try.
ENV PATH=/opt/partystats/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PARTYSTATS_DATA_DIR=/var/lib/partystats
WORKDIR /var/lib/partystats
VOLUME /var/lib/partystats
# A number, so that a cluster can tell that it is not root.
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-I", "-c", "import http.client as http; c = http.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["partystats", "serve", "--host", "0.0.0.0"]
LABEL org.opencontainers.image.title="partystats" \
      org.opencontainers.image.description="An open statistics service for Party organizations that is honest about its numbers." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
