"""A record's provenance in, its pictures' bytes out: the same PNGs that the corpus holds."""

from __future__ import annotations

from typing import Any

from lomo.config import Config, Engine
from lomo.distort.choose import Operation
from lomo.errors import InputError
from lomo.record.draw import distorted_pages
from lomo.record.substitute import looking_so, pictures, versions


def remake(provenance: dict[str, Any]) -> list[bytes]:
    """The PNG files of one prompt's pictures, in order.

    Args:
        provenance: of one prompt, as ``substitute`` gives it or as ``turns`` of the corpus column ``lomo``
            hold it.

    Raises InputError where a library's version differs from the one that drew the record (the bytes could
    differ), or where the provenance lacks something.
    """
    if not provenance.get("spans"):
        return []
    try:
        check_versions(provenance["versions"], provenance["engine"])
        config = Config.from_dict(
            {
                "engine": provenance["engine"],
                "on_missing_glyph": provenance["on_missing_glyph"],
                "style": provenance["style"],
            },
            where="provenance",
        )
        made: list[bytes] = []
        for span in provenance["spans"]:
            operation = Operation(span["op"], span["parameters"])
            looking = looking_so(config, span["look"])
            drawn = distorted_pages(span["source"], looking, operation)
            fonts = dict(drawn.rendering.fonts)
            if fonts != span["fonts"]:
                raise InputError(f"other fonts draw this text here: {span['fonts']} then, {fonts} now")
            made.extend(picture.png() for picture in pictures(span["source"], looking, drawn))
    except KeyError as error:
        raise InputError(f"the provenance has no {error}") from None
    return made


def check_versions(drawn_with: dict[str, str], engine: Engine) -> None:
    """Raises InputError naming each version that differs from those in use."""
    here = versions(engine)
    other = {name for name in here.keys() | drawn_with.keys() if here.get(name) != drawn_with.get(name)}
    if other:
        told = ", ".join(
            f"{name} {drawn_with.get(name, '-')} (here {here.get(name, '-')})" for name in sorted(other)
        )
        raise InputError(f"the record was drawn with {told}; its pictures may come out different")
