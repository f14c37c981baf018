"""The server of `make serve`, over a socket: odd requests get a quiet answer of the right status, and it goes on."""

import contextlib
import re
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import serve
from support import ROOT

FILES = {"index.html": "home", "404.html": "own page: nothing is here", "empty/assets/x.txt": "x"} | {
    f"1.0.0/{name}": text
    for name, text in {"index.html": "released", "stages/index.html": "stages", "a b+é.txt": "name"}.items()
}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


class Serving(NamedTuple):
    port: int
    site: Path
    process: subprocess.Popen

    def send(self, request: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(request)
        return connection

    def raw(self, request: bytes) -> Answer:
        """The answer to these bytes."""
        with self.send(request) as connection:
            received = b"".join(iter(lambda: connection.recv(65536), b""))
        head, _, body = received.decode("latin-1").partition("\r\n\r\n")
        first, *rows = head.split("\r\n")
        headers = {name.lower(): value for name, _, value in (row.partition(": ") for row in rows)}
        headers.pop("date")
        assert headers["x-content-type-options"] == "nosniff"
        return Answer(int(re.match(r"HTTP/1\.0 ([0-9]{3}) [A-Z]", first)[1]), headers, body)

    def get(self, target: str, *headers: str, host: str | None = None, method: str = "GET") -> Answer:
        rows = [f"{method} {target} HTTP/1.1", f"Host: {host or f'127.0.0.1:{self.port}'}", *headers]
        return self.raw("\r\n".join([*rows, "", ""]).encode("utf-8", "surrogateescape"))

    def goes_on(self) -> None:
        assert self.get("/").body == "home"
        assert self.process.poll() is None


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Serving]:
    """A site with a link inside, and some that lead out; the terminal shows nothing but the address in the end."""
    folder = tmp_path_factory.mktemp("served")
    site = folder / "site"
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    (folder / "secret").mkdir()
    (folder / "secret/index.html").write_text("secret", "utf-8")
    (site / "latest").symlink_to("1.0.0")
    (site / "out").symlink_to(folder / "secret")
    (site / "out.html").symlink_to("../secret/index.html")
    (site / "round").symlink_to("round")
    (site / "back\\slash.txt").write_text("x", "utf-8")
    (site / "1.0.0/up").symlink_to("../..")
    command = [sys.executable, str(ROOT / "scripts/serve.py"), "--site", str(site), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        address = process.stdout.readline()
        port = int(re.fullmatch(r"the guide is at http://127\.0\.0\.1:(\d+)/ \(Ctrl\+C stops it\)\n", address)[1])
        yield Serving(port, site, process)
        process.terminate()
        assert process.stdout.read() == ""


OK, MOVED, BAD, MISSING, NOT_ALLOWED, MISDIRECTED = 200, 301, 400, 404, 405, 421


@pytest.mark.parametrize(
    ("target", "status", "body"),
    [
        ("/", OK, "home"),
        ("/?a=b/../c", OK, "home"),
        ("/1.0.0/stages/", OK, "stages"),
        ("/1.0.0/stages/index.html", OK, "stages"),
        ("/latest/stages/?x", OK, "stages"),
        ("/1.0.0/a%20b+%C3%A9.txt", OK, "name"),
        ("//1.0.0/stages/", OK, "stages"),
    ],
)
def test_files_are_answered(served, target, status, body):
    answer = served.get(target)
    assert (answer.status, answer.body) == (status, body)


@pytest.mark.parametrize("target", ["/1.0.0/stages", "/1.0.0", "/latest", "/latest/stages?x=y"])
def test_a_folder_without_its_slash_leads_on(served, target):
    answer = served.get(target)
    path, _, query = target.partition("?")
    assert (answer.status, answer.headers["location"]) == (MOVED, f"{path}/{query and f'?{query}'}")


ABSENT = r"""
/nothing /nothing/ /index.html/ /1.0.0/index.html/x /x%2findex.html /1.0.0%2findex.html /%00 /%00/ /index.html%00
/1.0.0/%00/index.html /%ff /%ff/ /%ed%a0%80 /% /%zz /%0d%0ax /..%2f.. /..%2f../ /%2e%2e/ /%2e%2e /.. /../ /. /./
/../../etc/passwd /1.0.0/../index.html /1.0.0/./ /1.0.0// /1.0.0//stages/ /%2e%2e%2fsecret%2f /%252e%252e/secret/
/..;/secret/ /\ /..\..\secret\ /%5c..%5c /..%5csecret/ /1.0.0\index.html /1.0.0%5cindex.html /back\slash.txt
/back%5cslash.txt /C:/x /empty /empty/ /empty/assets /empty/assets/ /empty/assets/y /out /out/
/out/index.html /out.html /round /round/ /round/x /1.0.0/up /1.0.0/up/ /1.0.0/up/secret/index.html
/latest/up/secret/ /%F0%9F%99%82 /é /<script>alert(1)</script> /x?<script> /index.html#x /*
""".split()


LONG = ["/" + "a" * 300, "/" + "a/" * 20_000, "/" + "a" * 60_000]


@pytest.mark.parametrize("target", [*ABSENT, "/\udcff", *LONG], ids=lambda target: ascii(target[:40]))
def test_what_is_not_there_gets_the_sites_own_page(served, target):
    answer = served.get(target)
    assert (answer.status, answer.body) == (MISSING, FILES["404.html"])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert served.get(target, method="HEAD") == answer._replace(body="")
    served.goes_on()


def test_without_such_a_page_nothing_of_the_request_is_repeated(served):
    page = served.site / "404.html"
    page.rename(page.with_name("other.html"))
    try:
        answer = served.get("/<script>alert(1)</script>%0d%0a")
    finally:
        page.with_name("other.html").rename(page)
    assert answer.status == MISSING
    assert "script" not in answer.body
    assert "empty" not in answer.body


ELSEWHERE = """
evil.example evil.example:{} 127.0.0.1 localhost [::1] 127.0.0.1:1 localhost.evil.example:{} 127.0.0.1:{}.evil.example
evil.example:{}/127.0.0.1:{} evil@127.0.0.1:{} 127.0.0.2:{} 0.0.0.0:{} 127.1:{} localhost.:{} 127.0.0.1:{},evil.example
127.0.0.1:{}:{} ::1:{} é:{} * 127.0.0.1:0{} 127.0.0.1:+{}
""".split()


def test_it_answers_to_its_own_names_alone(served):
    for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
        assert served.get("/", host=f"{name}:{served.port}").body == "home"
    for name in ELSEWHERE:
        for target in ("/", "/nothing", "/latest"):
            answer = served.get(target, host=name.replace("{}", str(served.port)))
            assert answer.status == MISDIRECTED, name
            assert "location" not in answer.headers
            assert "home" not in answer.body


def test_a_target_may_be_absolute_and_names_the_host_too(served):
    here = f"127.0.0.1:{served.port}"
    for target in (f"http://{here}/1.0.0/", f"HTTP://{here}/1.0.0/", f"http://localhost:{served.port}/1.0.0/?x"):
        assert served.get(target).body == "released"
    assert served.get(f"http://{here}").body == served.get(f"http://{here}?x").body == "home"
    assert served.get(f"http://{here}/nothing").status == MISSING
    assert served.get(f"http://{here}//evil.example/..").status == MISSING
    for target in ("http://evil.example/", "http://", "http:///", "http://[bad/", f"http://x@{here}/", "http://é/"):
        assert served.get(target).status == MISDIRECTED, target
    assert served.get("http://evil.example/", host="evil.example").status == MISDIRECTED
    for target in ("*", "x", "https://evil.example/", "ftp://x/", "evil.example:80", "?x", "#", "file:///etc/passwd"):
        assert served.get(target).status == BAD, target


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", BAD),
        (b"GET / HTTP/1.0\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: \r\n\r\n", MISDIRECTED),
        (b"GET / HTTP/1.1\r\nHost: HERE\r\nHost: HERE\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: HERE\r\nHOST: evil.example\r\n\r\n", BAD),
        (b"GET /\r\n\r\n", BAD),
        (b"GET\r\n\r\n", BAD),
        (b"GET / HTTP/9.9\r\nHost: HERE\r\n\r\n", 505),
        (b"GET / HTTP/2.0\r\nHost: HERE\r\n\r\n", 505),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (b"GET / HTTP/x\r\nHost: HERE\r\n\r\n", BAD),
        (b"GET / HTTP/1.1.1\r\n\r\n", BAD),
        (b"GET / HTTP/99999999999.1\r\n\r\n", BAD),
        (b"GET / http/1.1\r\n\r\n", BAD),
        (b"GET / x y HTTP/1.1\r\n\r\n", BAD),
        (b"GET /a b HTTP/1.1\r\n\r\n", BAD),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\xff\xfe\x00\n\n", BAD),
        (b"SSH-2.0-OpenSSH_9.2\r\n", BAD),
        (b"\x00\x00\x00\n", BAD),
        (b"\xff\xfe\xfd <script> x\n", BAD),
        (b"EHLO there\r\n", BAD),
        (b"<script> x\n", BAD),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: HERE\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: HERE\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: HERE\r\nIf-Modified-Since: x\r\n\r\n", OK),
        (b"GET / HTTP/1.1\r\nHost: HERE\r\nIf-Modified-Since: Fri, 31 Dec 99999 23:59:59 GMT\r\n\r\n", OK),
        (b"GET / HTTP/1.1\r\nHost: HERE\r\nRange: bytes=0-1\r\n\r\n", OK),
        (b"GET / HTTP/1.1\r\nHost: HERE\r\nRange: bytes=9-1,x\r\n\r\n", OK),
        (b"GET / HTTP/1.1\nHost: HERE\n\n", OK),
        (b"POST / HTTP/1.1\r\nHost: HERE\r\nContent-Length: 4\r\n\r\nabcd", NOT_ALLOWED),
        (b"POST / HTTP/1.1\r\nHost: HERE\r\nContent-Length: -1\r\n\r\n", NOT_ALLOWED),
        (b"PUT /x HTTP/1.1\r\nHost: HERE\r\nTransfer-Encoding: chunked\r\n\r\n", NOT_ALLOWED),
        (b"DELETE /index.html HTTP/1.1\r\nHost: HERE\r\n\r\n", NOT_ALLOWED),
        (b"OPTIONS / HTTP/1.1\r\nHost: HERE\r\nExpect: 100-continue\r\n\r\n", NOT_ALLOWED),
        (b"TRACE / HTTP/1.1\r\nHost: HERE\r\n\r\n", 501),
        (b"get / HTTP/1.1\r\nHost: HERE\r\n\r\n", 501),
        (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: HERE\r\n\r\n", BAD),
        (b"__init__ / HTTP/1.1\r\nHost: HERE\r\n\r\n", 501),
    ],
)
def test_what_is_hardly_http_gets_a_status(served, request_, status):
    answer = served.raw(request_.replace(b"HERE", f"127.0.0.1:{served.port}".encode()))
    assert answer.status == status
    assert "script" not in answer.body
    if status == OK:
        assert answer.body == "home"
    if status == NOT_ALLOWED:
        assert answer.headers["allow"] == "GET, HEAD"
    served.goes_on()


@pytest.mark.parametrize(
    "begun", [b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nX: y", b"\r\n"]
)
def test_who_says_nothing_or_leaves_harms_nobody(served, begun):
    begun_at = time.monotonic()
    silent = [served.send(begun) for _ in range(20)]
    served.goes_on()
    assert time.monotonic() - begun_at < 2
    for connection in silent:  # a reset, and not a polite end
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    served.goes_on()


def test_who_leaves_in_the_middle_of_a_file_harms_nobody(served):
    (served.site / "large.txt").write_bytes(b"x" * 20_000_000)
    for _ in range(5):
        connection = served.send(f"GET /large.txt HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode())
        connection.recv(10)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    served.goes_on()


def answered(site: Path, request: bytes) -> bytes:
    """What a server in this process answers."""
    handler = serve.partial(serve.Handler, directory=str(site))
    with serve.Server(("127.0.0.1", 0), handler) as server, contextlib.closing(socket.socket()) as connection:
        connection.connect(server.server_address)
        connection.settimeout(5)
        connection.sendall(request.replace(b"HERE", f"127.0.0.1:{server.server_port}".encode()))
        server.handle_request()
        return connection.recv(100)


def test_who_says_nothing_is_left_in_the_end(tmp_path, monkeypatch):
    assert serve.Handler.timeout == 10
    monkeypatch.setattr(serve.Handler, "timeout", 0.2)
    assert answered(tmp_path, b"") == b""


def test_a_fault_of_our_own_is_a_line(tmp_path, monkeypatch, capfd):
    def fail(handler: serve.Handler) -> None:
        raise ValueError("out of order")

    monkeypatch.setattr(serve.Handler, "do_GET", fail)
    assert answered(tmp_path, b"GET / HTTP/1.1\r\nHost: HERE\r\n\r\n") == b""
    assert capfd.readouterr().err == "a request was not answered: ValueError('out of order')\n"


TYPES = """
.html text/html;charset=utf-8 .css text/css;charset=utf-8 .js text/javascript;charset=utf-8 .json application/json
.mjs text/javascript;charset=utf-8 .MJS text/javascript;charset=utf-8 .atom application/atom+xml
.bib text/x-bibtex;charset=utf-8 .ris application/x-research-info-systems .svg image/svg+xml
.csl application/vnd.citationstyles.style+xml .html.exe application/octet-stream . application/octet-stream
""".split()


def test_types(served):
    for ending, kind in zip(TYPES[::2], TYPES[1::2], strict=True):
        (served.site / f"file{ending}").write_text("x", "utf-8")
        assert served.get(f"/file{ending}").headers["content-type"].replace(" ", "") == kind


def test_every_file_of_a_site_has_a_type(real_site):
    assert {path.suffix for path in real_site.rglob("*") if path.is_file()} - {""} <= set(serve.TYPES)
