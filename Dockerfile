# Stage 1: a virtual environment with locked dependencies and the wheel of this tree.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements-run.lock ./
RUN python -m venv /opt/partystats \
    && /opt/partystats/bin/pip install --no-cache-dir --require-hashes -r requirements-run.lock
COPY pyproject.toml README.md LICENSE DATA-LICENSE.md ./
COPY app ./app
COPY migrations ./migrations
COPY seeds ./seeds
RUN /opt/partystats/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

# Stage 2: that environment alone, run by a user who may write to the data folder and nowhere else.
FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/partystats --create-home partystats
COPY --from=build /opt/partystats /opt/partystats
ENV PATH=/opt/partystats/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PARTYSTATS_DATA_DIR=/var/lib/partystats/data
USER partystats
VOLUME /var/lib/partystats
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["partystats", "serve", "--host", "0.0.0.0"]
