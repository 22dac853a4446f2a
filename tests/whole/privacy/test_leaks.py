"""Nothing above a reader's ceiling comes out at any door of the real site, and what is not above it does.

Readers of every ceiling send seeded random requests over a library in which words are planted at each level, and all
that comes back is looked through. A canary that the request itself held does not count: a door may repeat what it
was asked. Some hundreds of requests in every run of the tests; `REFTEL_LEAKS=2000` asks for more.
"""

import base64
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from planted import LEVELS, MIXED, WHOLE, Lookout, Planted
from quick import done, quick_library
from quick import text as quick_text
from served import served
from visitors import DOORS, Draw, Visitor

from assistant import Assistant
from assistant.kept_conversations.feedback import Feedback
from assistant.langchain_interface.chain import Asked
from assistant.notebook.notebook_store import Holder
from assistant.saved_answers.bundle import record
from ingest.domain.clearance import Clearance
from ui.access.gate import Logins
from ui.access.origins import Proxies
from ui.access.reader_access import Access, Reader, holder
from ui.access.sessions import Sessions
from ui.access.users import User, Users
from ui.application import site

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::Warning:gradio")

CALLS = int(os.environ.get("REFTEL_LEAKS", "300"))
CURATOR = "C"  # the ceiling of a curator beside the readers


@dataclass
class Archive:
    """The site with its visitors, what is planted in its library, and the conversations that are kept there."""

    planted: Planted
    visitors: list[Visitor] = field(default_factory=list)
    talks: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)

    def of(self, ceiling: str) -> Visitor:
        return next(each for each in self.visitors if each.ceiling == ceiling)


class KeptAnswer(logging.Handler):
    """Keeps all that a log record says, but for the path that whoever asks has chosen themselves."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, line: logging.LogRecord) -> None:
        reported = {name: each for name, each in vars(line).items() if name != "path"}
        self.lines.append(f"{line.getMessage()} {reported}")


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
    access, users = Access(Assistant(library)), Users(folder / "users.json")
    people = [User(f"r{at}", "reader", Clearance.parse(level)) for at, level in enumerate(LEVELS)]
    people.append(User("cora", "curator", Clearance(CURATOR)))
    found, tokens = Archive(planted), []
    with users.edit() as everybody:
        for each in people:
            everybody[each.name], token = each.with_token()
            tokens.append(token)
    for each in people:
        formerly = Holder(each.name, "" if each.role == "curator" else "S/NF")
        for who, assistant in ((holder(each.reader), access.assistant(each.reader)), (formerly, access.whole)):
            asked = Asked(planted.question(who.clearance or "S/NF"))
            id, number = access.notebook.add(who, record(assistant, asked))
            access.notebook.judge(who, id, number, Feedback("down"))
            found.talks.append(id)
    everything = access.collections(Reader("anne"))
    found.talks.append(everything.create("Shared by anne", list(planted.texts)[:1_000], shared=True).id)
    log = logging.getLogger("ui")
    kept, before = KeptAnswer(found.logged), log.level
    log.addHandler(kept)
    log.setLevel(logging.INFO)
    lookout = Lookout(planted.canaries)
    with served(site(access, Logins(users, Sessions("s" * 32, users), Proxies()))) as url:
        found.visitors = [Visitor(url, *each, lookout) for each in zip(people, tokens, strict=True)]
        yield found
    log.removeHandler(kept)
    log.setLevel(before)
    library.close()


TELLING: dict[str, Callable[[Visitor, str, str], Any]] = {
    "ask": lambda visitor, asked, _: visitor.send("POST", "/api/ask", json={"question": asked}),
    "stream": lambda visitor, asked, _: visitor.send("POST", "/api/ask/stream", json={"question": asked}),
    "search": lambda visitor, *_: visitor.send("GET", "/api/search?query=ferry"),
    "statements": lambda visitor, *_: visitor.send("GET", "/api/statements?limit=1000"),
    "people": lambda visitor, *_: visitor.send("GET", "/people"),
    "cables": lambda visitor, *_: visitor.send("GET", "/cables"),
    "cables.csv": lambda visitor, *_: visitor.send("GET", "/cables.csv"),
    "collection": lambda visitor, *_: visitor.send("GET", "/collections?list=collection%3DShared by anne"),
    "MCP ask": lambda visitor, asked, _: visitor.call("ask", question=asked),
    "MCP search": lambda visitor, *_: visitor.call("search", query="ferry"),
    "MCP statements": lambda visitor, *_: visitor.call("statements", limit=1000),
    "MCP show_cable": lambda visitor, *_: visitor.call("show_cable", cable="10REYKJAVIK20"),
    "gradio_client": lambda visitor, asked, _: visitor.predict(asked),
    "window": lambda visitor, asked, _: visitor.happen("typed", asked, None, None, False, False, False, *[""] * 7),
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
    draw = Draw(random, archive.planted, archive.talks)
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
        visitor.send("GET", f"/pane?link=%23/c/{cable}/1/0-999")
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
        for reported in (
            lambda id: visitor.send("GET", f"/api/cable/{id}"),
            lambda id: visitor.send("GET", f"/cable/{id}"),
            lambda id: visitor.send("GET", f"/pane?link=%23/c/{id}/1/5-9"),
            lambda id: visitor.call("show_cable", cable=id),
            lambda id: visitor.call("show_cable", cable=id, paragraph=1),
            lambda id: visitor.send("GET", f"/people/Zornobody?cable={id}"),
        ):
            hidden, nowhere = reported(there), reported(absent)
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
        "/cables?words={}",
        "/cables?person={}",
        "/cables?open={}",
        "/api/people?name={}",
        "/api/statements?person={}",
        "/encounters?person={}",
        "/encounters.csv?person={}",
        "/posts?words={}",
        "/api/encounters?person={}",
        "/api/search?query={}",
        "/api/search?query=ferry&person={}",
        "/api/search?query=ferry&origin={}",
        "/api/search?query=ferry&tag={}",
    ):
        reported, of_nobody = (visitor.send("GET", address.format(name)) for name in (hidden, nobody))
        assert reported.status_code == of_nobody.status_code
        if "query={}" not in address:  # what is nearest in meaning to another word is something else
            assert reported.text.replace(hidden, "NAME") == of_nobody.text.replace(nobody, "NAME")


def test_the_counts_are_of_what_one_may_see(archive):
    reply = {ceiling: archive.of(ceiling).send("GET", "/api/status").json() for ceiling in LEVELS}
    for at, ceiling in enumerate(LEVELS, start=1):
        assert (reply[ceiling]["cables"], reply[ceiling]["paragraphs"]) == (
            MIXED + WHOLE * at,
            (MIXED + WHOLE) * at,
        )


def test_another_readers_talk_is_told_like_none(archive):
    for visitor in archive.visitors:
        for form in ("md", "html", "json"):
            reply = {id: visitor.send("GET", f"/export/{id}.{form}") for id in [*archive.talks, "nothing"]}
            assert sum(each.status_code == 200 for each in reply.values()) == 1 + (visitor.ceiling == "S/NF")
            assert {each.content for each in reply.values() if each.status_code != 200} == {
                reply["nothing"].content
            }


def test_a_curator_with_a_ceiling_learns_nothing_by_sending_cables(archive):
    cora = next(each for each in archive.visitors if each.user.role == "curator")
    reported = set()
    for cable, text in [*archive.planted.texts.items(), ("10OSLO1", quick_text(1))]:
        reply = cora.send("POST", "/bring", before=text, files={"files": (f"{cable}.txt", text)})
        reported.add((reply.status_code, reply.content))
    assert [status for status, _ in reported] == [403]
    assert not cora.leaked()


@pytest.mark.parametrize(
    ("method", "place", "body"),
    [
        ("PUT", "", {"title": "mine"}),
        ("DELETE", "", None),
        ("GET", "/1/feedback", None),
        ("PATCH", "/1/feedback", {"thumb": "up"}),
        ("PATCH", "/1/feedback", {"wrong": [1, 99]}),
    ],
)
def test_what_is_done_to_a_talk_under_another_clearance_is_told_like_none(archive, method, place, body):
    visitor = archive.of("U")
    number = archive.visitors.index(visitor)
    others = [id for at, id in enumerate(archive.talks) if at != 2 * number]  # its former one is among them
    reported = {
        visitor.send(method, f"/talks/{id}{place}", **({"json": body} if body else {})).content
        for id in [*others, "nothing"]
    }
    assert len(reported) == 1
    assert not visitor.leaked()


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/export/feedback.jsonl", "/talks"])
def test_what_is_told_of_all_readers_and_the_whole_tells_nothing_above_a_ceiling(archive, path):
    for visitor in archive.visitors:
        reply = visitor.send("GET", path)
        assert reply.status_code in (200, 403)
        assert not visitor.leaked()
        if path in ("/healthz", "/metrics"):
            assert "cable" not in reply.text


def test_no_log_line_holds_a_text(archive):
    archive.of("C").send("POST", "/api/ask", json={"question": "what did the Minister say of the ferry?"})
    assert any("question" in each for each in archive.logged)
    seen = archive.visitors[0].lookout.seen("\n".join(archive.logged).encode())
    assert not seen
    assert not any("ferry" in each for each in archive.logged)
