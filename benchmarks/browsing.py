"""The chat window as a browser uses it, request by request, without the browser."""

import json
import re
import secrets
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

_CONFIG = re.compile(r"window\.gradio_config\s*=\s*(\{.*?\});\s*</script>", re.DOTALL)
_STREAM = {"accept": "text/event-stream"}
_PATIENCE = 120  # seconds
USER = "X-Remote-User"  # the header in which a proxy names its user


class Failed(OSError):
    """An event of the window that did not succeed."""


@dataclass
class Tab:
    """One open window: its page, its session, and the questions asked in it."""

    url: str
    session: str = field(default_factory=lambda: secrets.token_hex(6)[:11])
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    box: int = 0
    address: str = ""
    user: str = ""  # as a trusted proxy names them
    _heart: HTTPConnection | None = None

    def open(self) -> None:
        """Load the page, let the heart beat, and let happen what happens when a page is loaded."""
        with urllib.request.urlopen(
            urllib.request.Request(self.url, headers=self._named()), timeout=_PATIENCE
        ) as reply:
            found = _CONFIG.search(reply.read().decode())
        if not found:
            raise Failed("The page holds no configuration.")
        config = json.loads(found[1])
        self.events = {}
        for each in config["dependencies"]:
            self.events.setdefault(each["api_name"], each)
        self.box = next(each["id"] for each in config["components"] if each["props"].get("elem_id") == "box")
        self._heart = HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=_PATIENCE)
        self._heart.request("GET", f"/gradio_api/heartbeat/{self.session}", headers=_STREAM | self._named())
        self._heart.getresponse().fp.readline()
        self.happen("arrive", [], trigger=0)
        self.happen("fill", [], trigger=0)
        self.happen("suggest", [], trigger=0)
        self._post("/gradio_api/run/predict", self._body("told_2", [False, *[""] * 7], 0))

    def ask(self, question: str) -> str:
        """Ask in the box, wait for the whole answer, and return what the window shows for it."""
        outputs = self.happen("typed", [question, None, False, *[""] * 7], trigger=self.box)
        shown = outputs[1]
        chat = shown["value"] if isinstance(shown, dict) and "value" in shown else shown
        if found := re.search(r'data-talk=\\?"([\w-]+)', json.dumps(outputs[3])):
            self.address = f"c={found[1]}"
        self.happen("settled", [], trigger=self.box)
        return json.dumps(chat[-1])

    def close(self) -> None:
        """Leave, as one closes a tab."""
        if self._heart:
            self._heart.close()

    def happen(self, name: str, data: list[Any], trigger: int) -> list[Any]:
        """Let an event happen and return what it put out at last; raises Failed where it does not succeed."""
        event = self._post(f"/gradio_api/queue/join?{self.address}", self._body(name, data, trigger))["event_id"]
        shown: list[Any] = []
        for message in self._messages():
            if message.get("event_id") != event:
                continue
            if message["msg"] == "process_generating" and message["success"]:
                shown = _changed(shown, message["output"]["data"])
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise Failed(f"{name}: {message['output']}")
                return message["output"].get("data") or shown
        raise Failed(f"{name}: the stream ended before it did.")

    def _named(self) -> dict[str, str]:
        return {USER: self.user} if self.user else {}

    def _messages(self) -> Iterator[dict[str, Any]]:
        where = f"{self.url}/gradio_api/queue/data?session_hash={self.session}"
        asked = urllib.request.Request(where, headers=_STREAM | self._named())
        with urllib.request.urlopen(asked, timeout=_PATIENCE) as reply:
            for line in reply:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

    def _body(self, name: str, data: list[Any], trigger: int) -> dict[str, Any]:
        return {
            "data": data,
            "event_data": None,
            "fn_index": self.events[name]["id"],
            "trigger_id": trigger,
            "session_hash": self.session,
        }

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"content-type": "application/json", "x-gradio-user": "app"} | self._named()
        request = urllib.request.Request(f"{self.url}{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=_PATIENCE) as reply:
            reported: dict[str, Any] = json.load(reply)
            return reported


def _changed(before: list[Any], after: list[Any]) -> list[Any]:
    """Return outputs after a step of an event: whole at first, then told as what differs."""
    if not before:
        return after
    return [_patched(old, steps) for old, steps in zip(before, after, strict=True)]


def _patched(value: Any, steps: list[Any]) -> Any:
    for action, path, new in steps:
        if not path:
            value = new if action != "append" else value + new
            continue
        at = value
        for key in path[:-1]:
            at = at[key]
        last = path[-1]
        if action == "delete":
            del at[last]
        elif action == "append":
            at[last] += new
        elif action == "add" and isinstance(at, list):
            at.insert(int(last), new)
        else:
            at[last] = new
    return value
