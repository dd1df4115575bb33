"""What somebody may have meant to type: words a slip away, and keys of an input method left bare.

Vietnamese is typed with letters that stand for marks: `Ddangr vieen` is *Đảng viên* in Telex,
`D9ang3 vie6n` in VNI. Where the input method is off, they stay in the text.
"""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORT_MIN, LONG_MIN = 4, 8  # Letters of words with one slip, and with two.
NEAREST_MIN, FAR_MIN = 3, 6  # Letters of words that are suggested others for, and far ones.
NEAREST_MAX = 3
ALTERNATIVES_MAX = 20
_DOUBLED = re.compile(r"([adeo])\1")
_TONE = re.compile(r"(?<=[aeiouy])([bcdghklmnpqtvaeiouyw]*)[sfrxj]([bcdghklmnpqtvaeiouyw]*)$")
_VNI = re.compile(r"(?<=[a-z])[0-9]+")


def slips_allowed(word: str) -> int:
    """How far what was meant may be from the word, as letters left out, added, taken or swapped."""
    if len(word) < SHORT_MIN:
        return 0
    return 1 if len(word) < LONG_MIN else 2


def without_keys(word: str) -> tuple[str, ...]:
    """What the folded word is without keys that stand for marks in Telex and VNI."""
    found = [_VNI.sub("", word)]
    bare = _DOUBLED.sub(r"\1", word)
    found.extend((bare, bare.replace("w", "")))
    toneless = _TONE.sub(r"\1\2", bare)
    found.extend((toneless, toneless.replace("w", ""), _DOUBLED.sub(r"\1", toneless)))
    return tuple(dict.fromkeys(each for each in found if each and each != word))


def alternatives(word: str, known: Sequence[str], counts: Mapping[str, int]) -> dict[str, int]:
    """Known words that may be meant, with their distance from 1; the nearest and commonest."""
    found = {}
    allowed = slips_allowed(word)
    if allowed:
        found = {each: far for each, far in near(word, known, counts, allowed) if far}
    return found | {each: 1 for each in without_keys(word) if each in counts}


def nearest(word: str, known: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """A few words to suggest, further away than what is taken for a slip, the nearest first."""
    found = [each for each in without_keys(word) if each in counts]
    if len(word) >= NEAREST_MIN:
        distance = 1 if len(word) < FAR_MIN else 2
        found.extend(each for each, _ in near(word, known, counts, distance))
    return [*dict.fromkeys(found)][:NEAREST_MAX]


def near(
    word: str, known: Sequence[str], counts: Mapping[str, int], distance: int
) -> list[tuple[str, int]]:
    """Known words no further away than that, in order: the nearest first, then the commonest."""
    found = [
        (each, int(far))
        for each, far, _ in extract(
            word, known, scorer=OSA.distance, score_cutoff=distance, limit=None
        )
    ]
    found.sort(key=lambda pair: (pair[1], -counts[pair[0]], pair[0]))
    return found[:ALTERNATIVES_MAX]
