"""Nothing above a reader's ceiling comes out at any door of the real site, and what is not above it does.

Readers of every ceiling send seeded random requests over a library in which words are planted at each level, and all
that comes back is looked through. A canary that the request itself held does not count: a door may repeat what it
was asked. Some hundreds of requests in every run of the tests; `REFTEL_LEAKS=2000` asks for more.
"""

import base64
import json
import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from planted import LEVELS, POSTS, Canary, Lookout, Planted
from quick import done, quick_library
from served import served

from assistant import Assistant
from assistant.bundle import record
from assistant.chain import Asked
from assistant.feedback import Feedback
from assistant.notebook import Holder
from ingest.clearance import Clearance
from ui.desk import Desk, holder
from ui.gate import Logins
from ui.origins import Proxies
from ui.sessions import Sessions
from ui.site import site
from ui.users import User, Users

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::Warning:gradio")

CALLS = int(os.environ.get("REFTEL_LEAKS", "300"))
CURATOR = "C"  # the ceiling of a curator beside the readers


class Visitor:
    """Somebody with a ceiling at the site: what he sends, and which canaries come back that he did not send."""

    def __init__(self, url: str, user: User, token: str, lookout: Lookout) -> None:
        self.user, self.ceiling, self.lookout = user, str(user.clearance), lookout
        headers = {"authorization": f"Bearer {token}"}
        self.client = httpx2.Client(base_url=url, headers=headers, timeout=30, follow_redirects=True)
        self.seen: set[Canary] = set()

    def send(self, method: str, path: str, *, before: Any = None, **body: Any) -> httpx2.Response:
        """Send a request, and note what its answer holds beyond what it, or the one `before`, asked."""
        reply = self.client.request(method, path, **body)
        came = self.lookout.seen(reply.content + repr(reply.headers).encode())
        self.seen |= came - self.lookout.seen(f"{path} {json.dumps([before, body])}".encode())
        return reply

    def leaked(self) -> list[Canary]:
        """Return what he saw and may not."""
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
        begun = self.send("POST", "/gradio_api/call/ask", json={"data": [question, None, None, False]})
        self.send("GET", f"/gradio_api/call/ask/{begun.json()['event_id']}", before=question)

    def happen(self, event: str, *data: Any, address: str = "") -> None:
        """Let an event of the chat window happen, as a browser does, with what stands in the window's address."""
        known = self.client.get("/config").json()["dependencies"]
        number = next(each["id"] for each in known if each["api_name"] == event)
        session = f"{self.user.name}{event}"
        asked = {"data": data, "fn_index": number, "session_hash": session, "event_data": None}
        self.send("POST", f"/gradio_api/queue/join{address}", json=asked)
        self.send("GET", f"/gradio_api/queue/data?session_hash={session}", before=[address, data])


@dataclass
class Archive:
    """The site with its visitors, what is planted in its library, and the conversations that are kept there."""

    planted: Planted
    visitors: list[Visitor] = field(default_factory=list)
    talks: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)

    def of(self, ceiling: str) -> Visitor:
        return next(each for each in self.visitors if each.ceiling == ceiling)


class Kept(logging.Handler):
    """Keeps all that a log record says, but for the path that whoever asks has chosen himself."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, line: logging.LogRecord) -> None:
        told = {name: each for name, each in vars(line).items() if name != "path"}
        self.lines.append(f"{line.getMessage()} {told}")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The real site with logins, over a planted library, with a talk of each reader and of the time before his
    ceiling was lowered."""
    planted = Planted()
    folder = tmp_path_factory.mktemp("planted")
    for cable, text in planted.texts.items():
        (folder / f"{cable}.txt").write_text(text, encoding="utf-8")
    library = quick_library(folder / "library")
    done(library.ingest([folder]))
    desk, users = Desk(Assistant(library)), Users(folder / "users.json")
    people = [User(f"r{at}", "reader", Clearance.parse(level)) for at, level in enumerate(LEVELS)]
    people.append(User("cora", "curator", Clearance(CURATOR)))
    found, tokens = Archive(planted), []
    with users.edit() as everybody:
        for each in people:
            everybody[each.name], token = each.with_token()
            tokens.append(token)
    for each in people:
        formerly = Holder(each.name, "" if each.role == "curator" else "S/NF")
        for who, assistant in ((holder(each.reader), desk.assistant(each.reader)), (formerly, desk.whole)):
            asked = Asked(planted.question(who.clearance or "S/NF"))
            id, number = desk.notebook.add(who, record(assistant, asked))
            desk.notebook.judge(who, id, number, Feedback("down"))
            found.talks.append(id)
    log = logging.getLogger("ui")
    kept, before = Kept(found.logged), log.level
    log.addHandler(kept)
    log.setLevel(logging.INFO)
    lookout = Lookout(planted.canaries)
    with served(site(desk, Logins(users, Sessions("s" * 32, users), Proxies()))) as url:
        found.visitors = [Visitor(url, *each, lookout) for each in zip(people, tokens, strict=True)]
        yield found
    log.removeHandler(kept)
    log.setLevel(before)
    library.close()


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
    archive: Archive

    def word(self) -> str:
        canary = self.random.choice(self.archive.planted.canaries).word
        return self.random.choice([canary, canary.upper(), canary.lower(), self.random.choice(WORDS), canary])

    def question(self) -> str:
        if self.random.random() < 0.3:
            return self.archive.planted.question(self.random.choice(LEVELS))
        return re.sub(r"\{\}", lambda _: self.word(), self.random.choice(QUESTIONS))

    def own(self, visitor: Visitor) -> str:
        known = self.archive.planted.question(visitor.ceiling)
        return self.random.choice([known, "what did the Minister say of the ferry?", "who spoke about the harbor"])

    def cable(self) -> str:
        return self.random.choice([*self.archive.planted.texts, "10REYKJAVIK7", "10 Reykjavik 20", self.word()])

    def talk(self) -> str:
        return self.random.choice([*self.archive.talks, "nothing"])

    def filters(self) -> dict[str, str]:
        canary = self.random.choice(self.archive.planted.canaries)
        offered = {
            "since": self.random.choice(["2001", "2003-02", "soon", "2010-02-04"]),
            "until": self.random.choice(["2004", "2010", "1999", "9999-99"]),
            "origin": self.random.choice([*POSTS.values(), "Reykjavik"]),
            "tag": canary.word if canary.kind == "tag" else "PREL",
            "classification": self.random.choice(["SECRET", "UNCLASSIFIED", "TOP SECRET"]),
            "person": self.word(),
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
door("GET", lambda _: "/api/status")
door("GET", lambda _: "/api/openapi.json")
door("GET", lambda draw: f"/cable/{escaped(draw.cable())}")
door(
    "GET",
    lambda draw: f"/pane/{escaped(draw.cable())}/{draw.random.randrange(7)}/{draw.random.randrange(900)}-999",
)
door("GET", lambda draw: f"/library?year={draw.random.choice(['2004', '2010', 'x', ''])}")
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
    lambda visitor, draw: visitor.call("show_cable", cable=draw.cable()),
    lambda visitor, draw: visitor.call("show_cable", cable=draw.cable(), paragraph=draw.random.randrange(9)),
    lambda visitor, draw: visitor.predict(draw.question()),
    # What is asked in the window is kept, and would be found again: so without anything that is above.
    lambda visitor, draw: visitor.happen("ask", draw.own(visitor), [], None, False, *[""] * 6),
    lambda visitor, draw: visitor.happen("arrive", address=f"?c={draw.talk()}"),
    lambda visitor, draw: visitor.happen("fill", address=f"?q={escaped(draw.word())}&tag={escaped(draw.word())}"),
    lambda visitor, draw: visitor.happen("suggest"),
]


TELLING: dict[str, Callable[[Visitor, str, str], Any]] = {
    "ask": lambda visitor, asked, _: visitor.send("POST", "/api/ask", json={"question": asked}),
    "stream": lambda visitor, asked, _: visitor.send("POST", "/api/ask/stream", json={"question": asked}),
    "search": lambda visitor, *_: visitor.send("GET", "/api/search?query=ferry"),
    "people": lambda visitor, *_: visitor.send("GET", "/people"),
    "MCP ask": lambda visitor, asked, _: visitor.call("ask", question=asked),
    "MCP search": lambda visitor, *_: visitor.call("search", query="ferry"),
    "MCP show_cable": lambda visitor, *_: visitor.call("show_cable", cable="10REYKJAVIK20"),
    "gradio_client": lambda visitor, asked, _: visitor.predict(asked),
    "window": lambda visitor, asked, _: visitor.happen("ask", asked, [], None, False, *[""] * 6),
    "filters": lambda visitor, *_: visitor.happen("arrive"),
    "examples": lambda visitor, *_: visitor.happen("suggest"),
    "talk": lambda visitor, _, talk: visitor.happen("arrive", address=f"?c={talk}"),
    "talks": lambda visitor, *_: visitor.send("GET", "/talks"),
    "form": lambda visitor, _, talk: visitor.send("GET", f"/talks/{talk}/1/feedback"),
    "export": lambda visitor, _, talk: visitor.send("GET", f"/export/{talk}/1.json"),
}


@pytest.mark.parametrize("door", TELLING)
def test_a_canary_is_noticed_at_each_door(archive, door):
    visitor = archive.of("S/NF")
    visitor.seen.clear()
    TELLING[door](visitor, archive.planted.question("S/NF"), archive.talks[2 * archive.visitors.index(visitor)])
    assert visitor.seen


@pytest.mark.parametrize(
    "spelt",
    [str.upper, lambda word: quote(word[0]) + f"%{ord(word[1]):x}" + word[2:], lambda word: f"&#{ord(word[0])};" + word[1:],
     lambda word: base64.b64encode(f"a {word} b".encode()).decode(), lambda word: word.encode().hex()],
)  # fmt: skip
def test_a_canary_is_noticed_however_it_is_spelt(archive, spelt):
    lookout = archive.visitors[0].lookout
    canary = archive.planted.canaries[0]
    assert lookout.seen(f"so “{spelt(canary.word)}”".encode()) == {canary}
    assert not lookout.seen(f"so “{spelt('Zorbabebibobu')}”".encode())


def test_nothing_above_a_ceiling_comes_out_at_any_door(archive):
    random = Random(2010)
    draw = Draw(random, archive)
    tried: Counter[int] = Counter()
    for number in range(CALLS):
        visitor, place = random.choice(archive.visitors), number % len(DOORS)
        DOORS[place](visitor, draw)
        tried[place] += 1
        assert not visitor.leaked(), (number, place)
    print(f"{sum(tried.values())} calls at {len(tried)} doors by {len(archive.visitors)} readers, nothing leaked")


@pytest.mark.parametrize("ceiling", LEVELS)
def test_who_may_see_it_finds_it_and_who_may_not_does_not(archive, ceiling):
    visitor = archive.of(ceiling)
    for cable in archive.planted.texts:
        visitor.send("GET", f"/cable/{cable}")
        visitor.send("GET", f"/pane/{cable}/1/0-999")
        visitor.send("GET", f"/api/cable/{cable}")
    mixed = next(iter(archive.planted.texts))
    for canary in archive.planted.canaries:
        if canary.kind == "speaker":
            visitor.send("GET", f"/people/{canary.word}")
        if canary.kind == "word" and canary.cable == mixed:
            visitor.send(
                "POST", "/api/ask", json={"question": f"who said that the ferry for {canary.word} would sail?"}
            )
            visitor.send("GET", f"/api/search?query={canary.word}&limit=50")
    visitor.send("GET", "/api/people?limit=1000")
    visitor.send("GET", "/library")
    assert not visitor.leaked()
    assert not [each for each in archive.planted.canaries if each.is_found(ceiling) and each not in visitor.seen]


@pytest.mark.parametrize("ceiling", LEVELS[:-1])
def test_a_cable_that_is_above_is_told_like_one_that_is_not_there(archive, ceiling):
    visitor = archive.of(ceiling)
    for level in LEVELS[LEVELS.index(ceiling) + 1 :]:
        there = next(each.cable for each in archive.planted.canaries if each.kind == "id" and each.level == level)
        absent = there[:-2] + "97"
        for told in (
            lambda id: visitor.send("GET", f"/api/cable/{id}"),
            lambda id: visitor.send("GET", f"/cable/{id}"),
            lambda id: visitor.send("GET", f"/pane/{id}/1/5-9"),
            lambda id: visitor.call("show_cable", cable=id),
            lambda id: visitor.call("show_cable", cable=id, paragraph=1),
            lambda id: visitor.send("GET", f"/people/Zornobody?cable={id}"),
        ):
            hidden, nowhere = told(there), told(absent)
            assert hidden.status_code == nowhere.status_code
            assert hidden.content.replace(there.encode(), b"ID") == nowhere.content.replace(absent.encode(), b"ID")
            assert there.encode() in hidden.content or b"Zornobody" in hidden.content


@pytest.mark.parametrize("ceiling", LEVELS[:-1])
def test_a_name_that_is_above_is_told_like_one_that_nobody_has(archive, ceiling):
    visitor, nobody = archive.of(ceiling), "Zorbabebibobu"
    hidden = next(each.word for each in archive.planted.above(ceiling) if each.kind == "speaker")
    for address in (
        "/people/{}",
        "/people?q={}",
        "/api/people?name={}",
        "/api/search?query={}",
        "/api/search?query=ferry&person={}",
        "/api/search?query=ferry&origin={}",
        "/api/search?query=ferry&tag={}",
    ):
        told, of_nobody = (visitor.send("GET", address.format(name)) for name in (hidden, nobody))
        assert told.status_code == of_nobody.status_code
        if "query={}" not in address:  # what is nearest in meaning to another word is something else
            assert told.text.replace(hidden, "NAME") == of_nobody.text.replace(nobody, "NAME")


def test_the_counts_are_of_what_one_may_see(archive):
    told = {ceiling: archive.of(ceiling).send("GET", "/api/status").json() for ceiling in LEVELS}
    mixed, whole = 5, 2
    for at, ceiling in enumerate(LEVELS, start=1):
        assert (told[ceiling]["cables"], told[ceiling]["paragraphs"]) == (mixed + whole * at, (mixed + whole) * at)


def test_another_readers_talk_is_told_like_none(archive):
    for visitor in archive.visitors:
        for form in ("md", "html", "json"):
            told = {id: visitor.send("GET", f"/export/{id}.{form}") for id in [*archive.talks, "nothing"]}
            assert sum(each.status_code == 200 for each in told.values()) == 1 + (visitor.ceiling == "S/NF")
            assert {each.content for each in told.values() if each.status_code != 200} == {told["nothing"].content}


def test_no_log_line_holds_a_text(archive):
    archive.of("C").send("POST", "/api/ask", json={"question": "what did the Minister say of the ferry?"})
    assert any("question" in each for each in archive.logged)
    seen = archive.visitors[0].lookout.seen("\n".join(archive.logged).encode())
    assert not seen
    assert not any("ferry" in each for each in archive.logged)
