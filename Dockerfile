# A container that gathers, builds and sends; also the way to run digest on Windows.
#
#     docker build -t digest .
#     docker run --rm -v "$PWD:/desk" digest init
#     docker run --rm -v "$PWD:/desk" digest run
#
# The mounted folder holds feeds.toml, inbox/, templates of your own, the database and out/. Give the container your
# own user, so that the files are yours: docker run --user "$(id -u):$(id -g)" ...

FROM python:3.13-slim AS wheels
WORKDIR /source
COPY requirements.lock .
RUN pip download --no-cache-dir --require-hashes --no-deps --requirement requirements.lock --dest /wheels
COPY . .
RUN pip install --no-cache-dir --no-index --find-links /wheels hatchling \
 && python -m hatchling build --target wheel --directory /wheels

FROM python:3.13-slim
LABEL org.opencontainers.image.title="digest" \
      org.opencontainers.image.description="Feeds and files in, one frozen plan, e-mail and PDF out." \
      org.opencontainers.image.licenses="MIT"
RUN apt-get update -q \
 && apt-get install -q -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 digest \
 && install --directory --owner=digest --group=digest /desk
# The lock holds the developers' tools too; of its files, checked against their hashes, only those are installed that
# the program itself asks for.
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels "digest[postgres]"
ENV PYTHONUNBUFFERED=1
USER digest
WORKDIR /desk
VOLUME ["/desk"]
ENTRYPOINT ["digest"]
CMD ["--help"]
