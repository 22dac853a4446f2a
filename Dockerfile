# docker build -t reftel .                        the image
# docker build --build-arg EXTRAS=anthropic ...   with a further provider of models
#
# torch is built with CUDA on the usual index; `--build-arg PIP_EXTRA_INDEX_URL=...` names one with builds for
# processors alone, and makes the image several gigabytes smaller.

FROM python:3.11-slim-bookworm AS build
ARG PIP_EXTRA_INDEX_URL
ARG EXTRAS=""
RUN python -m venv /opt/reftel
ENV PATH=/opt/reftel/bin:$PATH
WORKDIR /source
# What changes seldom first: a change of the source alone installs nothing anew.
COPY constraints.txt ./
RUN pip install --no-cache-dir --constraint constraints.txt torch sentence-transformers openvino chromadb gradio
COPY pyproject.toml README.md LICENSE ./
COPY docs/errors.md docs/errors.md
COPY ingest ingest
COPY prompts prompts
COPY assistant assistant
COPY reftel reftel
COPY ui ui
RUN pip install --no-cache-dir --constraint constraints.txt ".[${EXTRAS}]"

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home reftel \
    && install --directory --owner=reftel --group=reftel /data
COPY --from=build /opt/reftel /opt/reftel
# One volume holds all that is kept: the library, the users and reftel.toml, the exported embedding model.
ENV PATH=/opt/reftel/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    REFTEL_LIBRARY=/data/library \
    XDG_CONFIG_HOME=/data/config \
    XDG_CACHE_HOME=/data/cache
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
ENTRYPOINT ["reftel"]
CMD ["serve", "--host", "0.0.0.0", "--port", "7860", "--log-format", "json"]
