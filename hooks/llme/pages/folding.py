"""A Markdown extension that has readers fold the sections of a long text: each becomes a disclosure, open at first.

Its heading stays before it, with its anchor, so that links lead there and the search knows whose text follows. It works
on what Markdown has made, so a text means the same as anywhere else. The template of a page says where these sections
begin and end, by two empty elements `<section class="folded" markdown="block">`, a tag that no contributor may write.
"""

import xml.etree.ElementTree as etree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor


class FoldingExtension(Extension):
    """Makes disclosures of the sections between two marks."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers with `md`, after the contents of the page are known (5)."""
        md.treeprocessors.register(_Folding(md), "guide-folding", 4)


class _Folding(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        within, section = False, None
        for one in list(root):
            if one.tag == "section" and one.get("class") == "folded":
                root.remove(one)
                within, section = not within, None
            elif within and one.tag == "h2":
                one.set("class", "foldable")
                section = etree.Element("details", {"class": "folded", "open": "open"})
                summary = etree.SubElement(section, "summary", {"data-search-exclude": ""})
                etree.SubElement(
                    summary, "span", {"class": "unseen"}
                ).text = f"The text of “{''.join(one.itertext()).removesuffix('#')}”"
                root.insert(list(root).index(one) + 1, section)
            elif section is not None:
                root.remove(one)
                section.append(one)
