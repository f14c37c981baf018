"""The checklist of the worked example, as the checklist itself would save and print it: stamped with this edition."""

from llme.checklist.engine import read, to_json, to_latex, to_markdown
from llme.checklist.project import page_data
from llme.content.files import ANSWERS
from llme.content.guide import Guide
from llme.versions.edition import Edition

FORMS = {"json": to_json, "md": to_markdown, "tex": to_latex}
PATH = ANSWERS.removeprefix("docs/")  # without an ending


def answer_files(guide: Guide, edition: Edition) -> dict[str, str]:
    """Its answers as a file that the checklist opens, and what that yields, by their paths in the site."""
    if not guide.answers:
        return {}
    known = page_data(guide, edition)
    project, _ = read(guide.by_path[f"{ANSWERS}.json"].text, known)
    return {f"{PATH}.{ending}": form(known, project) for ending, form in FORMS.items()}
