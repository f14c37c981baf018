"""Serves the guide on 127.0.0.1: `serve.py --port 8000 [--site DIR | --live | --check-port]`.

It serves a built site, the one in `site/` unless told; with `--live`, MkDocs serves the draft, and builds what differs
after every change. `--check-port` only says whether the port is free.
Exit status: 0 stopped by the user, 2 the port is taken or there is nothing to serve.
"""

import argparse
import os
import re
import socket
import sys
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.urls import local_hosts
from publishing import engine

INDEX = "index.html"
TEXT = {
    **{".html": "html", ".css": "css", ".js": "javascript", ".mjs": "javascript", ".txt": "plain", ".csv": "csv"},
    **{".md": "markdown", ".xml": "xml", ".bib": "x-bibtex", ".tex": "x-tex"},
}
TYPES = {ending: f"text/{name}; charset=utf-8" for ending, name in TEXT.items()} | {
    ".atom": "application/atom+xml",
    ".csl": "application/vnd.citationstyles.style+xml",
    ".gz": "application/gzip",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".yml": "application/yaml",
    ".zip": "application/zip",
}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="serve.py", description="Serve the guide on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8000, help="8000 unless told")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project, for --live")
    parser.add_argument("--live", action="store_true", help="serve the draft, and build it anew at every change")
    parser.add_argument("--check-port", action="store_true", help="only say whether the port is free")
    options = parser.parse_args(argv)
    if not 0 <= options.port <= 65535:
        parser.error(f"{options.port} is not a port; choose one between 1024 and 65535")
    if _taken(options.port):
        parser.error(f"port {options.port} is taken; choose another, for example `PORT={options.port + 1}`")
    if options.check_port:
        return 0
    if options.live:
        return _serve_live(options.root, options.port)
    if not (options.site / "index.html").is_file():
        parser.error(f"there is no site in {options.site}; run `make build` first")
    return _serve(options.site, options.port)


class Handler(SimpleHTTPRequestHandler):
    """Serves the files of a folder as a static host does: the site's own page for what is not there, and no lists.

    What is no request for this computer is refused: a page elsewhere may have its name lead here, and read the answer.
    """

    timeout = 10  # seconds that nothing comes, or is taken
    default_request_version = "HTTP/1.0"  # of what is no HTTP; in an earlier one an answer has no status

    def handle(self) -> None:
        """As the base class does; someone who leaves before the end is no error."""
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def parse_request(self) -> bool:
        """As the base class does, and whether the request is for this server; `path` is a path afterwards."""
        if not super().parse_request():
            return False
        authority, self.path = _target(self.path)
        named = self.headers.get_all("Host", [])
        if len(named) != 1 or not self.path.startswith("/"):
            self.send_error(400)
            return False
        if not {name.lower() for name in (*named, *authority)} <= local_hosts(self.server.server_port):
            self.send_error(421)
            return False
        return True

    def do_POST(self) -> None:
        """Says that files are only read."""
        self.send_error(405)

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

    def translate_path(self, path: str) -> str:
        """The file that a path names, or a folder that only lacks its slash; nothing where there is none, or where it
        is outside."""
        site = Path(self.directory).resolve()
        *folders, name = [unquote(part, errors="surrogateescape") for part in path.partition("?")[0].split("/")[1:]]
        if not all(map(_is_name, folders)) or not (_is_name(name) or name == ""):
            return ""
        try:
            found = site.joinpath(*folders, name or INDEX).resolve(strict=True)
            there = found.is_file() or (found / INDEX).is_file()
        except (OSError, RuntimeError):  # no such file, a name too long, or links that go round
            return ""
        return str(found) if there and found.is_relative_to(site) else ""

    def guess_type(self, path: str) -> str:
        """By our own table, since that of a system may lack what we publish."""
        return TYPES.get(Path(path).suffix.lower(), "application/octet-stream")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """As the base class does, without repeating what was asked; for 404 with the site's own page."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        """As the base class does; browsers are to take a type as it is told."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Allow", "GET, HEAD")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: a line for every request hides the address printed at the start."""


class Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own, and says in a line what went wrong with one."""

    request_queue_size = 128  # as many may come at once; with the usual five, the sixth waits for a second

    def handle_error(self, request: object, client_address: object) -> None:
        """Prints a line, and no traceback."""
        print(f"a request was not answered: {sys.exc_info()[1]!r}", file=sys.stderr)


def _target(target: str) -> tuple[list[str], str]:
    """The host that a request's target names, if it does, and the path: `http://127.0.0.1:8000/x` is allowed too."""
    match = re.fullmatch(r"http://([^/?]*)(/.*|\?.*|)", target, re.IGNORECASE)
    if not match:
        return [], target
    return [match[1]], match[2] if match[2].startswith("/") else f"/{match[2]}"


def _is_name(part: str) -> bool:
    """Whether a part of a path is the name of a file or folder, and no way around to one."""
    return part not in ("", ".", "..") and not set(part) & set("/\\\0")


def _serve(site: Path, port: int) -> int:
    with Server(("127.0.0.1", port), partial(Handler, directory=str(site))) as server:
        print(f"the guide is at http://127.0.0.1:{server.server_port}/ (Ctrl+C stops it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def _serve_live(root: Path, port: int) -> int:
    command = engine.serve_command(port)
    os.chdir(root)
    os.execve(command[0], command, {**os.environ, "GUIDE_FINDINGS": "show"})  # noqa: S606 - fixed words, no shell


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
