"""Counts for Prometheus: how many questions and requests, how they ended, how long they took. They say
nothing about the archive, whose size at a higher clearance must not be revealed.
"""

from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from assistant import Usage
from ui.access.reader_access import reader
from ui.access.refusals import refusal

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

# From words alone (tens of milliseconds) to a slow model on a processor (minutes).
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)

QUESTIONS = Counter(
    "reftel_questions", "Questions by entry point and outcome.", ["door", "outcome"], registry=REGISTRY
)
QUESTION_SECONDS = Histogram(
    "reftel_question_seconds", "How long questions took.", ["door"], buckets=_SECONDS, registry=REGISTRY
)
IN_FLIGHT = Gauge("reftel_questions_in_flight", "Questions being answered.", ["door"], registry=REGISTRY)
TOKENS = Counter(
    "reftel_model_tokens", "Tokens sent to a chat model and written by it.", ["direction"], registry=REGISTRY
)
REQUESTS = Counter(
    "reftel_requests",
    "HTTP requests by route and status; 499: the client disconnected.",
    ["place", "status"],
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "reftel_request_seconds", "How long requests took.", ["place"], buckets=_SECONDS, registry=REGISTRY
)

REQUESTS_IN_FLIGHT = Gauge(
    "reftel_requests_in_flight", "HTTP requests in progress, without the streams of the window.", registry=REGISTRY
)

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def question(door: str, outcome: str, seconds: float, usage: Usage | None) -> None:
    """Count a question that was answered or refused, failed or was left."""
    QUESTIONS.labels(door, outcome).inc()
    QUESTION_SECONDS.labels(door).observe(seconds)
    if usage:
        TOKENS.labels("input").inc(usage.input)
        TOKENS.labels("output").inc(usage.output)


def request(place: str, status: int, seconds: float) -> None:
    """Count an HTTP request."""
    REQUESTS.labels(place, str(status)).inc()
    REQUEST_SECONDS.labels(place).observe(seconds)


def in_flight() -> int:
    """Return how many questions and requests are under way; one may be counted as both."""
    gauges = (IN_FLIGHT, REQUESTS_IN_FLIGHT)
    return int(sum(sample.value for gauge in gauges for metric in gauge.collect() for sample in metric.samples))


def router() -> APIRouter:
    """Return the route of `/metrics`, which is for curators, and for programs on the machine itself."""
    routes = APIRouter()

    @routes.get("/metrics", include_in_schema=False)
    def metrics(request: Request) -> Response:
        if reader(request).role != "curator" and not _from_this_machine(request):
            return refusal(403, "Only curators can read the metrics.")
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return routes


def _from_this_machine(request: Request) -> bool:
    """Whether a request comes from the loopback address, and not through a proxy that stands there."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
