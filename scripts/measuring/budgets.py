"""The budgets, each measured: what it is about, what was measured, what is allowed, and whether it is kept."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from llme.content.load import load
from llme.versions.edition import DRAFT
from measuring import sizes, timing
from measuring.synthetic import multiply, project
from publishing import engine
from publishing.manifest import BRANCH
from publishing.repository import Repository

ROOT = Path(__file__).resolve().parents[2]
MANY = 5_000  # recommendations, for the check

Row = tuple[str, str, str, bool]  # what, measured, budget, whether it is kept


def _sizes(folder: Path, runs: int) -> Iterator[Row]:
    site = timing.released_site(ROOT, folder / "site")
    identifier, size = sizes.largest_recommendation(site)
    yield _bytes(f"HTML of the largest recommendation, {identifier}", size, sizes.RECOMMENDATION)
    works = len(load(ROOT).works)
    yield _bytes(f"HTML of the references page, {works} works", sizes.references(site), sizes.REFERENCES)
    yield _bytes("first visit, everything, compressed", sum(sizes.first_visit(site).values()), sizes.FIRST_VISIT)
    kinds = sizes.version(site)
    size = sum(kinds.values())
    most = ", ".join(f"{kind} {bytes_ / 1_000_000:.2f}" for kind, bytes_ in list(kinds.items())[:8])
    count = sizes.recommendations(site)
    yield _bytes(f"all files of a version, {count} recommendations (MB: {most})", size, sizes.VERSION)
    versions = sizes.versions_on_a_host(size)
    what = f"versions until {sizes.HOST // 1_000_000_000} GB, with the copy that `latest` is"
    yield what, str(versions), str(sizes.VERSIONS), versions >= sizes.VERSIONS


def _build(folder: Path, runs: int) -> Iterator[Row]:
    guide = project(ROOT, folder / "guide")
    plain = timing.plain_project(ROOT, folder / "plain")
    times = [(timing.build(plain), timing.build(guide, cold=True), timing.build(guide)) for _ in range(runs)]
    yield _ratio("strict build ÷ plain MkDocs + Material, cold", _median(times, 1, 0), 1.75)
    yield _ratio("the same when no citation has changed", _median(times, 2, 0), 1.5)


def _stock(folder: Path, runs: int) -> Iterator[Row]:
    guide = project(ROOT, folder / "guide")
    stock = timing.plain_project(ROOT, folder / "stock", stock=True)
    times = [(timing.build(stock), timing.build(guide, cold=True))]  # it is slow, and once is enough to see by how much
    yield _ratio("strict build, cold ÷ stock mkdocs-bibtex, author and date", _median(times, 1, 0), 0.2)


def _scale(folder: Path, runs: int) -> Iterator[Row]:
    one, ten = project(ROOT, folder / "one"), project(ROOT, folder / "ten")
    multiply(ten, 10)
    times = [(timing.build(one, cold=True), timing.build(ten, cold=True))]
    yield _ratio("build of 10 times the content ÷ build", _median(times, 1, 0), 10)


def _check(folder: Path, runs: int) -> Iterator[Row]:
    guide = project(ROOT, folder / "guide")
    count = len(list((guide / "docs/recommendations").glob("*.md")))
    multiply(guide, -(-MANY // count), whole=False)
    times = [(timing.parse(guide), timing.check(guide, cold=True), timing.check(guide)) for _ in range(runs)]
    name = f"check of {MANY:,} recommendations ÷ parsing their text once"
    yield _ratio(name, _median(times, 1, 0), 4)
    yield _ratio(f"{name}, texts unchanged", _median(times, 2, 0), 2)


def _publish(folder: Path, runs: int) -> Iterator[Row]:
    checkout = timing.checkout(ROOT, folder / "guide")
    for there in (1, 20):
        while timing.released(checkout) < there:
            timing.release(checkout)
        timing.publish(checkout)
        timing.release(checkout)
        published = timing.publish(checkout)
        # A publication builds the version and the draft.
        built = sum(timing.build(checkout, **engine.as_version(one)) for one in (DRAFT, timing.latest(checkout)))
        yield _ratio(f"publishing a version, {there} there ÷ building it and the draft", published / built, 1.2)
    before = Repository(checkout).commit_of(BRANCH)
    timing.reword(checkout)
    timing.publish(checkout)
    yield _bytes("what a push of the draft sends when one line changed", timing.pushed(checkout, before), 20_000)


def _median(times: list[tuple[float, ...]], above: int, below: int) -> float:
    return median(run[above] / run[below] for run in times)


def _bytes(what: str, size: int, budget: int) -> Row:
    return what, f"{size / 1000:,.1f} kB", f"{budget / 1000:,.0f} kB", size <= budget


def _ratio(what: str, ratio: float, budget: float) -> Row:
    return what, f"{ratio:.2f}", f"{budget:g}", ratio <= budget


PARTS: dict[str, Callable[[Path, int], Iterator[Row]]] = {
    "sizes": _sizes,
    "build": _build,
    "stock": _stock,
    "scale": _scale,
    "check": _check,
    "publish": _publish,
}
