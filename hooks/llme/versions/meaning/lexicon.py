"""Words as the comparison of meanings knows them: which bind, which say little, which are spelt in two ways."""

from functools import cache
from pathlib import Path


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that bind, by what they do. One of a row may stand for another without a change of what is asked.
CLASSES = {
    "not": "not no never none nobody nothing neither nor nowhere avoid refrain stop cease fail",
    "without": "without",
    "must": "must shall need require required mandatory obligatory compulsory ensure guarantee insist oblige obliged"
    " enforce strictly",
    "all": "all always every each whole entire everybody everyone everything throughout",
    "least": "least minimum min",
    "most": "most maximum max",
    "should": "should ought",
    "may": "may can could might",
    "would": "would will",
    "try": "consider try attempt hope wish aim strive encourage recommend suggest prefer invite welcome free want"
    " encouraged recommended suggested preferred invited",
    "if": "if when whenever provided",
    "where": "where wherever while whether",
    "unless": "unless except excepting excluding exempt optional optionally voluntary voluntarily discretionary ideally"
    " preferably usually normally typically generally waive possible possibly practicable feasible reasonable"
    " reasonably appropriate convenient affordable unnecessary unnecessarily needless unneeded",
    "some": "some few several certain selected many sometimes often occasionally rarely seldom hardly scarcely barely"
    " partly partially half mostly perhaps maybe",
    "any": "any anybody anyone anything",
    "one": "one once single sole",
    "someone": "somebody someone something person",
    "only": "only alone solely merely exclusively",
    "or": "or either",
    "both": "both twice double",
    "before": "before",
    "after": "after",
    "first": "first",
    "last": "last",
    "until": "until till",
    "then": "then next afterwards later",
    "within": "within",
    "over": "over above exceed beyond",
    "under": "under below",
    "between": "between",
    "more": "more",
    "less": "less fewer fewest",
    "instead": "instead rather",
    "than": "than",
    "enough": "enough sufficient sufficiently",
    "too": "too",
    "against": "against",
    "despite": "despite regardless",
    "skip": "skip ignore omit neglect disregard",
    "refuse": "refuse",
    "forbid": "forbid forbidden prohibit prohibited ban disallow",
    "allow": "allow allowed permit permitted let",
    **{one: one for one in "< > = ≤ ≥".split()},
}
CLASS = {word: name for name, words in CLASSES.items() for word in words.split()}
# What asks for less by coming alone.
DILUTING = _words("some unless may try")
# Words that say little by themselves.
EMPTY = _words(
    "a an the of to and in on at by for from with into onto about as that this these those there which who whom"
    " whose what how why so such also very then it its they them their theirs you your yours we us our he she his her"
    " be is are was were been being am do does did done has have had having s t re ve ll d m just simply really quite"
    " please own per but yet however herself himself itself themselves yourself yourselves up out"
) - set(CLASS)
PERSONS = {
    word: words.split()[0]
    for words in (
        "you your yours yourself yourselves",
        "they them their theirs themselves",
        "we us our ours ourselves",
        "he him his himself",
        "she her hers herself",
    )
    for word in words.split()
}
# Where one goes and the other comes, something points the other way.
TURNS = (("from", "to"), ("by", "for"), ("into", "out"), ("in", "out"), ("on", "off"), ("up", "down"), ("by", "to"))
TURNS += (("with", "against"), ("for", "against"), ("with", "without"), ("in", "from"))
# After what is explained, examples and the same in other words may follow.
EXPLAINING = _words("like including eg ie namely")

_TIME = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "fortnight": 1209600, "month": 2629800}
_TIME |= {"quarter": 7889400, "year": 31557600, "decade": 315576000, "century": 3155760000}
_SIZES = {"bit": 0.125, "byte": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12}
_LENGTHS = {"mm": 1e-3, "cm": 1e-2, "metre": 1, "meter": 1, "km": 1e3, "mile": 1609, "g": 1e-3, "gram": 1e-3, "kg": 1}
_PARTS = {
    "third": 1 / 3,
    "fifth": 1 / 5,
    "tenth": 1 / 10,
    "hundredth": 1 / 100,
    "%": 1 / 100,
}
# By the name of a unit what it measures, and how much of it.
UNITS = {
    name: (measure, size)
    for measure, sizes in (("time", _TIME), ("size", _SIZES), ("length", _LENGTHS), ("part", _PARTS))
    for name, size in sizes.items()
} | {name: (name, 1) for name in "$ € £ dollar euro pound watt kwh token".split()}
INTERVALS = {"hourly": "hour", "daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month"}
INTERVALS |= {"quarterly": "quarter", "yearly": "year", "annually": "year"}
MAGNITUDES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12, "k": 1e3}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | dict(zip("thirty forty fifty sixty seventy eighty ninety couple pair twice thrice".split(),
             (30, 40, 50, 60, 70, 80, 90, 2, 2, 2, 3), strict=True))  # fmt: skip
ORDINALS = {
    word: 3 + number for number, word in enumerate("third fourth fifth sixth seventh eighth ninth tenth".split())
}
# After which a larger number asks for less, and after which a smaller one does.
CEILINGS = _words("within most before after in under until by every each less limit cap reduce cut restrict upto")
FLOORS = _words("least for over more longer later")
TURNING = _words("over more longer later")  # a floor after a negative word is a ceiling

_SPELLINGS = dict(
    pair.split("/")
    for pair in (
        "centre/center metre/meter litre/liter fibre/fiber theatre/theater calibre/caliber catalogue/catalog"
        " dialogue/dialog analogue/analog licence/license practise/practice defence/defense offence/offense"
        " pretence/pretense programme/program judgement/judgment grey/gray ageing/aging enrol/enroll"
        " fulfil/fulfill skilful/skillful amongst/among whilst/while towards/toward learnt/learned"
        " spelt/spelled acknowledgement/acknowledgment artefact/artifact sceptical/skeptical cheque/check"
        " tyre/tire ok/okay till/until"
    ).split()
)
_SPELLINGS |= {f"{word}s": f"{same}s" for word, same in _SPELLINGS.items()}
_OUR = _words("colour behaviour labour favour honour neighbour harbour rumour humour endeavour vapour flavour rigour")
# Pairs of longer words that a slip of the pen seems to part, and that mean something else.
CONFUSED = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "accept/except access/excess advice/advise affect/effect allude/elude assess/assets casual/causal"
        " censor/sensor collect/correct complement/compliment consent/content consult/insult contact/contain"
        " contact/contract contract/contrast council/counsel credit/credits desert/dessert device/devise"
        " discreet/discrete elicit/illicit eminent/imminent endure/ensure equality/quality except/expect"
        " expand/expend expert/export extend/extent fiend/friend formal/former formal/normal human/humane"
        " inform/uniform intend/intent labels/labours latent/latest later/latter modals/models moral/morale"
        " moral/mortal morning/mourning patent/patient patents/patients persecute/prosecute person/prison"
        " personal/personnel perspective/prospective police/policy precede/proceed prescribe/proscribe"
        " principal/principle public/publish reassign/resign regain/retain regard/reward remain/retain"
        " repeal/repeat report/resort retain/retrain sight/slight statue/statute though/thought though/through"
        " trails/trials trust/trusts united/untied wander/wonder weather/whether"
    ).split()
)


def spelt(word: str) -> str:
    """A word in the one spelling by which those that are spelt in two ways are compared."""
    word = _SPELLINGS.get(word, word)
    for british in _OUR:
        if word.startswith(british):
            return f"{british[:-2]}r{word[len(british) :]}"
    for ending in ("ze", "zes", "zed", "zing", "zation", "zations", "zer", "zers"):
        if word.endswith((f"i{ending}", f"y{ending}")) and len(word) > len(ending) + 3:
            return f"{word[: -len(ending)]}s{ending[1:]}"
    return word


def stem(word: str) -> str:
    """A word without its ending, so that `logs` and `logging` are one."""
    ending = next((one for one in ("ing", "ed", "es", "s", "e") if word.endswith(one)), "")
    word = word[: -len(ending)] if ending and len(word) - len(ending) >= 3 else word
    return word[:-1] if word[-2:-1] == word[-1:] else word


_TURNED = (
    ("un", ""),
    ("in", ""),
    ("im", ""),
    ("ir", ""),
    ("il", ""),
    ("dis", ""),
    ("non", ""),
    ("de", ""),
    ("mis", ""),
)
_TURNED += (
    ("anti", ""),
    ("counter", ""),
    ("over", "under"),
    ("pre", "post"),
    ("in", "ex"),
    ("im", "ex"),
    ("en", "dis"),
)
_TURNED += (("up", "down"), ("in", "out"), ("pro", "anti"), ("max", "min"))
_ENDS = (("ful", "less"), ("in", "out"), ("on", "off"), ("up", "down"))


def are_opposite(one: str, other: str) -> bool:
    """Whether two words, as they are spelt, mean the opposite of each other."""
    if frozenset((stem(one), stem(other))) in _opposites():
        return True
    both = ((one, other), (other, one))
    if any(a.endswith(end) and f"{a.removesuffix(end)}{other_end}" == b for end, other_end in _ENDS for a, b in both):
        return True
    first, second = stem(one), stem(other)
    return any(
        a.startswith(start) and len(a) - len(start) >= 2 and f"{instead}{a.removeprefix(start)}" == b
        for start, instead in _TURNED
        for a, b in ((first, second), (second, first))
    )


@cache
def _opposites() -> frozenset[frozenset[str]]:
    rows = (Path(__file__).with_name("antonyms.txt").read_text("utf-8")).splitlines()
    stems = ([stem(spelt(word)) for word in row.split()] for row in rows)
    return frozenset(frozenset((first, other)) for first, *others in stems for other in others)
