"""Takes a folder of the Unicode Character Database; writes the core's character tables as C++.

    python tools/unicode/make_tables.py /usr/share/unicode src/lomo_native/text

The result is `unicode_tables.h` and `unicode_tables.cpp`: every code point has a record (line break class
after rule LB1, grapheme break class, bidi class, script, flags), found through two stages: `kStage1[cp >> 7]`
names a block of 128 entries in `kStage2`, which number the distinct records. Mirrored characters and paired
brackets are sorted lists.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CODE_POINTS = 0x110000
BLOCK_BITS = 7
UNASSIGNED = 0x50000  # its whole plane is: what values above U+10FFFF answer as

# The order is the value in C++. The last three are ours: LB30 asks for brackets that are not East Asian,
# LB30b for unassigned pictographs.
LINE_BREAK_NAMES = """
    BK CR LF NL SP ZW ZWJ CM WJ GL BA BB HY B2 CB CL CP EX IN NS OP QU IS NU PO PR SY AL HL ID EB EM
    H2 H3 JL JV JT RI OP_EA CP_EA XP_CN"""
GRAPHEME_BREAK_NAMES = """
    Other CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT
    Extended_Pictographic"""
BIDI_NAMES = "L R AL EN ES ET AN CS NSM BN B S WS ON LRE LRO RLE RLO PDF LRI RLI FSI PDI"
LINE_BREAK, GRAPHEME_BREAK = LINE_BREAK_NAMES.split(), GRAPHEME_BREAK_NAMES.split()
BIDI = BIDI_NAMES.split()
FLAGS = (
    ("WhiteSpace", "White_Space"),
    ("DefaultIgnorable", "Default_Ignorable_Code_Point"),
    ("Control", "general category Cc"),
    ("ExtendedPictographic", "Extended_Pictographic"),
    ("EmojiPresentation", "Emoji_Presentation"),
    ("Wide", "East_Asian_Width F or W"),
    ("Mirrored", "has a mirrored partner in BidiMirroring.txt"),
    ("BracketOpen", "Bidi_Paired_Bracket_Type Open"),
    ("BracketClose", "Bidi_Paired_Bracket_Type Close"),
    ("Letter", "general category L*"),
    ("Upper", "general category Lu or Lt"),
    ("Lower", "Lowercase"),
    ("Digit", "general category Nd"),
    ("Mark", "general category M*"),
    ("OpenPunctuation", "general category Ps or Pi"),
    ("ClosePunctuation", "general category Pe or Pf"),
    ("SentenceTerminal", "Sentence_Terminal"),
    ("East", "script Han, Hiragana, Katakana, Bopomofo or Yi: no spaces between words"),
    ("DigitValue", "Numeric_Type Decimal or Digit"),
    ("Number", "Numeric_Type, but for Han numerals (which are letters)"),
)
FLAG_BIT = {name: 1 << bit for bit, (name, _) in enumerate(FLAGS)}
EAST_SCRIPTS = {"Hani", "Hira", "Kana", "Bopo", "Yiii"}


class Record(NamedTuple):
    """What the tables say of one code point; the fields of the C++ struct in their order."""

    line_break: int
    grapheme_break: int
    bidi: int
    script: int
    flags: int


def rows(path: Path) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (first, last, fields) of a property file; `@missing` lines first, as they only state defaults."""
    lines = path.read_text(encoding="utf-8").splitlines()
    missing = [line[len("# @missing:") :] for line in lines if line.startswith("# @missing:")]
    for line in missing + [line.partition("#")[0] for line in lines]:
        fields = [field.strip() for field in line.split(";")]
        if len(fields) >= 2 and re.fullmatch(r"[0-9A-F]{4,6}(\.\.[0-9A-F]{4,6})?", fields[0]):
            first, _, last = fields[0].partition("..")
            if fields[1] != "<none>":
                yield int(first, 16), int(last or first, 16), fields[1:]


def values(path: Path, default: str, names: dict[str, str] | None = None) -> list[str]:
    """Return one property value for each code point; `names` translates long names into short ones."""
    table = [default] * CODE_POINTS
    for first, last, fields in rows(path):
        value = (names or {}).get(fields[0], fields[0])
        table[first : last + 1] = [value] * (last + 1 - first)
    return table


def members(path: Path, name: str) -> bytearray:
    """Return 1 for each code point that has the binary property `name`."""
    table = bytearray(CODE_POINTS)
    for first, last, fields in rows(path):
        if fields[0] == name:
            table[first : last + 1] = b"\1" * (last + 1 - first)
    return table


def short_names(path: Path, prop: str) -> dict[str, str]:
    """Return long name -> short name of a property's values, from PropertyValueAliases.txt."""
    names = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = [field.strip() for field in line.partition("#")[0].split(";")]
        if len(fields) >= 3 and fields[0] == prop:
            names[fields[2]] = fields[1]
    return names


def resolved_line_break(raw: str, category: str, width: str, pictographic: bool) -> str:
    """Apply LB1 and split the classes that LB30 and LB30b need split."""
    if raw == "SA":
        raw = "CM" if category in ("Mn", "Mc") else "AL"
    elif raw in ("AI", "SG", "XX"):
        raw = "AL"
    elif raw == "CJ":
        raw = "NS"
    if raw in ("OP", "CP") and width in ("F", "W", "H"):
        return raw + "_EA"
    if pictographic and category == "Cn" and raw == "ID":
        return "XP_CN"
    return raw


def version(folder: Path) -> str:
    """Return the database's version, as the first line of LineBreak.txt states it."""
    with (folder / "LineBreak.txt").open(encoding="utf-8") as file:
        first = file.readline()
    match = re.fullmatch(r"# LineBreak-(\d+\.\d+)\.\d+\.txt\n", first)
    if match is None:
        raise ValueError(f"{folder / 'LineBreak.txt'}: the first line names no version: {first!r}")
    return match.group(1)


def records(folder: Path) -> tuple[list[Record], list[str]]:
    """Return a record for each code point, and the script tags that the records number."""
    extracted, aliases = folder / "extracted", folder / "PropertyValueAliases.txt"
    category = values(extracted / "DerivedGeneralCategory.txt", "Cn")
    width = values(extracted / "DerivedEastAsianWidth.txt", "N", short_names(aliases, "ea"))
    line_break = values(extracted / "DerivedLineBreak.txt", "XX", short_names(aliases, "lb"))
    bidi = values(extracted / "DerivedBidiClass.txt", "L", short_names(aliases, "bc"))
    grapheme = values(folder / "auxiliary" / "GraphemeBreakProperty.txt", "Other")
    script = values(folder / "Scripts.txt", "Zzzz", short_names(aliases, "sc"))
    white = members(folder / "PropList.txt", "White_Space")
    terminal = members(folder / "PropList.txt", "Sentence_Terminal")
    ignorable = members(folder / "DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
    lower = members(folder / "DerivedCoreProperties.txt", "Lowercase")
    pictographic = members(folder / "emoji" / "emoji-data.txt", "Extended_Pictographic")
    presentation = members(folder / "emoji" / "emoji-data.txt", "Emoji_Presentation")
    mirrored = {first for first, _, _ in rows(folder / "BidiMirroring.txt")}
    brackets = {first: fields[1] for first, _, fields in rows(folder / "BidiBrackets.txt")}

    digit, number = bytearray(CODE_POINTS), bytearray(CODE_POINTS)
    for first, _, fields in rows(folder / "UnicodeData.txt"):
        digit[first], number[first] = fields[6] != "", fields[7] != ""

    tags = sorted(set(script))
    bracket = [brackets.get(cp, "n") for cp in range(CODE_POINTS)]
    mirror = [cp in mirrored for cp in range(CODE_POINTS)]

    def record(
        cat: str, ea: str, lb: str, bc: str, gcb: str, sc: str, bpt: str, mirrors: bool,
        space: int, term: int, di: int, low: int, pict: int, pres: int, dig: int, num: int,
    ) -> Record:  # fmt: skip
        held = {
            "WhiteSpace": space,
            "DefaultIgnorable": di,
            "Control": cat == "Cc",
            "ExtendedPictographic": pict,
            "EmojiPresentation": pres,
            "Wide": ea in ("F", "W"),
            "Mirrored": mirrors,
            "BracketOpen": bpt == "o",
            "BracketClose": bpt == "c",
            "Letter": cat[0] == "L",
            "Upper": cat in ("Lu", "Lt"),
            "Lower": low,
            "Digit": cat == "Nd",
            "Mark": cat[0] == "M",
            "OpenPunctuation": cat in ("Ps", "Pi"),
            "ClosePunctuation": cat in ("Pe", "Pf"),
            "SentenceTerminal": term,
            "East": sc in EAST_SCRIPTS,
            "DigitValue": dig,
            "Number": num,
        }
        if pict:
            if gcb != "Other":
                raise ValueError(f"a pictograph of grapheme class {gcb}: GB11 needs two fields")
            gcb = "Extended_Pictographic"
        return Record(
            LINE_BREAK.index(resolved_line_break(lb, cat, ea, bool(pict))),
            GRAPHEME_BREAK.index(gcb),
            BIDI.index(bc),
            tags.index(sc),
            sum(FLAG_BIT[name] for name, value in held.items() if value),
        )

    known: dict[tuple[object, ...], Record] = {}
    table = []
    for values_of_one in zip(
        category, width, line_break, bidi, grapheme, script, bracket, mirror,
        white, terminal, ignorable, lower, pictographic, presentation, digit, number,
        strict=True,
    ):  # fmt: skip
        found = known.get(values_of_one)
        if found is None:
            found = known[values_of_one] = record(*values_of_one)
        table.append(found)
    return table, tags


def stages(table: list[Record]) -> tuple[list[int], list[int], list[Record]]:
    """Return (stage 1, stage 2, distinct records)."""
    number: dict[Record, int] = {}
    indices = [number.setdefault(record, len(number)) for record in table]
    blocks: dict[tuple[int, ...], int] = {}
    size = 1 << BLOCK_BITS
    stage1 = [
        blocks.setdefault(tuple(indices[start : start + size]), len(blocks))
        for start in range(0, CODE_POINTS, size)
    ]
    return stage1, [index for block in blocks for index in block], list(number)


def numbers(items: list[int]) -> str:
    """Return C++ initialisers, filled into lines."""
    lines, line = [], "   "
    for item in items:
        if len(line) + len(str(item)) > 116:
            lines.append(line)
            line = "   "
        line += f" {item},"
    return "\n".join([*lines, line])


def hexadecimal(cp: int) -> str:
    return f"0x{cp:04X}"


def canonical_brackets(folder: Path) -> list[tuple[int, int]]:
    """Return (bracket, canonical equivalent) for the brackets that decompose into another bracket (BD16)."""
    brackets = {first for first, _, _ in rows(folder / "BidiBrackets.txt")}
    pairs = []
    for line in (folder / "UnicodeData.txt").read_text(encoding="utf-8").splitlines():
        fields = line.split(";")
        cp = int(fields[0], 16)
        if cp in brackets and re.fullmatch(r"[0-9A-F]+", fields[5]):
            pairs.append((cp, int(fields[5], 16)))
    return pairs


def pair_table(name: str, comment: str, pairs: list[tuple[int, int]]) -> str:
    cells = [f"    {{{hexadecimal(a)}, {hexadecimal(b)}}}," for a, b in sorted(pairs)]
    return f"// {comment}\nconst CodePointPair {name}[{len(pairs)}] = {{\n" + "\n".join(cells) + "\n};\n"


def enum(name: str, names: list[str]) -> str:
    return f"enum class {name} : std::uint8_t {{\n" + "".join(f"    {value},\n" for value in names) + "};\n"


def make(folder: Path) -> dict[str, str]:
    """Return the file names and contents that `folder` leads to."""
    table, tags = records(folder)
    stage1, stage2, distinct = stages(table)
    mirrors = [(first, int(fields[0], 16)) for first, _, fields in rows(folder / "BidiMirroring.txt")]
    brackets = [(first, int(fields[0], 16)) for first, _, fields in rows(folder / "BidiBrackets.txt")]
    equivalents = canonical_brackets(folder)
    origin = (
        "// Generated by tools/unicode/make_tables.py from the Unicode Character Database "
        f"{version(folder)}; do not edit.\n"
    )
    flags = "".join(f"    k{name} = 1u << {bit},  // {what}\n" for bit, (name, what) in enumerate(FLAGS))
    grapheme_names = [name.replace("_", "") for name in GRAPHEME_BREAK]
    script_tags = ", ".join(f"'{tag}'" for tag in tags)
    header = f"""// The character tables: a code point goes in, its record comes out. characters.h asks them.
{origin}// clang-format off
#pragma once

#include <cstddef>
#include <cstdint>

namespace lomo::unicode {{

// Line break classes after rule LB1. OP_EA and CP_EA are East Asian brackets (LB30), XP_CN an unassigned
// pictograph (LB30b).
{enum("LineBreak", LINE_BREAK)}
{enum("GraphemeBreak", grapheme_names)}
{enum("Bidi", BIDI)}
enum Flag : std::uint32_t {{
{flags}}};

struct Record {{
    LineBreak line_break;
    GraphemeBreak grapheme_break;
    Bidi bidi;
    std::uint8_t script;  // index into kScriptTags
    std::uint32_t flags;
}};

struct CodePointPair {{
    char32_t from;
    char32_t to;
}};

inline constexpr std::size_t kLineBreakCount = {len(LINE_BREAK)};
inline constexpr std::size_t kGraphemeBreakCount = {len(GRAPHEME_BREAK)};
inline constexpr std::uint8_t kScriptCommon = {tags.index("Zyyy")};
inline constexpr std::uint8_t kScriptInherited = {tags.index("Zinh")};
inline constexpr std::uint8_t kScriptUnknown = {tags.index("Zzzz")};

extern const std::uint16_t kStage1[{len(stage1)}];
extern const std::uint16_t kStage2[{len(stage2)}];
extern const Record kRecords[{len(distinct)}];
extern const std::uint32_t kScriptTags[{len(tags)}];  // ISO 15924, four bytes, the first letter highest
extern const CodePointPair kMirrors[{len(mirrors)}];
extern const CodePointPair kBrackets[{len(brackets)}];
extern const CodePointPair kEquivalentBrackets[{len(equivalents)}];

// Any 32-bit value may be asked for; those above U+10FFFF answer as an unassigned code point.
inline const Record& record(char32_t cp) {{
    if (cp > 0x10FFFF) cp = {hexadecimal(UNASSIGNED)};
    const std::size_t block = std::size_t(kStage1[cp >> {BLOCK_BITS}]) << {BLOCK_BITS};
    return kRecords[kStage2[block | (cp & {(1 << BLOCK_BITS) - 1}u)]];
}}

}}  // namespace lomo::unicode
"""
    record_cells = "\n".join(
        f"    {{LineBreak::{LINE_BREAK[r.line_break]}, GraphemeBreak::{grapheme_names[r.grapheme_break]}, "
        f"Bidi::{BIDI[r.bidi]}, {r.script}, 0x{r.flags:X}}},"
        for r in distinct
    )
    tag_cells = numbers([int.from_bytes(tag.encode("ascii"), "big") for tag in tags])
    source = f"""// The data behind unicode_tables.h.
{origin}// clang-format off
#include "text/unicode_tables.h"

namespace lomo::unicode {{

const std::uint16_t kStage1[{len(stage1)}] = {{
{numbers(stage1)}
}};

const std::uint16_t kStage2[{len(stage2)}] = {{
{numbers(stage2)}
}};

const Record kRecords[{len(distinct)}] = {{
{record_cells}
}};

// {script_tags}
const std::uint32_t kScriptTags[{len(tags)}] = {{
{tag_cells}
}};

{pair_table("kMirrors", "A character and the one whose glyph mirrors it.", mirrors)}
{pair_table("kBrackets", "A bracket and its partner.", brackets)}
{pair_table("kEquivalentBrackets", "A bracket and the one it is canonically equivalent to.", equivalents)}
}}  // namespace lomo::unicode
"""
    return {"unicode_tables.h": header, "unicode_tables.cpp": source}


def main() -> int:
    """Write the files; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("database", type=Path, help="the folder of LineBreak.txt, Scripts.txt, ...")
    parser.add_argument("output", type=Path, help="the folder to write unicode_tables.h and .cpp into")
    arguments = parser.parse_args()
    for name, content in make(arguments.database).items():
        (arguments.output / name).write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
