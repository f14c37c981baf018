"""Asking the web: limits hold whatever a server does, and nothing that it says is an error of ours."""

import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

import pytest

from registry_server import registries
from sources import links, web
from sources.entries import Identifier
from sources.registry import Registry, RegistryError
from sources.web import AddressError, Limits, Web, WebError, checked, seconds_to_wait

SMALL = Limits(seconds=2, size=100_000, redirects=3, wait=0.1)


@pytest.fixture
def server():
    with registries() as (address, server):
        server.address = address
        yield server


@pytest.fixture
def asking(server):
    one = Web(tries=1, pause=0, limits=SMALL)
    return lambda path, *argv, **options: one.ask(server.address + path, *argv, **options)


@pytest.mark.parametrize("path", ["zeros", "zeros-twice", "endless"])
def test_no_more_is_held_than_is_allowed_and_reading_stops_there(asking, server, path):
    asking("fine")
    tracemalloc.start()
    answer = asking(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.content == bytes(SMALL.size)
    assert not answer.is_whole
    assert most < 1_500_000  # of 20 MB, or of what never ends
    with pytest.raises(WebError, match=r"^the answer is longer than 100,000 bytes$"):
        answer.json()
    if path == "endless":
        assert server.left.wait(2)
        assert server.sent < 20_000_000  # what the system itself keeps of a connection


def test_what_a_redirect_holds_is_not_read(asking):
    tracemalloc.start()
    answer = asking("zeros-on-the-way")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (answer.status, answer.moves, answer.content) == (200, (302,), b"fine")
    assert most < 1_000_000


@pytest.mark.parametrize("path", ["drip", "drip-in-head"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_server_that_drips_is_left_in_time(server, path, method):
    if (path, method) == ("drip", "HEAD"):
        return  # whose content nobody asks for
    started = time.monotonic()
    with pytest.raises(WebError, match=r"^no answer in time$"):
        Web(3, 0, Limits(seconds=0.5)).ask(server.address + path, method)
    assert time.monotonic() - started < 1.5  # it is not asked again either


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "data:text/html,x",
        "javascript:alert(1)",
        "http://[bad",
        "http://127.0.0.1:99999/",
        "https://../",
        "https://",
        "//%5B/",
        "%FF%FE",
        "http://x%00.org/",
        "http://a b.org/",
    ],
)
def test_a_redirect_leads_to_the_web_or_nowhere(asking, target):
    with pytest.raises(WebError, match=r"^it leads on to an address that is malformed or not of the web$"):
        asking(f"to?{target if '%' in target else quote(target)}")


def test_redirects_are_followed_so_far_and_no_further(asking, server):
    answer = asking(f"to?{quote('/to?/fine')}")
    assert (answer.url, answer.moves, answer.content) == (f"{server.address}fine", (302, 302), b"fine")
    with pytest.raises(WebError, match=r"^more than 3 redirects$"):
        asking("loop")
    assert len([path for _, path, _ in server.asked if path == "/loop"]) == 4


@pytest.mark.parametrize(
    "address",
    [
        "https://[bad",
        "https://..",
        "https://.",
        "https://",
        "https:///x",
        "https://a..b/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://example.org:0/",
        "https://" + "a" * 64 + ".org/",
        "https://xn--\u0080.org/",
        "https://*.org/",
        "https://a b.org/",
        "https://a.org/\x00",
        "https://a.org/\x7f",
        "https://a.org/\ud800",
        "https://\ud800.org/",
        " https://a.org/",
        "https://a.org/\n",
        "file:///etc/passwd",
        "data:,x",
        "a.org",
        "",
    ],
)
def test_a_malformed_address_is_said_to_be_one(address, tmp_path, server):
    with pytest.raises(AddressError, match=r"^the address is malformed$"):
        checked(address)
    [answer] = links.ask([address], tmp_path / "links.json", pause=0, archive=f"{server.address}archive")
    assert (answer.url, answer.state, answer.detail) == (address, "gone", "the address is malformed")
    assert "(the address is malformed), in " in links.report([answer], {address: ["docs/index.md:1"]}, {})


def test_a_sound_address_is_one():
    assert checked("https://example.org/a%20b?x=1&y=~z_w") == "https://example.org/a%20b?x=1&y=~z_w"
    assert checked("http://bücher.example:8080/ü") == "http://xn--bcher-kva.example:8080/%C3%BC"


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ("0", 0, 0),
        (" 7 ", 7, 7),
        ("9" * 5000, 10**9, float("inf")),
        ("-5", 2, 2),
        ("1.5", 2, 2),
        ("٣", 2, 2),
        ("", 2, 2),
        ("soon", 2, 2),
        ("Wed, 21 Oct 99999999999 07:28:00 GMT", 2, 2),
        ("Wed, 99 Xxx 2015 77:28:00 GMT", 2, 2),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 0, 2),
    ],
)
def test_what_a_busy_server_says_is_understood(told, least, most):
    assert least <= seconds_to_wait(told, 2) <= most


def test_a_busy_server_may_name_a_time():
    now = datetime.now(UTC)
    assert 300 <= seconds_to_wait(format_datetime(now + timedelta(seconds=500), usegmt=True), 2) <= 501
    assert seconds_to_wait(format_datetime(now - timedelta(days=500), usegmt=True), 2) == 0


@pytest.mark.parametrize("told", ["9" * 5000, "86400", "Fri, 31 Dec 9999 23:59:59 GMT", "-1", "\xff\xfe", "0"])
def test_a_busy_server_is_waited_for_but_not_for_long(server, monkeypatch, told):
    slept = []
    monkeypatch.setattr(web.time, "sleep", slept.append)
    server.busy, server.retry_after = 2, told
    answer = Web(tries=3, pause=0.01, limits=SMALL).ask(f"{server.address}busy")
    assert (answer.status, answer.content) == (200, b"well")
    assert len(slept) == 2
    assert all(0 <= one <= SMALL.wait for one in slept)
    server.busy = 5
    assert Web(tries=2, pause=0.01, limits=SMALL).ask(f"{server.address}busy").status == 429


@pytest.mark.parametrize("name", ["latin-1", "ISO-8859-1", "windows-1252", "ascii", '"latin1"'])
def test_a_charset_is_believed(asking, name):
    assert asking(f"charset?{name}").text() == "<title>Mañana</title>"


@pytest.mark.parametrize(
    "name", ["x-none", "rot13", "hex", "zip", "undefined", "unicode_escape", "utf-7", "idna", "..%2F..", "%00"]
)
def test_a_charset_that_is_none_is_said_to_be(asking, name):
    with pytest.raises(WebError, match=r"^the charset `.*` is unknown$"):
        asking(f"charset?{name}").text()


def test_a_page_that_lies_about_its_charset_gives_no_facts(server):
    registry = Registry(pause=0, web=Web(1, 0))
    for name, message in (("utf-8", "is not written in the charset that it names"), ("x-none", "`x-none` is unknown")):
        with pytest.raises(RegistryError, match=message):
            registry.facts(Identifier("url", f"{server.address}charset?{name}"))
    assert registry.facts(Identifier("url", f"{server.address}charset?latin-1"))["title"] == "Mañana"


def test_the_charset_may_stand_in_the_page(asking):
    answer = asking("charset?")
    assert answer.charset == ""
    stated = type(answer)("", 200, "", content=b"<meta charset='windows-1251'><title>\xcc</title>")
    assert stated.text().endswith("<title>М</title>")


def test_headers_of_invalid_bytes_are_nothing_to_stop_at(asking):
    for _ in range(2):  # with what was kept of its cookies
        assert asking("odd-head").content == b"fine"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("no-gzip", r"^no answer that can be read \(DecodeError\)$"),
        ("no-http", "^no connection$"),
        ("nothing", "^no connection$"),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(asking, path, message):
    with pytest.raises(WebError, match=message):
        asking(path)


def test_json_too_deep_is_none(asking):
    with pytest.raises(WebError, match=r"^the answer is no JSON$"):
        asking("bare-json").json()


def test_whatever_breaks_is_no_traceback(monkeypatch, server):
    def broken(*_, **__):
        raise RuntimeError("in a new way")

    monkeypatch.setattr(web.requests.Session, "request", broken)
    with pytest.raises(WebError, match=r"^no answer that can be read \(RuntimeError\)$"):
        Web(1).ask(server.address)


@pytest.mark.parametrize("kind", [web.requests.ReadTimeout, web.requests.ConnectTimeout])
def test_what_took_too_long_is_not_asked_again(monkeypatch, kind):
    asked = []

    def slow(*_, **__):
        asked.append(1)
        raise kind

    monkeypatch.setattr(web.requests.Session, "request", slow)
    with pytest.raises(WebError, match=r"^no answer in time$"):
        Web(3, 0).ask("http://127.0.0.1:9/")
    assert asked == [1]
