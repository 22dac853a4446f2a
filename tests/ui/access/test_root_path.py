"""Below a path of a proxy: every address that a browser or a program is given begins with that path."""

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from path_proxy import below
from served import served

from assistant import Assistant
from ingest.errors import SettingsError
from ui.access.gate import Logins
from ui.access.origins import NO_PROXIES
from ui.access.reader_access import Access
from ui.access.root_path import root_path
from ui.access.sessions import Sessions
from ui.access.users import User, Users
from ui.application import site

ROOT = "/archive/reftel"
MOST = 60  # pages of a crawl
ADDRESSES = {"href", "src", "action", "formaction", "data-copy", "poster", "data-src"}


class Addresses(HTMLParser):
    """The addresses on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        copied = {name: value for name, value in attrs if name != "data-copy" or "copy-link" in str(attrs)}
        self.found += (value for name, value in copied.items() if name in ADDRESSES and value)


@pytest.fixture(scope="module", params=[True, False], ids=["taken off", "left on"])
def proxied(request, assistant: Assistant) -> Iterator[str]:
    with (
        served(site(Access(assistant), root=ROOT)) as address,
        below(ROOT, address, strips=request.param) as proxy,
    ):
        yield proxy.address
        assert proxy.outside == []


def test_no_address_on_any_page_is_outside(proxied):
    home = urlsplit(proxied)
    # The window draws its own links in the browser, where another test follows them.
    todo = deque(
        urljoin(proxied, each) for each in ("api/openapi.json", "", "library", "people", "talks", "cable/10BAKU79")
    )
    seen = set(todo)
    kinds: set[str] = set()
    with httpx.Client(timeout=60) as client:
        for _ in range(MOST):
            if not todo:
                break
            page = todo.popleft()
            reply = client.get(page)
            assert reply.status_code == 200, page
            assert all(f"Path={ROOT}" in cookie for cookie in reply.headers.get_list("set-cookie"))
            kinds.add(urlsplit(page).path.removeprefix(ROOT).split("/")[1])
            if "text/html" not in reply.headers["content-type"]:
                continue
            for each in Addresses(reply.text).found:
                address = urljoin(page, each)
                parts = urlsplit(address)
                if parts.scheme not in ("http", "https") or parts.netloc != home.netloc:
                    assert parts.scheme in ("data", "mailto") or parts.netloc in reply.text, address
                    continue
                assert parts.path.startswith(f"{ROOT}/"), f"{each} on {page}"
                bare = address.partition("#")[0]
                is_window = parts.path == f"{ROOT}/"
                if bare not in seen and not is_window and not parts.path.endswith((".js", ".css", "/logout")):
                    seen.add(bare)
                    todo.append(bare)
    assert kinds >= {"", "library", "people", "cable", "api"}


def test_the_window_asks_for_everything_below_the_path(proxied):
    page = httpx.get(proxied).text
    assert set(re.findall(r'"root":\s*"([^"]*)"', page)) == {proxied.rstrip("/")}
    assert httpx.get(urljoin(proxied, "config")).json()["root"] == proxied.rstrip("/")
    assert httpx.get(urljoin(proxied, "theme.css")).status_code == 200
    # Its own links are relative to it, so that they lead below the path wherever that is.
    listed = Addresses(httpx.get(urljoin(proxied, "talks")).text).found
    assert not [each for each in listed if each.startswith("/")]


def test_programs_learn_the_path_from_the_description(proxied):
    described = httpx.get(urljoin(proxied, "api/openapi.json")).json()
    assert described["servers"] == [{"url": ROOT}]
    assert httpx.get(urljoin(proxied, ROOT + "/api/status")).status_code == 200


def test_the_path_itself_leads_to_the_window(assistant):
    with served(site(Access(assistant), root=ROOT)) as address, below(ROOT, address, strips=False) as proxy:
        reply = httpx.get(f"{proxy.address.rstrip('/')}?q=ships")
        assert (reply.status_code, reply.headers["location"]) == (308, f"{ROOT}/?q=ships")


@pytest.fixture
def team(tmp_path, assistant):
    users = Users(tmp_path / "users.json")
    with users.edit() as everybody:
        everybody["ann"] = User("ann").with_password("a long enough password")
    logins = Logins(users, Sessions("s" * 32, users), NO_PROXIES)
    with served(site(Access(assistant), logins, ROOT)) as address, below(ROOT, address) as proxy:
        yield proxy
        assert proxy.outside == []


def test_a_login_stays_below_the_path(team):
    with httpx.Client(timeout=60, headers={"accept": "text/html"}) as browser:
        sent = browser.get(urljoin(team.address, "library?year=2009"))
        assert (sent.status_code, sent.headers["location"]) == (303, f"{ROOT}/login?next=%2Flibrary%3Fyear%3D2009")
        form = browser.get(urljoin(team.address, sent.headers["location"]))
        assert {urlsplit(each).path for each in Addresses(form.text).found if each != "data:,"} == {
            f"{ROOT}/login",
            f"{ROOT}/script/login.js",
        }
        filled = {"name": "ann", "password": "a long enough password", "next": "/library?year=2009"}
        entered = browser.post(urljoin(team.address, "login"), data=filled)
        assert (entered.status_code, entered.headers["location"]) == (303, f"{ROOT}/library?year=2009")
        assert f"Path={ROOT};" in entered.headers["set-cookie"]
        assert browser.get(urljoin(team.address, entered.headers["location"])).status_code == 200
        left = browser.post(urljoin(team.address, "logout"))
        assert (left.status_code, left.headers["location"]) == (303, f"{ROOT}/login")
        assert f"Path={ROOT};" in left.headers["set-cookie"]
        assert browser.get(urljoin(team.address, "library")).status_code == 303


@pytest.mark.parametrize(
    ("given", "root"), [(None, ""), ("", ""), ("/", ""), ("/reftel", "/reftel"), ("/a/b.c/", "/a/b.c")]
)
def test_a_path_is_written_without_a_slash_at_its_end(given, root):
    assert root_path(given) == root


@pytest.mark.parametrize(
    "given", ["reftel", "https://x.org/reftel", "/a//b", "/../x", "/a b", "/a?b", '/a"b', "//x"]
)
def test_what_is_no_path_is_refused(given):
    with pytest.raises(SettingsError, match="is no path like /reftel"):
        root_path(given)
