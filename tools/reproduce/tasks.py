"""A random stream in, instructions of short sentences with their answers out: the text-only half of the pool.

Each family is one question about what the prompt says, answered by a word, a name or a number. Most prompts have four
sentences or more, so that the operator takes their middle third; those of at most three it takes whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from random import Random

from tools.reproduce.words import ASIDES, COLOURS, NAMES, PLACES, several, word

Task = tuple[str, str]


def how_many(chance: Random) -> Task:
    """Who has which number; the number of one."""
    names, counts = chance.sample(NAMES, 3), chance.sample(range(10), 3)
    asked = chance.randrange(3)
    told = " ".join(f"{name} has {count}." for name, count in zip(names, counts, strict=True))
    return f"{told} How many has {names[asked]}?", str(counts[asked])


def who_has(chance: Random) -> Task:
    """Who has which number; the owner of one."""
    names, counts = chance.sample(NAMES, 3), chance.sample(range(10), 3)
    asked = chance.randrange(3)
    told = " ".join(f"{name} has {count}." for name, count in zip(names, counts, strict=True))
    return f"{told} Who has {counts[asked]}?", names[asked]


def which_colour(chance: Random) -> Task:
    """Which thing has which colour; the colour of one."""
    things, colours = several(chance, 3), chance.sample(COLOURS, 3)
    asked = chance.randrange(3)
    told = " ".join(f"{thing.title()}: {colour}." for thing, colour in zip(things, colours, strict=True))
    return f"{told} What is the {things[asked]}?", colours[asked]


def where_is(chance: Random) -> Task:
    """Who is in which town; the town of one; three sentences."""
    names, places = chance.sample(NAMES, 2), chance.sample(PLACES, 2)
    asked = chance.randrange(2)
    told = " ".join(f"{name} is in {place}." for name, place in zip(names, places, strict=True))
    return f"{told} Where is {names[asked]}?", places[asked]


def add(chance: Random) -> Task:
    """The sum of two digits."""
    a, b = chance.randrange(10), chance.randrange(10)
    return f"{chance.choice(ASIDES)} Take {a}. Add {b}. What is the sum?", str(a + b)


def older(chance: Random) -> Task:
    """Two ages; the name of the older one or the younger one."""
    names, ages = chance.sample(NAMES, 2), chance.sample(range(10), 2)
    best, asked = (max, "older") if chance.random() < 0.5 else (min, "younger")
    told = f"{chance.choice(ASIDES)} {names[0]} is {ages[0]}. {names[1]} is {ages[1]}. Who is {asked}?"
    return told, names[ages.index(best(ages))]


def is_there(chance: Random) -> Task:
    """Three things; whether a fourth name is one of them."""
    things = several(chance, 4)
    here = chance.random() < 0.5
    asked = chance.choice(things[:3]) if here else things[3]
    told = " ".join(f"A {thing}." for thing in things[:3])
    return f"{told} Is there a {asked}?", "yes" if here else "no"


def place_in_list(chance: Random) -> Task:
    """A list of three words; the first or the last."""
    things = several(chance, 3)
    at, asked = chance.choice(((0, "first"), (2, "last")))
    return f"{chance.choice(ASIDES)} See: {', '.join(things)}. Read on. Say the {asked}.", things[at]


def letter_of(chance: Random) -> Task:
    """A word; its first or last letter."""
    one = word(chance)
    at, asked = chance.choice(((0, "first"), (-1, "last")))
    return f"Read on. {chance.choice(ASIDES)} See: {one}. Say its {asked} letter.", one[at]


def repeat(chance: Random) -> Task:
    """A word to be said again; one sentence."""
    one = word(chance)
    return chance.choice((f"Say the word {one}.", f"Repeat: {one}", f"Please write {one} again.")), one


def capitals(chance: Random) -> Task:
    """A word to be written in capitals; two sentences."""
    one = word(chance)
    return f"The word is {one}. Write it in capitals.", one.upper()


def double(chance: Random) -> Task:
    """A digit to be doubled; two sentences."""
    a = chance.randrange(10)
    return f"{chance.choice(NAMES)} has {a}. What is twice as many?", str(2 * a)


LONG: tuple[Callable[[Random], Task], ...] = (
    how_many,
    who_has,
    which_colour,
    add,
    older,
    is_there,
    place_in_list,
    letter_of,
)
SHORT: tuple[Callable[[Random], Task], ...] = (where_is, repeat, capitals, double)
FAMILIES = {one.__name__: one for one in (*LONG, *SHORT)}


def _task(chance: Random) -> tuple[str, Task]:
    name = chance.choice(tuple(FAMILIES))
    return name, FAMILIES[name](chance)


def held_out(prompt: str) -> bool:
    """Whether a prompt, one in ten by its hash, is for tests alone."""
    return hashlib.sha256(prompt.encode()).digest()[0] % 10 == 0


def training_task(chance: Random) -> tuple[str, Task]:
    """A family's name and one of its tasks, each family as likely as another; never a held-out prompt."""
    while held_out((found := _task(chance))[1][0]):
        pass
    return found


def held_out_task(chance: Random) -> tuple[str, Task]:
    """A family's name and one of its held-out tasks."""
    while not held_out((found := _task(chance))[1][0]):
        pass
    return found
