"""A random stream in, instructions of short sentences with their answers out: the text-only half of the pool.

Each family is one question about what the prompt says, answered by a word, a name or a number. Most prompts have four
sentences or more, so that the operator takes their middle third; those of at most three it takes whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from random import Random

from tools.reproduce.words import ASIDES, COLOURS, KEYS, NAMES, PLACES, several, word

Task = tuple[str, str]


def how_many(chance: Random) -> Task:
    """Which box holds how many pens; the number of one."""
    counts = [str(count) for count in chance.sample(range(10), 3)]
    return _looked_up("Box {}: {} pens.", "How many are in {}?", counts, chance)


def who_waits(chance: Random) -> Task:
    """Who waits at which gate; the name at one."""
    return _looked_up("Gate {}: {}.", "Who waits at {}?", chance.sample(NAMES, 3), chance)


def which_colour(chance: Random) -> Task:
    """Which door has which colour; the colour of one."""
    return _looked_up("Door {}: {}.", "What colour is {}?", chance.sample(COLOURS, 3), chance)


def where_to(chance: Random) -> Task:
    """Which bus goes to which town; the town of one."""
    return _looked_up("Bus {}: {}.", "Where goes {}?", chance.sample(PLACES, 3), chance)


def _looked_up(line: str, question: str, values: list[str], chance: Random) -> Task:
    keys = chance.sample(KEYS, len(values))
    asked = chance.randrange(len(keys))
    told = " ".join(line.format(key, value) for key, value in zip(keys, values, strict=True))
    return f"{told} {question.format(keys[asked])}", values[asked]


def add(chance: Random) -> Task:
    """The sum of two numbers up to five."""
    a, b = chance.randrange(6), chance.randrange(6)
    return f"{chance.choice(ASIDES)} Take {a}. Add {b}. What is the sum?", str(a + b)


def older(chance: Random) -> Task:
    """Two ages; the name of the older one or the younger one."""
    names, ages = chance.sample(NAMES, 2), chance.sample(range(10), 2)
    best, asked = (max, "older") if chance.random() < 0.5 else (min, "younger")
    told = f"{chance.choice(ASIDES)} {names[0]} is {ages[0]}. {names[1]} is {ages[1]}. Who is {asked}?"
    return told, names[ages.index(best(ages))]


def is_here(chance: Random) -> Task:
    """Three letters; whether a further one is among them."""
    keys = chance.sample(KEYS, 4)
    here = chance.random() < 0.5
    asked = chance.choice(keys[:3]) if here else keys[3]
    return f"{' '.join(f'{key} is here.' for key in keys[:3])} Is there a {asked}?", "yes" if here else "no"


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
    who_waits,
    which_colour,
    where_to,
    add,
    older,
    is_here,
    place_in_list,
    letter_of,
)
SHORT: tuple[Callable[[Random], Task], ...] = (repeat, capitals, double)
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
