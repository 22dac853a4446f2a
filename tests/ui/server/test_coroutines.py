"""No coroutine of the server calls anything that may block: all of what they call is listed here.

A new name fails the test. Look whether it reads a disk, waits for a lock, hashes, or asks a model or a database: then
it belongs into a thread (`ui/server/worker_threads.py`), else into the list. What is awaited waits without holding anything up, and
coroutines of our own are looked at where they are written.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).parents[3] / "ui"

HARMLESS = {
    # values, and what is made of them in memory
    *("cast", "len", "object", "round", "str", "cable_id", "faults", "json.dumps", "parse_qs", "quote"),
    *("body.decode", "query.decode", "fields.items", "filled.get", "message.get", "scope.setdefault", ".split"),
    *("scope.get", "path.startswith", "raw.removeprefix", "self.root.encode", ".decode", "root_of"),
    # requests and responses
    *("FilterFields", "HTTPConnection", "HTTPException", "JSONResponse", "MutableHeaders", "Question"),
    *("RedirectResponse", "Request", "StreamingResponse", ".setdefault"),
    *(
        "_is_page",
        "_local",
        "_page",
        "refusal",
        "refusal_body",
        "_unkept",
        "response.set_cookie",
        "request.stream",
    ),
    # bodies, heads and addresses, of a bounded length
    *(".encode", ".join", ".startswith", "bytearray", "bytes", "int", "min", "next", "sorted", "path.endswith"),
    *(
        "value.encode",
        "name.encode",
        "body.extend",
        "held.clear",
        "lot.paths.extend",
        "body.take",
        "body.patience",
    ),
    *("Headers", "headers.get", "headers.items", "headers.keys", "headers.setdefault", "headers.update"),
    *("OF_OTHERS.intersection", "request.headers.get", "request.cookies.get", "self.larger.get"),
    *("_Body", "_too_large", "_wrong", "FilesOfForm", "form.close", "self._bound", "_told", "_logged_path"),
    "content_policy",
    *(
        "self._is_open",
        "methods",
        "_OF_THE_HOST.sub",
        "_SCRIPT.sub",
        "_without_saved",
        "secrets.token_urlsafe",
        "_HEARTBEAT.fullmatch",
        "_at",
    ),
    *(
        "_with_body",
        "self._event",
        "self._of_session",
        "self.sessions.bound",
        "self.sessions.has_room",
        "_Cancelled.model_validate_json",
        "cancelled.model_dump",
        "WhoSays",
        "filters.model_dump",
    ),
    # what Gradio keeps of a session in memory
    *("mine.move_to_end", "mine.popitem", "states.session_data.pop", "states.time_last_used.pop"),
    *("queue.pending_event_ids_session.pop", "queue.pending_messages_per_session.pop"),
    # who sends a request, as far as the request itself tells
    *(
        "Proxies",
        ".is_from_own_page",
        "names_loopback",
        "self._visit",
        "named.pop",
        "logins.sessions.begin",
        "logins.proxies.address",
    ),
    *(
        "self.logins.proxies.believed",
        "logins.proxies.is_encrypted",
        "logins.proxies.is_from_own_page",
        ".believed",
    ),
    # counts in memory, the clock, chance, and the log, which another thread writes
    *("_counted", "logins.attempts.begin", "logins.attempts.succeeded", "metrics.in_flight", "metrics.request"),
    *("message_in_reply", "isinstance"),
    *("count", "Counter", "reader", "why_not", "reading.is_set", "reading.set", "SimpleQueue", "iter"),
    *(
        "secrets.token_hex",
        "time.monotonic",
        "time.perf_counter",
        "log.info",
        "log.error",
        "log.exception",
        "_log.exception",
    ),
    # coroutines and generators that run as tasks or in worker threads, and a thread that is not waited for
    *(
        "_lines",
        "_to_the_end",
        "workers.each",
        "self._workers.each",
        "answering",
        "_told_to",
        "self._answer",
        "self._asking.done",
        "self._refuse_a_rush",
    ),
    *(
        "anyio.CancelScope",
        "asking.done",
        "asking.result",
        "asyncio.create_task",
        "asyncio.timeout",
        "suppress",
        "threading.Thread",
        "Thread",
        ".start",
    ),
    # the server itself, before it serves and after
    *("listening.close", "print", "super"),
}


def coroutines() -> Iterator[tuple[Path, ast.AsyncFunctionDef]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef):
                yield path, node


def calls(node: ast.AST, *, awaited: bool = False) -> Iterator[str]:
    """Yield the names of what a coroutine calls itself and does not await; lambdas and functions run elsewhere."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call) and not awaited:
            yield _name(child.func)
        yield from calls(child, awaited=isinstance(child, ast.Await))


def _name(called: ast.expr) -> str:
    """Return "metrics.request" as it is written; of what is called on the result of something, ".split"."""
    if isinstance(called, ast.Attribute) and not ast.unparse(called.value).replace(".", "").isidentifier():
        return f".{called.attr}"
    return ast.unparse(called)


def test_there_are_coroutines_to_look_at():
    assert {node.name for _, node in coroutines()} >= {"ask", "stream", "search", "__call__", "healthz", "log_in"}


def test_no_coroutine_calls_what_may_block():
    called = {
        f"{path.relative_to(UI)}, {node.name}: {name}"
        for path, node in coroutines()
        for statement in node.body
        for name in calls(ast.Module([statement], []))
        if name not in HARMLESS
    }
    assert called == set()


def test_the_list_names_nothing_that_no_coroutine_calls():
    called = {
        name for _, node in coroutines() for statement in node.body for name in calls(ast.Module([statement], []))
    }
    assert HARMLESS - called == set()
