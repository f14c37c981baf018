"""Serves the guide on 127.0.0.1: `serve.py --port 8000 [--site DIR | --live | --check-port]`.

It serves a built site, the one in `site/` unless told; with `--live`, MkDocs serves the draft, and builds what differs
after every change. `--check-port` only says whether the port is free.
Exit status: 0 stopped by the user, 2 the port is taken or there is nothing to serve.
"""

import argparse
import os
import socket
import sys
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from publishing import engine

ROOT = Path(__file__).resolve().parents[1]


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
    """Serves files, and the site's own page for what is not there."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """As the base class does, but for 404."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def copyfile(self, source, outputfile) -> None:
        """As the base class does; a reader who leaves before a file is sent is no error."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: a line for every request hides the address printed at the start."""


def _serve(site: Path, port: int) -> int:
    with ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(site))) as server:
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
