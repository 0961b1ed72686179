"""The manifests of all shards of a build in, their order and the manifest of the whole out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from lomo.errors import InputError

_OWN = ("shard", "counts", "files", "images", "fonts")
"""What of a manifest is a shard's own; the rest is the build's, and the same in all."""


def in_order(names: Sequence[str], manifests: Sequence[dict[str, Any]]) -> list[int]:
    """Where each shard stands: the place of shard 0, of shard 1, ...; raises InputError, by ``names``, unless they are
    all shards of one build, each once."""
    if not manifests:
        raise InputError("there is no shard to join; name the folders that lomo build --shard wrote")
    at: dict[int, int] = {}
    fonts: dict[str, tuple[str, str]] = {}
    count = ""
    for place, (name, manifest) in enumerate(zip(names, manifests, strict=True)):
        number, _, of = str(manifest.get("shard") or "").partition("/")
        if not of:
            raise InputError(f"{name}: is no shard; lomo build --shard I/N writes those")
        count = count or of
        if of != count:
            raise InputError(
                f"{name}: is one of {of} shards, and {names[0]} one of {count}; name those of one build"
            )
        if int(number) in at:
            raise InputError(f"{name}: is shard {number}, and so is {names[at[int(number)]]}; name each once")
        at[int(number)] = place
        for key in sorted((manifest.keys() | manifests[0].keys()) - set(_OWN)):
            if manifest.get(key) != manifests[0].get(key):
                raise InputError(
                    f"{name}: its {_difference(key, manifests[0].get(key), manifest.get(key))} {names[0]}'s; "
                    "build both with the same recipe, inputs and versions"
                )
        for face, digest in manifest["fonts"].items():
            other, has = fonts.setdefault(face, (name, digest))
            if has != digest:
                raise InputError(
                    f"{name}: its face {face} ({digest[:12]}) is another file than {other}'s ({has[:12]}); build both "
                    "with the same faces"
                )
    if missing := [number for number in range(int(count)) if number not in at]:
        told = ", ".join(map(str, missing[:10])) + (", ..." if len(missing) > 10 else "")
        raise InputError(
            f"of {count} shards {len(missing)} are missing: {told}; build them (--shard I/{count})"
        )
    return [at[number] for number in range(int(count))]


def _difference(key: str, first: Any, other: Any) -> str:
    if isinstance(first, dict) and isinstance(other, dict):
        inner = next(name for name in (*first, *other) if first.get(name) != other.get(name))
        return f"{key}.{inner} is {json.dumps(other.get(inner))[:80]}, not {json.dumps(first.get(inner))[:80]} as"
    return f"{key} differ from"


def joined_counts(counts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The sums of the shards' counts, as the manifest of the whole tells them; ``duplicate_ids`` stays to be counted,
    since ids of two shards may be the same."""
    made: dict[str, Any] = _sum(counts)
    text = made["text"]
    chosen_from = text["rewritten"] + text["kept"]
    made["rewritten_share"] = round(text["rewritten"] / chosen_from, 6) if chosen_from else 0.0
    return made


def _sum(values: Sequence[Any]) -> Any:
    given = [value for value in values if value is not None]
    if not given:
        return None
    if not isinstance(given[0], dict):
        return sum(given)
    names = list(given[0])
    if new := {name for value in given for name in value} - set(names):
        names = sorted({*names, *new}, key=lambda name: (int(name), "") if name.isdecimal() else (0, name))
    return {name: _sum([value.get(name) for value in given]) for name in names}


def joined(manifests: Sequence[dict[str, Any]], **own: Any) -> dict[str, Any]:
    """The manifest of the whole; ``own`` are its counts, files and images."""
    fonts = {name: digest for manifest in manifests for name, digest in manifest["fonts"].items()}
    own["fonts"] = dict(sorted(fonts.items()))
    return {name: own.get(name, value) for name, value in manifests[0].items() if name != "shard"}
