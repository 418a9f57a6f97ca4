"""British and American spelling are one: words are put into British spelling before they are stemmed.

What comes out is for stemming only and never shown. It need not be a word, as long as both spellings come to the same.
"""

import re
from functools import lru_cache

# How words begin, American and British.
_PAIRS = """
    anemi/anaemi anesth/anaesth archeo/archaeo armor/armour artifact/artefact behavior/behaviour cesar/caesar
    color/colour diarrhea/diarrhoea encyclopedi/encyclopaedi endeavor/endeavour esophag/oesophag estrogen/oestrogen
    favor/favour fetal/foetal fetus/foetus flavor/flavour gynecolog/gynaecolog harbor/harbour hemo/haemo
    honora/honoura honore/honoure honors/honours jewelry/jewellery labore/laboure labors/labours leukemi/leukaemi
    maneuver/manoeuvre misbehavior/misbehaviour neighbor/neighbour orthopedi/orthopaedi pediatri/paediatri
    rumor/rumour savior/saviour skeptic/sceptic skillful/skilful tumor/tumour willful/wilful
"""
_BEGINNINGS = dict(pair.split("/") for pair in _PAIRS.split())
_WHOLE = {
    "aging": "ageing",
    "aluminum": "aluminium",
    "gray": "grey",
    "grays": "greys",
    "honor": "honour",
    "labor": "labour",
    "license": "licence",
    "licenses": "licences",
    "mom": "mum",
    "moms": "mums",
    "plow": "plough",
    "practise": "practice",
    "program": "programme",
    "programs": "programmes",
}
_DOUBLED = (
    "cancel|channel|counsel|dial|equal|fuel|initial|jewel|label|level|marshal|model|panel|remodel|rival|signal|total"
    "|travel|unravel"
)
# American to British, and back: pattern and replacement. "Wise" becomes "wize" and does no harm.
_ENDINGS = [
    ((r"(.{2}.*)([iy])z(e[ds]?|ers?|ing|able|ations?|ational)$", r"\1\2s\3"),
     (r"(.{2}.*)([iy])s(e[ds]?|ers?|ing|able|ations?|ational)$", r"\1\2z\3")),
    ((r"(calib|cent|fib|kilomet|lit|meag|somb|spect|theat)er(s?)$", r"\1re\2"),
     (r"(calib|cent|fib|kilomet|lit|meag|somb|spect|theat)re(s?)$", r"\1er\2")),
    ((r"center(ed|ing)$", r"centr\1"), (r"centr(ed|ing)$", r"center\1")),
    ((rf"({_DOUBLED})(ed|ings?|ers?|ors?|ery)$", r"\1l\2"), (rf"({_DOUBLED})l(ed|ings?|ers?|ors?|ery)$", r"\1\2")),
    ((r"(def|off|pret)ense(s?)$", r"\1ence\2"), (r"(def|off|pret)ence(s?)$", r"\1ense\2")),
    ((r"(ana|cata|dia)log(s?)$", r"\1logue\2"), (r"(ana|cata|dia)logue(s?)$", r"\1log\2")),
    ((r"(acknowledg|abridg|judg)ment(s?)$", r"\1ement\2"), (r"(acknowledg|abridg|judg)ement(s?)$", r"\1ment\2")),
    ((r"(enrol|fulfil|instal|instil)l(s|ments?)?$", r"\1\2"), (r"(enrol|fulfil|instal|instil)(s|ments?)?$", r"\1l\2")),
]  # fmt: skip


class _Way:
    """From one spelling to the other."""

    def __init__(self, beginnings: dict[str, str], whole: dict[str, str], endings: list[tuple[str, str]]) -> None:
        self.whole, self.beginnings = whole, beginnings
        self.begins = re.compile("|".join(sorted(beginnings, key=len, reverse=True)))
        self.endings = [(re.compile(pattern), replacement) for pattern, replacement in endings]
        self.ends = re.compile("|".join(re.sub(r"\((?!\?)", "(?:", pattern) for pattern, _ in endings))

    def spell(self, word: str) -> str:
        if word in self.whole:
            return self.whole[word]
        if found := self.begins.match(word):
            word = self.beginnings[found[0]] + word[found.end() :]
        if self.ends.search(word):  # few words do: asked first, for this runs for every word
            for pattern, replacement in self.endings:
                word = pattern.sub(replacement, word)
        return word


def _turned(pairs: dict[str, str]) -> dict[str, str]:
    return {other: one for one, other in pairs.items()}


_TO_BRITISH = _Way(_BEGINNINGS, _WHOLE, [there for there, _ in _ENDINGS])
_TO_AMERICAN = _Way(_turned(_BEGINNINGS), _turned(_WHOLE), [back for _, back in _ENDINGS])


@lru_cache(maxsize=100_000)
def british(word: str) -> str:
    """A word of the index, in small letters."""
    return _TO_BRITISH.spell(word.lower())


def spellings(word: str) -> list[str]:
    """A word in all its spellings, the British one first: what may be marked in a text."""
    return list(dict.fromkeys([british(word), _TO_AMERICAN.spell(word.lower()), word.lower()]))
