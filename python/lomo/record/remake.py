"""A record's provenance in, its pictures' bytes out: the same PNGs that the corpus holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lomo.config import Config, Engine, File, FileFormat
from lomo.distort.choose import Operation
from lomo.errors import InputError
from lomo.record.draw import Drawn, distorted_pages
from lomo.record.substitute import Picture, looking_so, pictures, versions
from lomo.settings import validated


def remake(provenance: dict[str, Any]) -> list[bytes]:
    """The PNG files of one prompt's pictures, in order.

    Args:
        provenance: of one prompt, as ``substitute`` gives it or as ``turns`` of the corpus column ``lomo``
            hold it.

    Raises InputError where a library's version differs from the one that drew the record (the bytes could
    differ), or where the provenance lacks something.
    """
    made: list[bytes] = []
    if not provenance.get("spans"):
        return made
    try:
        check_versions(provenance["versions"], provenance["engine"], file_format(provenance))
    except KeyError as error:
        raise InputError(f"the provenance has no {error}") from None
    for span in redraw(provenance):
        fonts = dict(span.drawn.rendering.fonts)
        if fonts != span.told["fonts"]:
            raise InputError(f"other fonts draw this text here: {span.told['fonts']} then, {fonts} now")
        made.extend(picture.data() for picture in span.pictures)
    return made


@dataclass(frozen=True, eq=False)
class Redrawn:
    """A span drawn again: what its provenance tells, its pages, and its pictures."""

    told: dict[str, Any]
    drawn: Drawn
    pictures: list[Picture]


def redraw(provenance: dict[str, Any]) -> Iterator[Redrawn]:
    """Each span of one prompt drawn again by what is installed here, whatever drew it then.

    Raises InputError where the provenance lacks something or cannot be used.
    """
    try:
        config = Config.from_dict(
            {
                "engine": provenance["engine"],
                "on_missing_glyph": provenance["on_missing_glyph"],
                "style": provenance["style"],
                "file": provenance.get("file", {}),
            },
            where="provenance",
        )
        for span in provenance["spans"]:
            operation = Operation(span["op"], span["parameters"])
            looking = looking_so(config, span["look"])
            drawn = distorted_pages(span["source"], looking, operation)
            yield Redrawn(span, drawn, pictures(span["source"], looking, drawn))
    except KeyError as error:
        raise InputError(f"the provenance has no {error}") from None


def file_format(provenance: dict[str, Any]) -> FileFormat:
    """The format of a prompt's pictures; raises InputError for one that is none."""
    return validated(File, provenance.get("file", {}), "provenance: file").format


def other_versions(drawn_with: dict[str, str], engine: Engine, form: FileFormat = "png") -> list[str]:
    """Each version that differs from the one in use, as ``freetype 2.12.1 (here 2.13.0)``."""
    here = versions(engine, form)
    other = {name for name in here.keys() | drawn_with.keys() if here.get(name) != drawn_with.get(name)}
    return [f"{name} {drawn_with.get(name, '-')} (here {here.get(name, '-')})" for name in sorted(other)]


def check_versions(drawn_with: dict[str, str], engine: Engine, form: FileFormat = "png") -> None:
    """Raises InputError naming each version that differs from those in use."""
    if other := other_versions(drawn_with, engine, form):
        raise InputError(f"the record was drawn with {', '.join(other)}; its pictures may come out different")
