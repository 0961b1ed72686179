"""A random stream in, words, names and digits out: the vocabulary that every task is written in."""

from __future__ import annotations

from random import Random

NAMES = (
    "Ann Bob Cid Dan Eve Fay Gus Hal Ida Jil Kim Lee Mia Ned Ola Pam Quin Ray Sue Tom Uma Vic Wes Zoe".split()
)
THINGS = (
    "cup hat pen bag box car cat dog egg fan gem hen ink jar key log map net owl pig rug saw tie urn van web yak "
    "lamp book door fish bird rope coin drum ring boat shoe tree leaf rock star bell cake desk fork goat harp iron "
    "kite lock moon nail oven pear quilt road soap tent vase wolf yarn"
).split()
COLOURS = "red blue green black white pink tan gold grey brown".split()
KEYS = "ABDEFGHK"
ASIDES = ("Go on.", "Now think.", "Good.", "All right.")
PLACES = "Rome Oslo Lima Kyiv Bern Cairo Delhi Paris Quito Seoul Tokyo Turin York Zagreb".split()
_CONSONANTS, _VOWELS = "bcdfghjklmnpqrstvwxyz", "aeiou"


def coined(chance: Random) -> str:
    """A word that no list holds: two syllables of a consonant and a vowel."""
    return "".join(chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(2))


def word(chance: Random) -> str:
    """A thing's name, or one time in four a coined word."""
    return coined(chance) if chance.random() < 0.25 else chance.choice(THINGS)


def several(chance: Random, count: int) -> list[str]:
    """So many words, all different."""
    found: list[str] = []
    while len(found) < count:
        one = word(chance)
        if one not in found:
            found.append(one)
    return found
