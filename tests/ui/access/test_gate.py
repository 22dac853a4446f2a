"""Who comes through the gate, and as whom: over real requests, with a small application behind it."""

import json
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI, Request, WebSocket
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ui.access import login
from ui.access.attempts import Attempts
from ui.access.gate import ELSEWHERE, LoginGate, Logins, OwnersGate
from ui.access.origins import Proxies
from ui.access.reader_access import OWNER, reader
from ui.access.sessions import AGE, COOKIE, Sessions
from ui.access.users import User, Users

PASSWORD = "a stony harbor"
PAGE = {"accept": "text/html,*/*"}
NONE = Proxies()
HOME = "http://archive.example"


def application(*routers: APIRouter) -> FastAPI:
    app = FastAPI()
    for each in routers:
        app.include_router(each)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(reader(socket).name)

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    def who(request: Request) -> str:
        return str(reader(request))

    return app


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users(tmp_path / "users.json")
    with users.edit() as everybody:
        everybody["ann"] = User("ann").with_password(PASSWORD)
    return users


@pytest.fixture
def visit(users):
    """Open a client at the gate, from an address."""

    def visit(address: str = "10.1.1.1", base: str = HOME, proxies: Proxies = NONE) -> TestClient:
        logins = Logins(users, Sessions("s" * 32, users), proxies)
        app = application(login.router(logins))
        app.add_middleware(LoginGate, logins=logins)
        return TestClient(app, base_url=base, client=(address, 5000), follow_redirects=False)

    return visit


def log_in(client: TestClient, name: str = "ann", password: str = PASSWORD, **more):
    return client.post("/login", data={"name": name, "password": password, "next": "/"}, **more)


def test_health_is_told_to_everybody(visit):
    assert visit().get("/healthz").status_code == 200


def test_a_browser_is_sent_to_the_login_and_then_where_it_was_going(visit):
    client = visit()
    sent = client.get("/pane/10BAKU79?x=1", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2Fpane%2F10BAKU79%3Fx%3D1")
    assert 'value="/pane/10BAKU79?x=1"' in client.get(sent.headers["location"]).text
    entered = client.post("/login", data={"name": "ann", "password": PASSWORD, "next": "/pane/10BAKU79?x=1"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/pane/10BAKU79?x=1")
    assert "name='ann'" in client.get("/").text


@pytest.mark.parametrize("path", ["/gradio_api/queue/data", "/config", "/api/ask", "/mcp"])
def test_a_program_is_told_in_its_own_language(visit, path):
    reply = visit().get(path, headers=PAGE)
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == "Bearer"
    assert "Log in" in reply.json()["error"]


def test_what_posts_is_no_page(visit):
    assert visit().post("/", headers=PAGE).status_code == 401


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\r\nx: y", ""])
def test_no_address_leads_out_of_the_login_to_elsewhere(visit, target):
    entered = visit().post("/login", data={"name": "ann", "password": PASSWORD, "next": target})
    assert entered.headers["location"] == "/"


def test_the_cookie_is_for_this_site_and_no_script_and_over_https_for_https_alone(visit):
    cookie = log_in(visit()).headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert "secure" in log_in(visit(base="https://archive.example")).headers["set-cookie"].casefold()


def test_a_forged_cookie_is_none(visit, users):
    client = visit()
    client.cookies.set(COOKIE, Sessions("t" * 32, users).begin(users.get("ann")))
    assert client.get("/").status_code == 401


def test_who_has_logged_out_is_out_and_his_cookie_is_worth_nothing_elsewhere(visit):
    client = visit()
    log_in(client)
    kept = client.cookies[COOKIE]
    assert client.get("/").status_code == 200
    out = client.post("/logout")
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, kept)
    assert client.get("/").status_code == 401


def test_a_logout_outlives_the_server_and_holds_at_the_others(visit, users):
    here, there = visit(), visit()
    log_in(here)
    kept = here.cookies[COOKIE]
    there.cookies.set(COOKIE, kept)
    assert there.get("/").status_code == 200
    here.post("/logout")
    assert there.get("/").status_code == 401
    again = visit()
    again.cookies.set(COOKIE, kept)
    assert again.get("/").status_code == 401
    assert stat.S_IMODE(users.path.with_name("users.json.ended").stat().st_mode) == 0o600


def test_who_logs_in_ends_the_session_of_whoever_sat_there_before(visit, users):
    with users.edit() as everybody:
        everybody["bob"] = User("bob").with_password(PASSWORD)
    client = visit()
    log_in(client)
    kept = client.cookies[COOKIE]
    log_in(client, "bob")
    assert "name='bob'" in client.get("/").text
    client.post("/logout")
    for cookie in (kept, client.cookies.get(COOKIE, "")):
        client.cookies.set(COOKIE, cookie)
        assert client.get("/").status_code == 401


def test_ended_sessions_are_kept_no_longer_than_they_would_hold_and_only_real_ones(visit, users, monkeypatch):
    client, clock = visit(), time.time()
    monkeypatch.setattr("time.time", lambda: clock)
    path = users.path.with_name("users.json.ended")
    client.cookies.set(COOKIE, "nonsense")
    client.post("/logout")
    assert not path.exists()
    for _ in range(3):
        log_in(client)
        client.post("/logout")
    assert len(json.loads(path.read_text())) == 3
    clock += AGE + 1
    log_in(client)
    client.post("/logout")
    assert len(json.loads(path.read_text())) == 1


def test_servers_that_end_sessions_at_once_forget_none(users):
    servers = [Sessions("s" * 32, users) for _ in range(4)]
    cookies = [servers[0].begin(users.get("ann")) for _ in range(40)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: servers[number % 4].end(cookies[number]), range(40)))
    assert [server.user(cookie) for server in servers for cookie in cookies] == [None] * 160


def test_nobody_comes_in_while_it_cannot_be_told_which_sessions_have_ended(visit, users):
    client = visit()
    log_in(client)
    users.path.with_name("users.json.ended").write_text("broken")
    assert client.get("/").status_code == 503
    out = client.post("/logout")
    assert out.status_code == 503
    assert login.NOT_ENDED in out.text
    assert COOKIE not in client.cookies
    assert str(users.path.parent) not in out.text


def test_a_removed_user_is_out_at_the_next_request_and_does_not_come_back_with_a_new_one_of_his_name(visit, users):
    client = visit()
    log_in(client)
    with users.edit() as everybody:
        del everybody["ann"]
    assert client.get("/").status_code == 401
    with users.edit() as everybody:
        everybody["ann"] = User("ann").with_password("another harbor")
    assert client.get("/").status_code == 401


def test_a_changed_role_and_ceiling_hold_from_the_next_request(visit, users):
    client = visit()
    log_in(client)
    with users.edit() as everybody:
        everybody["ann"] = User("ann", "curator", password=everybody["ann"].password)
    assert "role='curator'" in client.get("/").text


def test_a_wrong_name_and_a_wrong_password_are_told_alike(visit):
    client = visit()
    wrong, unknown = log_in(client, password="wrong"), log_in(client, name="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text == unknown.text
    assert login.WRONG in wrong.text


def test_guessing_ends_also_for_a_name_that_nobody_has(visit):
    client = visit()
    for name in ("ann", "nobody"):
        tried = [log_in(client, name=name, password="wrong").status_code for _ in range(6)]
        assert tried == [401] * 5 + [429]
    stopped = log_in(client)
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["retry-after"]) <= 900
    assert "Try again in 15 minutes" in stopped.text


@pytest.mark.parametrize(("seconds", "words"), [(60, "in 1 minute."), (61, "in 2 minutes.")])
def test_how_long_to_wait_is_told_in_whole_minutes(visit, monkeypatch, seconds, words):
    monkeypatch.setattr(Attempts, "begin", lambda *_: seconds)
    assert f"Too many attempts. Try again {words}" in log_in(visit()).text


def test_a_form_that_is_no_login_is_refused(visit):
    assert log_in(visit(), password="x" * 5000).status_code == 413
    assert visit().post("/login", content=b"\xff\x00").status_code == 401


def test_a_token_is_all_that_a_program_needs(visit, users):
    with users.edit() as everybody:
        everybody["ann"], token = everybody["ann"].with_token()
    client = visit()
    assert "name='ann'" in client.post("/", headers={"authorization": f"Bearer {token}"}).text
    assert client.get("/", headers={"authorization": f"Bearer {token}x"}).status_code == 401
    assert client.get("/", headers={"authorization": "Bearer "}).status_code == 401


def live(client: TestClient, **headers: str):
    """Open the socket with the cookie, which the client by itself sends to no other scheme."""
    return client.websocket_connect("/live", headers={"cookie": f"{COOKIE}={client.cookies[COOKIE]}", **headers})


CROSS = [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}]
OWN = [{"sec-fetch-site": "same-origin"}, {"origin": HOME}, {}]


@pytest.mark.parametrize("sent", [*CROSS, {"origin": "null"}], ids=str)
def test_no_page_of_another_site_does_anything_with_a_login(visit, sent):
    client = visit()
    assert log_in(client, headers=sent).status_code == 403
    log_in(client)
    assert client.post("/", headers=sent).status_code == 403
    assert client.post("/logout", headers=sent).status_code == 403
    with pytest.raises(WebSocketDisconnect, check=lambda end: end.reason == ELSEWHERE), live(client, **sent):
        pass
    assert client.get("/", headers=sent).status_code == 403  # not even what it could not read


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_link_on_another_site_may_lead_here(visit, site):
    client = visit()
    log_in(client)
    followed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get("/", headers=followed).status_code == 200
    assert client.post("/", headers=followed).status_code == (200 if site == "none" else 403)
    framed = followed | {"sec-fetch-dest": "iframe"}
    assert client.get("/", headers=framed).status_code == (200 if site == "none" else 403)


@pytest.mark.parametrize("sent", OWN, ids=str)
def test_our_own_pages_and_programs_do(visit, sent):
    client = visit()
    assert log_in(client, headers=sent).status_code == 303
    assert client.post("/", headers=sent).status_code == 200


def test_a_socket_is_somebodys_or_closed(visit):
    client = visit()
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/live"):
        pass
    log_in(client)
    with live(client) as socket:
        assert socket.receive_text() == "ann"


def test_what_is_one_users_is_kept_by_nobody(visit):
    client = visit()
    log_in(client)
    assert client.get("/").headers["cache-control"] == "no-store"


PROXY = Proxies.of(["10.9.0.0/16"], "X-Remote-User")


def test_a_trusted_proxy_names_the_user(visit):
    client = visit("10.9.0.1", proxies=PROXY)
    assert "name='ann'" in client.get("/", headers={"x-remote-user": "ann"}).text
    assert client.get("/", headers={"x-remote-user": "nobody"}).status_code == 403
    assert client.get("/").status_code == 401
    assert client.post("/", headers={"x-remote-user": "ann", **CROSS[0]}).status_code == 403


def test_two_names_are_nobodys(visit):
    twice = [("x-remote-user", "ann"), ("x-remote-user", "ann")]
    assert visit("10.9.0.1", proxies=PROXY).get("/", headers=twice).status_code == 403


def test_nobody_else_does(visit):
    named = {"x-remote-user": "ann", "x-forwarded-for": "10.9.0.1"}
    assert visit("10.1.1.1", proxies=PROXY).get("/", headers=named).status_code == 401
    assert visit("10.9.0.1").get("/", headers=named).status_code == 401


def test_guessing_over_a_proxy_is_counted_by_who_is_behind_it_whatever_he_says_himself(visit):
    client = visit("10.9.0.1", proxies=PROXY)

    def guess(forwarded: str) -> int:
        return log_in(client, password="wrong", headers={"x-forwarded-for": forwarded}).status_code

    assert [guess(f"1.2.3.{each}, 8.8.8.8") for each in range(6)] == [401] * 5 + [429]
    assert guess("8.8.4.4") == 401


def test_guessing_over_several_proxies_is_counted_by_who_is_behind_them_on_however_many_lines_they_say_so(visit):
    client = visit("10.9.0.1", proxies=PROXY)

    def guess(*forwarded: str) -> int:
        headers = [("x-forwarded-for", each) for each in forwarded]
        return log_in(client, password="wrong", headers=headers).status_code

    tried = [guess(f"1.2.3.{each}", "8.8.8.8, 10.9.0.2", "10.9.0.3") for each in range(6)]
    assert tried == [401] * 5 + [429]
    assert guess("8.8.8.8", "8.8.4.4") == 401


@pytest.mark.parametrize("hop", ["unknown", "_hidden", "8.8.8.8:4711", "a" * 1_000, "8.8.8", "10.9.0.2, nobody"])
def test_a_hop_that_is_no_address_is_not_believed(visit, hop):
    client = visit("10.9.0.1", proxies=PROXY)
    for number in range(5):
        log_in(client, password="wrong", headers={"x-forwarded-for": f"1.2.3.{number}, {hop}{number}"})
    assert log_in(client, password="wrong", headers={"x-forwarded-for": f"1.2.3.4, {hop}9"}).status_code == 429


@pytest.mark.parametrize("header", ["x-forwarded-proto", "x-forwarded-host"])
def test_what_a_proxy_says_twice_may_be_the_clients_own(visit, header):
    said = {"x-forwarded-proto": "https", "x-forwarded-host": "team.example"}
    sent = [("origin", "https://team.example"), *said.items(), (header, said[header])]
    entered = log_in(visit("10.9.0.1", proxies=PROXY), headers=sent)
    assert entered.status_code == (403 if header == "x-forwarded-host" else 303)
    assert "secure" not in entered.headers.get("set-cookie", "").casefold()


@pytest.mark.parametrize("origin", ["http://[", "null", "", "http://"])
def test_an_origin_that_is_none_is_another_site(visit, origin):
    assert log_in(visit(), headers={"origin": origin}).status_code == 403


def test_https_in_front_of_a_proxy_makes_the_cookie_secure(visit):
    sent = {"x-forwarded-proto": "https", "origin": "https://team.example", "x-forwarded-host": "team.example"}
    entered = log_in(visit("10.9.0.1", proxies=PROXY), headers=sent)
    assert "secure" in entered.headers["set-cookie"].casefold()
    assert log_in(visit("10.1.1.1", proxies=PROXY), headers=sent).status_code == 403


def test_nobody_comes_in_while_it_cannot_be_told_who_may(visit, users):
    client = visit()
    log_in(client)
    users.path.write_text("broken")
    refused = client.get("/")
    assert refused.status_code == 503
    assert str(users.path) not in refused.text


def owners(host: str) -> TestClient:
    app = application()
    app.add_middleware(OwnersGate)
    return TestClient(app, base_url=f"http://{host}")


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "LOCALHOST"])
def test_at_the_machine_itself_one_is_its_owner(host):
    assert owners(host).get("/").json() == str(OWNER)


@pytest.mark.parametrize(
    "host", ["evil.example", "[", "localhost.evil.example", "10.0.0.1:7860", "127.0.0.1.evil.example"]
)
def test_a_name_that_was_led_to_the_machine_is_not_answered(host):
    assert owners(host).get("/").status_code == 421


@pytest.mark.parametrize("sent", CROSS, ids=str)
def test_no_page_of_another_site_does_anything_at_the_machine_itself(sent):
    assert owners("localhost").post("/", headers=sent).status_code == 403
