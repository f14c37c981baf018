"""A server on loopback that speaks as the registries, the web archive and some web sites do, well and badly."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, unquote_to_bytes

WORK = {
    "type": "paper-conference",
    "title": "On the <i>Dangers</i> of 50% Parrots",
    "author": [
        {"family": "Gogh", "non-dropping-particle": "van", "given": "Vera"},
        {"literal": "Acme & Co"},
    ],
    "issued": {"date-parts": [[2021, 3, 1]]},
    "container-title": "Proceedings of the Parrot Conference",
    "page": "610-623",
    "publisher": "A Press",
    "DOI": "10.5555/parrots",
}
PREPRINT = {
    "type": "article",
    "title": "A Preprint",
    "author": [{"family": "Doe", "given": "Jane"}],
    "issued": {"date-parts": [[2024]]},
    "publisher": "arXiv",
    "DOI": "10.48550/ARXIV.2401.00001",
}
PAGE = """<html><head><title>A page</title><meta name="citation_title" content="Of &amp; on pages">
<meta name="citation_author" content="Roe, Richard"><meta name="citation_author" content="Mary Major">
<meta name="citation_publication_date" content="2023/05/06"></head></html>"""


class Handler(BaseHTTPRequestHandler):
    """Answers by the path; `server.asked` remembers what was asked, `server.busy` how often it is still busy."""

    def do_GET(self) -> None:
        path = unquote(self.path)
        self.server.asked.append((self.command, path, self.headers["User-Agent"]))
        answers = {
            "/doi/10.5555/parrots": (200, json.dumps(WORK)),
            "/doi/10.48550/arXiv.2401.00001": (200, json.dumps(PREPRINT)),
            "/doi/10.5555/garbled": (200, "<html>"),
            "/doi/10.5555/untitled": (200, "{}"),
            "/doi/10.5555/broken": (500, "no"),
            "/doi/10.5555/busy": (429, "no"),
            "/crossref/works/10.1000/names": (200, json.dumps({"message": {"updated-by": UPDATES}})),
            "/crossref/works/10.5555/garbled": (200, "[]"),
            "/page": (200, PAGE),
            "/bare": (200, "<title>Bare</title>"),
            "/fine": (200, "fine"),
            "/shy": (403, "no programs"),
            "/gone": (410, "gone"),
            "/lost": (404, "lost"),
        }
        if path == "/busy" and self.server.busy:
            self.server.busy -= 1
            self._send(429, "wait", {"Retry-After": self.server.retry_after})
        elif path == "/moved":
            self._send(301, "", {"Location": "/fine"})
        elif path == "/away":
            self._send(302, "", {"Location": "/fine"})
        elif path == "/headless" and self.command == "HEAD":
            self._send(405, "")
        elif path.startswith("/archive?url="):
            copies = {"closest": {"url": "https://web.archive.org/web/2020/x"}} if path.endswith("/gone") else {}
            self._send(200, json.dumps({"archived_snapshots": copies}))
        elif path.removeprefix("/doi/10.5555") in BAD:
            BAD[path.removeprefix("/doi/10.5555")](self)
        elif path.startswith("/to?"):
            self._send_raw(b"302 Found", b"Location: " + unquote_to_bytes(self.path[4:]), b"gone on")
        elif path.startswith("/charset?"):
            self._send_raw(b"200 OK", b"Content-Type: text/html; charset=" + unquote_to_bytes(self.path[9:]), LATIN)
        else:
            self._send(*answers.get(path, (200, "well") if path in ("/busy", "/headless") else (404, "unknown")))

    do_HEAD = do_GET

    def _send(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        content = text.encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_raw(self, status: bytes, head: bytes, content: bytes) -> None:
        """An answer whose bytes nobody looked at."""
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 " + status + b"\r\n" + head + b"\r\nConnection: close\r\n\r\n" + content)

    def _send_endlessly(self, head: bytes, pieces: bytes, pause: float) -> None:
        """Sends on until the other side has had enough, or the server stops; counts the bytes."""
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + head)
        try:
            while not self.server.stopped.wait(pause):
                self.wfile.write(pieces)
                self.server.sent += len(pieces)
        except OSError:
            self.server.left.set()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


ZEROS = gzip.compress(bytes(20_000_000))
LATIN = "<title>Ma\xf1ana</title>".encode("latin-1")
BAD = {
    "/zeros": lambda one: one._send_raw(b"200 OK", b"Content-Encoding: gzip", ZEROS),
    "/zeros-twice": lambda one: one._send_raw(b"200 OK", b"Content-Encoding: gzip, gzip", gzip.compress(ZEROS)),
    "/zeros-on-the-way": lambda one: one._send_raw(b"302 Found", b"Location: /fine\r\nContent-Encoding: gzip", ZEROS),
    "/no-gzip": lambda one: one._send_raw(b"200 OK", b"Content-Encoding: gzip", b"plain"),
    "/endless": lambda one: one._send_endlessly(b"\r\n", bytes(65_536), 0),
    "/drip": lambda one: one._send_endlessly(b"\r\n", b"x", 0.05),
    "/drip-in-head": lambda one: one._send_endlessly(b"X-Name: ", b"x", 0.05),
    "/loop": lambda one: one._send_raw(b"302 Found", b"Location: /loop", b""),
    "/odd-head": lambda one: one._send_raw(
        b"200 \xff\xfe", b"Set-Cookie: \xff\x01=\xed\xa0\x80; expires=\xfe\r\nX-\xff: \x02\r\nno colon", b"fine"
    ),
    "/no-http": lambda one: one.wfile.write(b"\x00\xff nothing of the kind\r\n\r\n"),
    "/nothing": lambda one: None,
    "/bare-json": lambda one: one._send(200, "[" * 100_000),
}
UPDATES = [{"type": "retraction", "DOI": "10.1000/notice"}, {"type": "correction", "DOI": "10.1000/erratum"}]


@contextmanager
def registries() -> Iterator[tuple[str, ThreadingHTTPServer]]:
    """The server's address, and the server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.busy, server.retry_after, server.sent = [], 0, "0", 0
        server.stopped, server.left = threading.Event(), threading.Event()
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", server
        finally:
            server.stopped.set()
            server.shutdown()
