"""Logs on stderr, for people or for programs."""

import atexit
import json
import logging
import queue
import sys
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import QueueHandler, QueueListener
from typing import Any, Literal, TypeVar

import click

from ui.rendering.printable import one_line, printable

F = TypeVar("F", bound=Callable[..., Any])
_HELD = 10_000  # lines that wait to be written; if stderr takes none, further ones are lost
_LONGEST = 2.0  # seconds that the end of the program waits for them
Form = Literal["text", "json"]

_OPTIONS = (
    click.option(
        "--log-format", type=click.Choice(["text", "json"]), help="Log each request and question to stderr."
    ),
    click.option("--log-questions", is_flag=True, help="Include the questions in the log."),
)


def logging_options(command: F) -> F:
    """Give a command the options `log_format` and `log_questions`, for `configure`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def configure(form: Form | None = None, *, questions: bool = False) -> None:
    """Log to stderr: warnings of everybody, and, if a form is given, each request and question.

    `questions`: with the texts of the questions, which are otherwise in no log. The lines are written in a thread
    of their own: a server must not stand still because nobody takes what it logs.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_json() if form == "json" else _TextFormatter())
    lines: queue.Queue[Any] = queue.Queue(_HELD)
    listener = _Writer(lines, handler)
    listener.start()
    atexit.register(listener.stop)
    logging.basicConfig(level=logging.WARNING, handlers=[_Queued(lines)], force=True)
    logging.getLogger("ui").setLevel(logging.INFO if form else logging.WARNING)
    logging.getLogger("ui.server.request_log").setLevel(logging.DEBUG if form and questions else logging.NOTSET)


class _Queued(QueueHandler):
    """Passes records on as they are, without waiting."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record

    def enqueue(self, record: logging.LogRecord) -> None:
        with suppress(queue.Full):
            self.queue.put_nowait(record)


class _Writer(QueueListener):
    """Writes them; lines that cannot be written do not keep the program from ending."""

    def stop(self) -> None:
        if thread := self._thread:
            with suppress(queue.Full):
                self.enqueue_sentinel()
            thread.join(_LONGEST)
            self._thread = None


def _json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    class Printable(JsonFormatter):
        def format(self, record: logging.LogRecord) -> str:
            return printable(super().format(record))

    return Printable(
        ["timestamp", "levelname", "name", "message"],
        timestamp=True,
        rename_fields={"levelname": "level", "name": "logger"},
        json_ensure_ascii=False,
    )


class _TextFormatter(logging.Formatter):
    """One line for each record: time, level, message and fields; a text with blanks or line ends is quoted."""

    _OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        fields = {name: value for name, value in vars(record).items() if name not in self._OWN}
        line = " ".join((super().formatMessage(record), *(f"{name}={_word(fields[name])}" for name in fields)))
        return one_line(line)

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))  # a traceback has lines


def _word(value: Any) -> str:
    plain = isinstance(value, str) and value.isascii() and value.isprintable() and not set(value) & set(' "=\\')
    return value if plain and value else json.dumps(value, ensure_ascii=False, default=str)
