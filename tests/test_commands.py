"""The scripts and the Makefile, as a contributor uses them."""

import contextlib
import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

import serve
from llme.content.load import load
from support import ROOT, script
from test_rules import overlay


def test_check_of_a_clean_guide(folder):
    done = script("check.py", "--root", folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "no problems\n", "")


def test_check_finds_and_prints_json(folder):
    overlay(ROOT / "tests/cases/stage-unknown", folder)
    done = script("check.py", "--root", folder, "--format", "json")
    assert done.returncode == 1
    assert [one["code"] for one in json.loads(done.stdout)] == ["stage-unknown", "stage-unknown", "stage-empty"]


@pytest.mark.parametrize("arguments", [["--root", "/nowhere"], ["--format", "xml"], ["--what"]])
def test_check_of_wrong_usage(arguments):
    done = script("check.py", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_check_of_an_empty_folder_is_not_clean(tmp_path):
    (tmp_path / "docs").mkdir()
    done = script("check.py", "--root", tmp_path)
    assert done.returncode == 1
    assert "recommendations-missing: no recommendation was found" in done.stdout


def test_new_writes_what_the_checks_then_ask_for(folder):
    done = script("new.py", "--root", folder, "--stage", "measuring", "--title", 'Say "why": it\'s $HOME `x`')
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("wrote docs/recommendations/LLME-003.md\n")
    done = script("check.py", "--root", folder, "--format", "json")
    found = [(one["code"], one["message"]) for one in json.loads(done.stdout)]
    assert found == [
        ("field-empty", "`topics` is empty"),
        ("field-empty", "`roles` is empty"),
        ("normative-missing", "there is neither a `do` nor a `dont`"),
        ("field-empty", "`changes.1.note` is empty"),
        ("citation-missing", "`## Why` cites no source"),
        ("section-empty", "the section `Why` is empty"),
        ("section-empty", "the section `First steps` is empty"),
        ("section-empty", "the section `When this may not apply` is empty"),
        ("section-empty", "the section `Check yourself` is empty"),
    ]
    assert load(folder).of_kind("recommendations")[2].value("title") == 'Say "why": it\'s $HOME `x`'


def test_new_never_takes_an_id_that_was_used(folder):
    releases = folder / "docs/releases"
    releases.mkdir()
    (releases / "1.0.0.json").write_text('{"recommendations": [{"id": "LLME-005"}]}', "utf-8")
    subprocess.run(["git", "init", "-q", folder], check=True)
    gone = folder / "docs/recommendations/LLME-007.md"
    gone.write_text("once", "utf-8")
    as_someone = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*as_someone, "add", "-A"], check=True)
    subprocess.run([*as_someone, "commit", "-qm", "one"], check=True)
    gone.unlink()
    done = script("new.py", "--root", folder, "--stage", "measuring", "--title", "Next")
    assert done.stdout.startswith("wrote docs/recommendations/LLME-008.md\n")


def test_new_of_an_unknown_stage(folder):
    done = script("new.py", "--root", folder, "--stage", "measurin", "--title", "Next")
    assert done.returncode == 2
    assert "no stage is named `measurin`; did you mean `measuring`?" in done.stderr


def test_serve_says_when_the_port_is_taken(small_site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = script("serve.py", "--site", small_site, "--port", str(other.getsockname()[1]))
    assert done.returncode == 2
    assert "is taken; choose another" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_without_a_site(tmp_path):
    done = script("serve.py", "--site", tmp_path, "--port", "0")
    assert done.returncode == 2
    assert "run `make build` first" in done.stderr


def test_serve_shows_the_sites_own_page_for_what_is_not_there(small_site):
    handler = serve.partial(serve.Handler, directory=str(small_site))
    with serve.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        with urllib.request.urlopen(f"{base}/recommendations/LLME-001/", timeout=10) as answer:
            assert b"Ask before you collect" in answer.read()
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{base}/nothing/", timeout=10)
        assert missing.value.code == 404
        assert b"LLM Ethics Guide" in missing.value.read()
        server.shutdown()


def test_the_live_preview_shows_a_problem_and_goes_on(project):
    """As a writer works: a mistake in a page, then one in the bibliography, then both mended."""
    page, bibliography = project / "docs/recommendations/LLME-001.md", project / "bibliography/guide.bib"
    good, entries = page.read_text("utf-8"), bibliography.read_text("utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "scripts/serve.py"), "--live", "--root", str(project), "--port", str(port)]
    address = f"http://127.0.0.1:{port}/recommendations/LLME-001/"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(address, "Ask before you collect")
            page.write_text(good.replace("stage: collecting", "stage: colecting"), "utf-8")
            wait_for(address, "did you mean <code>collecting</code>")
            page.write_text(good, "utf-8")
            wait_for(address, "People object")
            bibliography.write_text(entries.replace("adams2020first,", "adams2020fist,"), "utf-8")
            wait_for(address, "no work has the key <code>adams2020first</code>")
            bibliography.write_text(entries, "utf-8")
            wait_for(address, "People object")
        finally:
            server.terminate()


def wait_for(address: str, text: str, seconds: int = 60) -> None:
    """Asks until the page holds the text."""
    body = ""
    for _ in range(seconds * 4):
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            body = answer.read().decode()
        if text in body:
            return
        time.sleep(0.25)
    pytest.fail(f"{text!r} never appeared; the page was {body[:2000]}")


def test_make_help_lists_every_command():
    done = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make ([a-z-]+)", done.stdout, re.MULTILINE)
    assert {"serve", "edit", "build", "check", "new", "test", "help"} <= set(listed)
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(targets) - {"browser", "tex", "engines"} == set(listed)
