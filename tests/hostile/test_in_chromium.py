"""What the checks take for harmless text is harmless in a browser: nothing runs, and nothing is asked of anybody."""

import pytest
from playwright.sync_api import expect

from hostile.contexts import CONTEXTS
from hostile.fields import quoted
from hostile.garden import Garden, Slot, grown, settled
from hostile.payloads import CLASSES, marked
from support import build, serving, watched_page

AROUND = ("paragraph", "fence", "code span", "table cell", "after a backslash", "link title", "indented code")


def page(name: str, payloads: dict[str, str]) -> list[str | Slot]:
    """A page with the payloads of a class in its title and description, and in several places of its text."""
    pieces: list[str | Slot] = ["---\ntitle: ", *_fields(name, payloads), "\n---\n\n# Case\n"]
    for number, (label, payload) in enumerate(payloads.items()):
        for context in AROUND:
            text = marked(CONTEXTS[context].replace("PAYLOAD", payload), number)
            pieces += ["\n\n", Slot(f"{context} × {label}", text, "Nothing.")]
    return pieces


def _fields(name: str, payloads: dict[str, str]) -> list[str | Slot]:
    text = " ".join(marked(one, 0) for one in list(payloads.values())[:12])
    return [
        Slot(f"title × {name}", quoted(text), "Case"),
        "\ndescription: ",
        Slot(f"description × {name}", quoted(text), "Case"),
    ]


def test_nothing_runs_and_no_request_leaves(project, browser):
    garden = Garden({f"docs/about/{name}.md": page(name, payloads) for name, payloads in CLASSES.items()})
    accepted, broken = settled(garden, project)
    assert broken == []
    assert accepted != []
    garden.write(project, accepted)
    done = build(project)
    if done.returncode:
        pytest.fail("\n".join(map(str, grown(garden, project, accepted, lambda site: [], most=3))))
    said: list[str] = []
    with serving(project / "site") as address, watched_page(browser, address) as tab:
        tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        for name in ("", *(f"about/{name}/" for name in CLASSES)):
            tab.goto(address + name, wait_until="networkidle")
            assert (
                tab.evaluate(
                    "[...document.querySelectorAll('*')].filter(one => [...one.attributes].some(a => /^on/.test(a.name))).length"
                )
                == 0
            )
            assert tab.url == address + name
        tab.keyboard.press("/")
        tab.keyboard.type("case")
        expect(tab.locator(".md-search-result__link").first).to_be_visible(timeout=20_000)
    assert said == []
