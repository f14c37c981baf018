"""Asks the web, within limits that hold whatever a server does.

A request ends after some seconds in all, its redirects and its reading included. No more of an answer is held than some
bytes, counted as they are unpacked. A server that is busy is asked again when it says, but is never waited for long.
"""

import codecs
import json
import re
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import requote_uri
from urllib3.exceptions import TimeoutError

from quoting import one_line, shown

AGENT = "LLM-Ethics-Guide/1 (checks the sources of a guide)"
PAUSE = 1.0  # seconds between two requests to one host
BUSY = frozenset({429, 500, 502, 503, 504})
_CHUNK = 65_536
_HOST = re.compile("[A-Za-z0-9._:-]+")  # an address in numbers has colons
_LATE = "no answer in time"
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
# The encodings of text that browsers know, by Python's names; others that Python has are no text, or run code points.
_CHARSETS = frozenset(
    "utf-8 ascii utf-16 utf-16-le utf-16-be koi8-r koi8-u shift_jis cp932 euc_jp iso2022_jp euc_kr cp949 gb2312 gbk "
    "gb18030 big5 big5hkscs mac-roman cp866 cp874".split()
) | frozenset(f"{family}{number}" for family in ("iso8859-", "cp125") for number in range(17))


class WebError(Exception):
    """An address gave no answer that can be used; the message says why."""


class AddressError(WebError):
    """Nothing can be asked at an address: it is malformed, or there is no such host."""


@dataclass(frozen=True)
class Limits:
    """What a request may cost at most."""

    seconds: float = 40.0  # for all of it, redirects and reading included
    size: int = 2_000_000  # bytes of an answer that are read, unpacked
    redirects: int = 10
    wait: float = 60.0  # seconds for a server that is busy


@dataclass(frozen=True)
class WebAnswer:
    """What a server answered."""

    url: str  # where it stands, after redirects
    status: int
    reason: str
    moves: tuple[int, ...] = ()  # the status of each redirect
    content: bytes = b""
    is_whole: bool = True
    charset: str = ""  # as the server names it
    retry_after: str = ""

    @property
    def ok(self) -> bool:
        return self.status < 400

    def json(self) -> Any:
        """The answer as JSON. Raises WebError where it is none, or was too long to be read."""
        if not self.is_whole:
            raise WebError(f"the answer is longer than {len(self.content):,} bytes")
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise WebError("the answer is no JSON") from error

    def text(self) -> str:
        """The answer as text. Raises WebError where its charset is unknown; what does not fit it becomes U+FFFD."""
        named = _META.search(self.content[:4096])
        name = self.charset or (named[1].decode() if named else "utf-8")
        try:
            codec = codecs.lookup(name).name
        except (LookupError, ValueError):  # no such name, or one that cannot be one
            codec = ""
        if codec not in _CHARSETS:
            raise WebError(f"the charset `{shown(name, 40)}` is unknown")
        codec = "cp1252" if codec in ("ascii", "iso8859-1") else codec  # as browsers have it
        return self.content.decode(codec, errors="replace").removeprefix("\ufeff")


class _Session(requests.Session):
    """A session that looks at no redirect itself: to find where it leads, it would read all that the answer holds."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


@dataclass
class Web:
    """Asks politely: it names itself, and comes back when a busy server says."""

    tries: int = 3
    pause: float = PAUSE
    limits: Limits = Limits()
    session: requests.Session = field(default_factory=_Session)

    def ask(self, address: str, method: str = "GET", with_content: bool = True, **headers: str) -> WebAnswer:
        """What a server answers, whatever its status. Raises WebError, AddressError where there is nobody to ask."""
        for turn in range(self.tries):
            last = turn == self.tries - 1
            told = ""
            try:
                answer = _in_time(lambda: self._follow(address, method, with_content, headers), self.limits.seconds)
                if last or answer.status not in BUSY:
                    return answer
                told = answer.retry_after
            except WebError:
                raise
            except (requests.Timeout, TimeoutError) as error:
                raise WebError(_LATE) from error
            except requests.ConnectionError as error:
                if last:
                    raise _connection_error(error) from error
            except Exception as error:  # a server may say anything; whatever it broke is no fault of ours to stop at
                raise WebError(f"no answer that can be read ({type(error).__name__})") from error
            time.sleep(min(seconds_to_wait(told, self.pause * 2**turn), self.limits.wait))
        raise ValueError("no try at all")

    def _follow(self, address: str, method: str, with_content: bool, headers: dict[str, str]) -> WebAnswer:
        """The answer at the end of all redirects. Their own content, which may be anything, is never read."""
        ends = time.monotonic() + self.limits.seconds
        named = {"User-Agent": AGENT, **headers}
        moves: list[int] = []
        while True:
            response = self.session.request(
                method, checked(address), headers=named, timeout=20, allow_redirects=False, stream=True
            )
            with closing(response):
                if not response.is_redirect:
                    content, whole = self._read(response, ends) if with_content and method == "GET" else (b"", True)
                    return _answer(response, tuple(moves), content, whole)
                address = _target(response)
            moves.append(response.status_code)
            if len(moves) > self.limits.redirects:
                raise WebError(f"more than {self.limits.redirects} redirects")

    def _read(self, response: requests.Response, ends: float) -> tuple[bytes, bool]:
        """What an answer holds, unpacked, up to the limit; and whether that is all."""
        content = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > self.limits.size:
                return bytes(content[: self.limits.size]), False
            if time.monotonic() > ends:
                raise WebError(_LATE)
        return bytes(content), True


def checked(address: str) -> str:
    """The address as it is asked for. Raises AddressError where it is none of the web, or malformed."""
    try:
        parts = urlsplit(address)
        url = requests.Request("GET", address).prepare().url or ""
        host = urlsplit(url).hostname or ""
        sound = parts.scheme in ("http", "https") and parts.port != 0 and _HOST.fullmatch(host) and host.encode("idna")
    except (ValueError, requests.RequestException) as error:
        raise AddressError("the address is malformed") from error
    if not sound or " " in address or address != one_line(address):
        raise AddressError("the address is malformed")
    return url


def seconds_to_wait(told: str, otherwise: float) -> float:
    """What `Retry-After` says, in seconds or as a date; `otherwise` where it says nothing that can be understood."""
    if re.fullmatch("[0-9]+", told.strip()):
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return otherwise


def _in_time(work: Callable[[], WebAnswer], seconds: float) -> WebAnswer:
    """What `work` gives or raises. After the time, it is left to itself: a thread that nobody waits for.

    A limit on each read does not do, since a server may send a byte of a header every second.
    """
    done: SimpleQueue[tuple[WebAnswer | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:
            done.put((None, error))

    Thread(target=run, daemon=True).start()
    try:
        answer, error = done.get(timeout=seconds)
    except Empty:
        raise WebError(_LATE) from None
    if answer is None:
        raise error or WebError("no answer")
    return answer


def _answer(response: requests.Response, moves: tuple[int, ...], content: bytes, whole: bool) -> WebAnswer:
    head = Message()
    head["Content-Type"] = response.headers.get("Content-Type", "")[:200]
    charset = head.get_content_charset("")
    told = response.headers.get("Retry-After", "")
    return WebAnswer(response.url, response.status_code, response.reason or "", moves, content, whole, charset, told)


def _target(response: requests.Response) -> str:
    """Where a redirect leads. Raises WebError where that is nowhere on the web."""
    try:
        location = response.headers["location"].encode("latin-1").decode("utf-8")
        return checked(urljoin(response.url, requote_uri(location)))
    except (ValueError, AddressError) as error:
        raise WebError("it leads on to an address that is malformed or not of the web") from error


def _connection_error(error: requests.ConnectionError) -> WebError:
    if isinstance(error, requests.exceptions.ProxyError):
        return WebError("the proxy on the way does not answer, or refuses; the variable `https_proxy` names it")
    if isinstance(error, requests.exceptions.SSLError):
        return WebError("no secure connection; its certificate may have expired, or something stands in between")
    if "NameResolution" in repr(error) or "getaddrinfo" in repr(error):
        return AddressError("there is no such host")
    return WebError("no connection")
