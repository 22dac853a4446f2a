"""Visitors of the site, and what they may try at each of its doors: requests that are drawn, from what is planted in
its library or from nowhere."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote

import httpx2
from planted import LEVELS, POSTS, Canary, Lookout, Planted

from ui.access.users import User


class Visitor:
    """Somebody with a ceiling at the site: what they send, and which canaries come back that they did not send."""

    def __init__(self, url: str, user: User, token: str, lookout: Lookout) -> None:
        self.user, self.ceiling, self.lookout = user, str(user.clearance), lookout
        headers = {"authorization": f"Bearer {token}"}
        self.client = httpx2.Client(base_url=url, headers=headers, timeout=120, follow_redirects=True)
        self.seen: set[Canary] = set()

    def send(self, method: str, path: str, *, before: Any = None, **body: Any) -> httpx2.Response:
        """Send a request, and note what its answer holds beyond what it, or the one `before`, asked."""
        reply = self.client.request(method, path, **body)
        came = self.lookout.seen(reply.content + repr(reply.headers).encode())
        sent = f"{path} {json.dumps([before, body])}"
        known = {
            each for each in came if each.word.casefold() in sent.casefold()
        }  # also within an id: 04vilnius33
        self.seen |= came - known - self.lookout.seen(sent.encode())
        return reply

    def leaked(self) -> list[Canary]:
        """Return what they saw and may not."""
        return [each for each in self.seen if each.is_above(self.ceiling)]

    def call(self, tool: str, **arguments: Any) -> httpx2.Response:
        """Call a tool over MCP."""
        asked = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": tool, "arguments": arguments},
        }
        return self.send("POST", "/mcp", json=asked, headers={"accept": "application/json, text/event-stream"})

    def predict(self, question: str) -> None:
        """Ask at the endpoint that `gradio_client` calls."""
        self.happen("ask", question, None, None, False, None, False)

    def happen(self, event: str, *data: Any, address: str = "") -> None:
        """Let an event of the chat window happen, as a browser does, with what stands in the window's address."""
        known = self.client.get("/config").json()["dependencies"]
        number = next(each["id"] for each in known if each["api_name"] == event)
        session = re.sub(r"[^a-z]", "-", f"{self.user.name}{event}".casefold())
        asked = {"data": data, "fn_index": number, "session_hash": session, "event_data": None}
        sent = self.send("POST", f"/gradio_api/queue/join{address}", json=asked)
        assert sent.status_code == 200, sent.text
        self.send("GET", f"/gradio_api/queue/data?session_hash={session}", before=[address, data])


WORDS = ("ferry", "harbor", "Minister", "May", "Iceland", "talks", "secret", "sail")
QUESTIONS = (
    "what did {} say about the {}?",
    "who said that the {} would sail?",
    "what does {} think of {}",
    "how did {}'s position on the {} change",
    "compare {} and {}",
    "who classified the cable on {}",
    "when was {} sent, and what is its subject?",
    "what cables refer to {}?",
    "{}",
    "list all that {} said in {}",
)
DOORS: list[Callable[[Visitor, "Draw"], Any]] = []


@dataclass
class Draw:
    """Draws what to ask for, from what is planted or from nowhere."""

    random: Random
    planted: Planted
    talks: list[str]

    def word(self) -> str:
        canary = self.random.choice(self.planted.canaries).word
        return self.random.choice([canary, canary.upper(), canary.lower(), self.random.choice(WORDS), canary])

    def question(self) -> str:
        if self.random.random() < 0.3:
            return self.planted.question(self.random.choice(LEVELS))
        return re.sub(r"\{\}", lambda _: self.word(), self.random.choice(QUESTIONS))

    def own(self, visitor: Visitor) -> str:
        known = self.planted.question(visitor.ceiling)
        return self.random.choice([known, "what did the Minister say of the ferry?", "who spoke about the harbor"])

    def cable(self) -> str:
        return self.random.choice([*self.planted.texts, "10REYKJAVIK7", "10 Reykjavik 20", self.word()])

    def talk(self) -> str:
        return self.random.choice([*self.talks, "nothing"])

    def filters(self) -> dict[str, str]:
        canary = self.random.choice(self.planted.canaries)
        offered = {
            "since": self.random.choice(["2001", "2003-02", "soon", "2010-02-04"]),
            "until": self.random.choice(["2004", "2010", "1999", "9999-99"]),
            "origin": self.random.choice([*POSTS.values(), "Reykjavik"]),
            "tag": canary.word if canary.kind == "tag" else "PREL",
            "classification": self.random.choice(["SECRET", "UNCLASSIFIED", "TOP SECRET"]),
            "person": self.word(),
            "cables": f"{self.cable()}, {self.cable()}",
        }
        return {
            name: offered[name] for name in self.random.sample(sorted(offered), self.random.choice([0, 0, 1, 2]))
        }

    def asked(self) -> dict[str, Any]:
        turns: list[dict[str, Any]] = []
        if self.random.random() < 0.4:
            turns = [
                {"role": "user", "text": self.question()},
                {
                    "role": "assistant",
                    "text": self.question(),
                    "cables": [self.cable()],
                    "speakers": [self.word()],
                },
            ]
        literal = self.random.random() < 0.3
        question = self.random.choice([self.question(), "and what else did he say?"])
        return {"question": question, "turns": turns, "filters": self.filters(), "literal": literal}


def door(method: str, address: Callable[[Draw], str], body: Callable[[Draw], Any] | None = None) -> None:
    """Add a plain request to what is tried; addresses and bodies are drawn."""

    def knock(visitor: Visitor, draw: Draw) -> None:
        visitor.send(method, address(draw), **({"json": body(draw)} if body else {}))

    DOORS.append(knock)


def escaped(text: str) -> str:
    return quote(text, safe="")


door("POST", lambda _: "/api/ask", Draw.asked)
door("POST", lambda _: "/api/ask", Draw.asked)
door("POST", lambda _: "/api/ask/stream", Draw.asked)
door("POST", lambda _: "/api/ask", lambda draw: draw.asked() | {"wrong": draw.word()})
door("GET", lambda draw: str(httpx2.URL("/api/search", params={"query": draw.question(), **draw.filters()})))
door("GET", lambda draw: f"/api/cable/{escaped(draw.cable())}")
door("GET", lambda draw: str(httpx2.URL("/api/people", params={"name": draw.word()})))
door("GET", lambda _: "/api/people?limit=1000")
door("GET", lambda draw: str(httpx2.URL("/api/statements", params={"limit": "99", **draw.filters()})))
door("GET", lambda _: "/api/status")
door("GET", lambda _: "/api/openapi.json")
door("GET", lambda draw: f"/cable/{escaped(draw.cable())}")
door(
    "GET",
    lambda draw: (
        f"/pane?link=%23/c/{escaped(draw.cable())}/{draw.random.randrange(7)}/{draw.random.randrange(900)}-999"
    ),
)
door("GET", lambda draw: f"/library?year={draw.random.choice(['2004', '2010', 'x', ''])}")
door("GET", lambda draw: str(httpx2.URL("/cables", params={"words": draw.word(), **draw.filters()})))
door("GET", lambda draw: str(httpx2.URL("/cables", params={"open": draw.cable(), "sort": "-subject"})))
door("GET", lambda draw: f"/cables?answer={draw.talk()}/1")
door("GET", lambda _: "/collections")
door("GET", lambda _: "/api/collections")
door("GET", lambda draw: f"/collections/{draw.talk()}")
door("GET", lambda draw: f"/cables.csv?collection={draw.talk()}")
door("POST", lambda _: "/api/ask", lambda draw: draw.asked() | {"collection": draw.talk()})
door("GET", lambda draw: str(httpx2.URL("/cables.csv", params=draw.filters())))
door("GET", lambda draw: f"/people?q={escaped(draw.word())}&page={draw.random.randrange(3)}")
door("GET", lambda draw: f"/people/{escaped(draw.word())}?topic={escaped(draw.word())}")
door("GET", lambda draw: f"/people/{escaped(draw.word())}?cable={escaped(draw.cable())}")
door("GET", lambda draw: f"/talks?c={draw.talk()}")
door("GET", lambda draw: f"/talks/{draw.talk()}/1/feedback")
door("GET", lambda draw: f"/export/{draw.talk()}.{draw.random.choice(['md', 'html', 'json'])}")
door("GET", lambda draw: f"/export/{draw.talk()}/1.{draw.random.choice(['md', 'html', 'json'])}")
door("GET", lambda _: "/export/feedback.jsonl")
door("GET", lambda _: "/metrics")
door("GET", lambda draw: f"/?q={escaped(draw.question())}&origin={escaped(draw.word())}&c={draw.talk()}")
door("GET", lambda draw: f"/{draw.random.choice(['config', 'gradio_api/info', 'nothing'])}/{escaped(draw.word())}")
door("POST", lambda _: "/bring", Draw.asked)
DOORS += [
    lambda visitor, draw: visitor.call("ask", question=draw.question(), **draw.filters()),
    lambda visitor, draw: visitor.call("search", query=draw.question(), **draw.filters()),
    lambda visitor, draw: visitor.call("statements", **draw.filters()),
    lambda visitor, draw: visitor.call("show_cable", cable=draw.cable()),
    lambda visitor, draw: visitor.call("show_cable", cable=draw.cable(), paragraph=draw.random.randrange(9)),
    lambda visitor, draw: visitor.predict(draw.question()),
    # What is asked in the window is kept, and would be found again: so without anything that is above.
    lambda visitor, draw: visitor.happen("typed", draw.own(visitor), None, None, False, False, False, *[""] * 7),
    lambda visitor, draw: visitor.happen("arrive", address=f"?c={draw.talk()}"),
    lambda visitor, draw: visitor.happen("fill", address=f"?q={escaped(draw.word())}&tag={escaped(draw.word())}"),
    lambda visitor, draw: visitor.happen("suggest"),
]
