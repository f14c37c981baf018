"""Every form of address that people cite, write or remember, walked over the published site as a static host serves it.

The site is a project's, at `/guide/`; its newest release has a stage and a topic with new names.
"""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from llme.content.load import load
from llme.outputs.site_root import root_files
from past import back_to, commit, git, published, release, rename
from support import ROOT_URL, serving

NEWEST = "2.0.1"
WITHOUT_SCRIPT = {"java_script_enabled": False}


@pytest.fixture(scope="module")
def checkout(past_folder, tmp_path_factory) -> Path:
    """The guide with a past and one more release, in which a stage and a topic have new names."""
    folder = tmp_path_factory.mktemp("renamed") / "guide"
    git(past_folder, "clone", "-q", "--shared", "--no-checkout", ".", str(folder))
    rename(back_to(folder, "2.0.0"), "gathering", "agreement", ["collecting"], ["consent"])
    commit(folder, "Rename")
    assert release(folder, NEWEST).returncode == 0
    return folder


@pytest.fixture(scope="module")
def host(checkout, published_site, tmp_path_factory) -> Path:
    """The folder of a host, in which the site stands as a project's: five versions, and then one more."""
    host = tmp_path_factory.mktemp("host")
    git(checkout, "fetch", "-q", str(published_site.with_name("guide")), "gh-pages:gh-pages")
    published(checkout, host / "guide")
    shutil.copy(host / "guide/404.html", host)
    return host


@pytest.fixture(scope="module")
def address(host):
    with serving(host) as address:
        yield f"{address}guide/"


@pytest.fixture
def page(blank):
    return blank


def test_every_resolver_is_a_small_file_the_same_in_both_cases(host):
    folder = host / "guide/r"
    names = sorted(path.name for path in folder.iterdir())
    newest = [f"LLME-00{number}" for number in range(1, 8)]
    old = [f"LLME-00{number}@0.1.0" for number in (1, 2)]
    four = [f"LLME-00{number}@{version}" for version in ("1.0.0", "1.0.1") for number in range(1, 7)]
    all_seven = [f"{name}@{version}" for version in ("1.1.0", "2.0.0", NEWEST) for name in newest]
    upper = [*newest, *old, *four, *all_seven]
    assert names == sorted([*upper, *map(str.lower, upper)])
    contents = {name: (folder / name / "index.html").read_bytes() for name in names}
    assert [name for name in upper if contents[name] != contents[name.lower()]] == []
    assert max(len(text) for name, text in contents.items() if "@" in name) <= 500
    assert len({contents[name] for name in upper}) == len(upper)


FORMS = [
    ("r/LLME-003/", "latest/recommendations/LLME-003/"),
    ("r/llme-003/", "latest/recommendations/LLME-003/"),
    ("r/LLME-003@1.0.0/", "1.0.0/recommendations/LLME-003/"),
    ("r/llme-003@1.0.0/", "1.0.0/recommendations/LLME-003/"),
    ("r/LLME-003@1.0.0", "1.0.0/recommendations/LLME-003/"),
    ("r/LLME-003%401.0.0/", "1.0.0/recommendations/LLME-003/"),
    ("latest/stages/collecting/", "latest/stages/gathering/"),
    ("2.0.1/stages/collecting/", "2.0.1/stages/gathering/"),
    ("latest/topics/consent/", "latest/topics/agreement/"),
]


@pytest.mark.parametrize(("asked", "reached"), FORMS)
def test_an_address_leads_on_with_its_anchor(page: Page, address, asked, reached):
    page.goto(f"{address}{asked}#why")
    page.wait_for_url(f"{address}{reached}#why")
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT])
@pytest.mark.parametrize(("asked", "reached"), FORMS)
def test_an_address_leads_on_without_javascript(page: Page, address, asked, reached):
    page.goto(address + asked)
    page.wait_for_url(address + reached)
    expect(page.locator("h1")).to_be_visible()


def test_a_filtered_list_is_kept_under_the_new_names(page: Page, address):
    page.goto(f"{address}latest/recommendations/?stage=collecting&topic=consent,validity")
    chosen = page.locator(".finder input:checked")
    assert chosen.evaluate_all("boxes => boxes.map(one => `${one.name}=${one.value}`)") == [
        "stage=gathering",
        "topic=agreement",
        "topic=validity",
    ]


def test_going_back_does_not_lead_on_again(page: Page, address):
    page.goto(f"{address}latest/")
    page.goto(f"{address}r/LLME-001@1.0.0/#why")
    page.wait_for_url(f"{address}1.0.0/recommendations/LLME-001/#why")
    page.go_back()
    page.wait_for_url(f"{address}latest/")


@pytest.mark.parametrize("options", [{}, WITHOUT_SCRIPT])
def test_the_first_page_is_the_latest_version(page: Page, address):
    page.goto(address)
    page.wait_for_url(f"{address}latest/")


def test_an_address_that_leads_on_names_the_one_that_lasts(host):
    text = (host / "guide/latest/stages/collecting/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="../gathering/">' in text


def test_search_engines_may_read_whatever_is_to_be_cited(host):
    assert (host / "guide/robots.txt").read_text("utf-8") == (
        f"User-agent: *\nDisallow: /guide/dev/\nSitemap: {ROOT_URL}sitemap.xml\n"
    )
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in (host / "guide/dev/index.html").read_text("utf-8")
    assert [
        path
        for path in (host / "guide").rglob("*.html")
        if path.relative_to(host / "guide").parts[0] != "dev" and noindex in path.read_text("utf-8")
    ] == []


# What is not there. Each with the whole sentence, and where its links lead.

LATEST = "latest/recommendations"
MISSING = [
    (
        "LLME-001@1.0.0",
        "LLME-001 in version 1.0.0. In the newest version, 2.0.1: LLME-001: Ask before you collect",
        ["1.0.0/recommendations/LLME-001/#why", f"{LATEST}/LLME-001/#why"],
    ),
    (
        "1.0.0/recommendations/llme-001/",
        "LLME-001 in version 1.0.0. In the newest version, 2.0.1: LLME-001: Ask before you collect",
        ["1.0.0/recommendations/LLME-001/#why", f"{LATEST}/LLME-001/#why"],
    ),
    (
        "R/LLME-001%40v1.0.0.",
        "LLME-001 in version 1.0.0. In the newest version, 2.0.1: LLME-001: Ask before you collect",
        ["1.0.0/recommendations/LLME-001/#why", f"{LATEST}/LLME-001/#why"],
    ),
    (
        "r/LLME-007@1.0.0/",
        "Version 1.0.0 does not have LLME-007, which was added in version 1.1.0. "
        "In the newest version, 2.0.1: LLME-007: Say when you stopped",
        [f"{LATEST}/LLME-007/#why"],
    ),
    (
        "1.0.1/recommendations/LLME-007/",
        "Version 1.0.1 does not have LLME-007, which was added in version 1.1.0. "
        "In the newest version, 2.0.1: LLME-007: Say when you stopped",
        [f"{LATEST}/LLME-007/#why"],
    ),
    (
        "r/LLME-001@9.9.9/",
        "There is no version 9.9.9. In the newest version, 2.0.1: LLME-001: Ask before you collect",
        [f"{LATEST}/LLME-001/#why"],
    ),
    (
        "9.9.9/recommendations/LLME-003/",
        "There is no version 9.9.9. In the newest version, 2.0.1, where it is withdrawn: LLME-003: Say what you left out",
        [f"{LATEST}/LLME-003/#why"],
    ),
    ("llme-002", "In the newest version, 2.0.1: LLME-002: Do not trust a single number", [f"{LATEST}/LLME-002/#why"]),
    (
        "dev/recommendations/LLME-002.html",
        "In the newest version, 2.0.1: LLME-002: Do not trust a single number",
        [f"{LATEST}/LLME-002/#why"],
    ),
    (
        "1.1.0/recommendations/llme-007/",
        "LLME-007 in version 1.1.0. In the newest version, 2.0.1: LLME-007: Say when you stopped",
        ["1.1.0/recommendations/LLME-007/#why", f"{LATEST}/LLME-007/#why"],
    ),
    (
        "r/LLME-002@1.0.0.1/",
        "There is no version 1.0.0.1. In the newest version, 2.0.1: LLME-002: Do not trust a single number",
        [f"{LATEST}/LLME-002/#why"],
    ),
    (
        "r/LLME-002@1.0.0-beta/",
        "In the newest version, 2.0.1: LLME-002: Do not trust a single number",
        [f"{LATEST}/LLME-002/#why"],
    ),
    ("r/LLME-0010/", "No recommendation was ever released under the ID LLME-0010.", []),
    ("r/LLME-0010@1.0.0/", "No recommendation was ever released under the ID LLME-0010.", []),
    ("r/LLME-999/", "No recommendation was ever released under the ID LLME-999.", []),
    (
        "LLME-2",
        "No recommendation was ever released under the ID LLME-2. Did you mean this one? "
        "In the newest version, 2.0.1: LLME-002: Do not trust a single number",
        [f"{LATEST}/LLME-002/#why"],
    ),
    ("1.0.0/nowhere/", "Version 1.0.0 has no page at this address.", ["1.0.0/"]),
    ("9.9.9/stages/collecting/", "There is no version 9.9.9.", []),
    ("latest/nowhere/", "The newest version, 2.0.1, has no page at this address.", []),
    ("latest/%E0%A4%A/", "The newest version, 2.0.1, has no page at this address.", []),
    ("1.0.2/stages/collecting/", "Version 1.0.2 was never published. What it changed is in version 1.1.0.", ["1.1.0/"]),
    (
        "r/LLME-002@1.0.2/",
        "Version 1.0.2 was never published. What it changed is in LLME-002 in version 1.1.0. "
        "In the newest version, 2.0.1: LLME-002: Do not trust a single number",
        ["1.1.0/recommendations/LLME-002/#why", f"{LATEST}/LLME-002/#why"],
    ),
    ("2.1.0/stages/collecting/", "There is no version 2.1.0.", []),
]
HELP = (
    "If you are looking for a recommendation, put r/ and its ID after the address of this site: r/LLME-008/ leads to it "
    "in the newest version, and r/LLME-008@1.0.0/ to what version 1.0.0 says."
)
UNKNOWN = ["nowhere/", "xLLME-001/", "LLME-001x/", "LLME-001_2/", "%E0%A4%A/", "1.0/stages/"]


@pytest.fixture(params=["at its address", "elsewhere", "without an address"])
def not_found(request, host, address, checkout):
    """The page for what is not there, of a site that believes to stand here, elsewhere, or does not know."""
    site = {"at its address": address, "elsewhere": "https://example.org/other/", "without an address": ""}
    before = (host / "404.html").read_bytes()
    (host / "404.html").write_text(
        root_files(load(checkout).releases, site[request.param], given_up=["1.0.2", "2.1.0"])["404.html"], "utf-8"
    )
    yield
    (host / "404.html").write_bytes(before)


@pytest.fixture
def visit(browser: Browser, options):
    """Opens a page that is not watched: asking for what is not there leaves an error in the console."""
    context = browser.new_context(**options)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)

    def visit(url: str) -> Page:
        assert page.goto(url).status == 404
        return page

    yield visit
    context.close()
    assert faults == []


def links(page: Page, selector: str) -> list[str]:
    return page.locator(selector).evaluate_all("found => found.map(one => one.href)")


def test_a_page_that_is_not_there_helps(visit, not_found, address):
    found = []
    for asked, _, _ in MISSING:
        page = visit(f"{address}{asked}#why")
        found.append((asked, page.locator("#asked").inner_text(), links(page, "#asked a")))
        assert links(page, "li a") == [f"{address}{path}" for path in ("latest/", f"{LATEST}/", "dev/")]
    assert found == [(asked, told, [f"{address}{one}" for one in targets]) for asked, told, targets in MISSING]


def test_what_names_no_recommendation_gets_the_usual_help(visit, not_found, address):
    for asked in UNKNOWN:
        page = visit(f"{address}{asked}")
        assert page.locator("#asked").inner_text() == HELP, asked


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT])
def test_a_page_that_is_not_there_helps_without_javascript(visit, address):
    """Where the site stands where it believes to stand, or on another host by the same path."""
    page = visit(f"{address}1.0.0/recommendations/llme-001/")
    expect(page.locator("#asked")).to_have_text(HELP)
    versions = ["2.0.1", "2.0.0", "1.1.0", "1.0.1", "1.0.0", "0.1.0"]
    assert links(page, "a") == [
        f"{address}{path}" for path in ("latest/", f"{LATEST}/", "dev/", *(f"{one}/" for one in versions))
    ]
    for target in links(page, "a"):
        assert page.request.get(target).status == 200, target


def test_a_copy_of_the_site_at_the_root_of_a_host_helps_too(visit, host):
    """It believes to stand at `/guide/`."""
    with serving(host / "guide") as root:
        page = visit(f"{root}1.0.0/recommendations/llme-001/")
        assert links(page, "#asked a") == [
            f"{root}1.0.0/recommendations/LLME-001/",
            f"{root}{LATEST}/LLME-001/",
        ]
        assert links(page, "li a") == [f"{root}{path}" for path in ("latest/", f"{LATEST}/", "dev/")]


def test_every_link_of_the_page_for_what_is_not_there_leads_somewhere(visit, address):
    page = visit(f"{address}r/LLME-001@9.9.9/")
    icon = page.locator("link[rel=icon]").evaluate("one => one.href")
    assert [one for one in (*links(page, "a"), icon) if page.request.get(one).status != 200] == []


def test_the_root_before_the_first_release():
    files = root_files((), ROOT_URL)
    assert sorted(files) == ["404.html", "_headers", "index.html", "newest.css", "robots.txt", "status.json"]
    assert files["newest.css"] == "/* Made anew with each release. */\n"
    assert 'content="0; url=dev/"' in files["index.html"]
    assert '<base href="/guide/">\n<link rel="icon" href="dev/assets/favicon.svg">' in files["404.html"]
    assert "latest/" not in files["404.html"].partition("<main>")[2].partition("<script>")[0]
    assert root_files((), "")["robots.txt"] == "User-agent: *\nDisallow: /dev/\n"


def test_the_version_selector_finds_a_stage_under_its_new_name(page: Page, address):
    page.goto(f"{address}2.0.0/stages/collecting/")
    page.locator(".md-version__current").hover(force=True)
    page.locator(".md-version__link", has_text=NEWEST).click()
    page.wait_for_url(f"{address}{NEWEST}/stages/gathering/")
