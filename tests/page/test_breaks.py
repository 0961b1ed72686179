"""Where the lines of a page may break: words without spaces between them, URLs and paths, stray marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo._native import grapheme_boundaries, line_breaks, page_breaks

SIGNS = {0: "", 1: "|", 2: "‖", 4: "¦"}
SOUTHEAST = st.text(
    st.one_of(
        st.sampled_from("กขาะำเแไๆฯ์่้ิุ ກາເໆຯ໌່ិកខា្ៗ៍កမြန်္င့ဗa1.\u200b\u0301"),
        st.characters(min_codepoint=0xE00, max_codepoint=0xEFF),
        st.characters(min_codepoint=0x1000, max_codepoint=0x109F),
        st.characters(min_codepoint=0x1780, max_codepoint=0x17FF),
    ),
    max_size=40,
)


def marked(text: str) -> str:
    breaks = page_breaks(text)
    return "".join(SIGNS[kind] + c for kind, c in zip(breaks, text, strict=False))


@pytest.mark.parametrize(
    "wanted",
    [
        "ภาษา|ไทย|เป็น|ภาษา|ที่|มี|ระดับ|เสียง|ของ|คำ|แน่นอน",
        "ชิน|วัตร |ดื่ม|กาแฟ|สตาร์บัคส์|ที่|เซ็นทรัล|เวิลด์|ทุกๆ|วัน",
        "จง|หา|ค่า|ของ |x |ที่|ทำให้|สมการ|เป็น|จริง",
        "ພາສາ|ລາວ|ເປັນ|ພາສາ|ທາງການ",
        "ភាសា|ខ្មែរ|គឺជា|ភាសា|ផ្លូវ|ការ|របស់|ព្រះ|រាជាណាចក្រ|កម្ពុជា",
        "မြန်|မာ|နိုင်|ငံ၏ |ရုံး|သုံး|ဘာ|သာ|စ|ကား |ဖြစ်|သည်။",
        "အင်္ဂ|လိပ် |ဗုဒ္ဓ |ကျွန်ုပ်|တို့",
    ],
)
def test_words_without_spaces_between_them(wanted: str) -> None:
    assert marked(wanted.replace("|", "")) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "see |https://¦a.org/¦b-¦c/¦d?¦x=1¦&y=2 |now",
        "in |C:\\¦Users\\¦me\\¦file.txt |or |\\\\host\\¦share\\¦x",
        "in |/usr/¦local/¦bin, |and/¦or |well-|known",
        "as |\\frac{a}¦{b}¦\\alpha¦\\beta |$\\boxed{1}",
        "中|文/|英|文",
        "a |“红|叶 ”一|句",
    ],
)
def test_tokens(wanted: str) -> None:
    assert marked(wanted.replace("|", "").replace("¦", "")) == wanted


@given(SOUTHEAST)
def test_added_breaks_stand_where_a_syllable_may_begin(text: str) -> None:
    plain, breaks = line_breaks(text), page_breaks(text)
    clusters = set(grapheme_boundaries(text))
    assert len(breaks) == len(text) + 1
    for place, (before, after) in enumerate(zip(plain, breaks, strict=True)):
        if before == after:
            continue
        assert (before, after) == (0, 1)
        assert place in clusters
        assert (
            text[place - 1] not in "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4\u17d2\u1039"
        )
        assert text[place] not in "\u0e30\u0e32\u0e33\u0e45\u0e46\u0e2f\u0eb0\u0eb2\u0eb3\u0ec6\u0eaf\u17d7"


@given(st.text("ab /\\:-?&C漢$ \u201d\n", min_size=1, max_size=40))
def test_tokens_change_nothing_else(text: str) -> None:
    for place, (before, after) in enumerate(zip(line_breaks(text), page_breaks(text), strict=True)):
        stray = text[place : place + 1] in ("\\", "\u201d") or text[place - 1] == "/"
        root = text[place : place + 1] == "/" and text[place - 1] == " "
        assert (
            before == after or after == 4 or (before == 1 and after == 0 and stray) or (after == 1 and root)
        )


@pytest.mark.parametrize(
    "text",
    ["ก" * 100_000, "กๆ" * 50_000, "ก" + "่" * 100_000, "ก" + "ๆ" * 100_000, "က" * 100_000, "a/" * 50_000],
)
def test_odd_runs_take_linear_time(text: str) -> None:
    assert len(page_breaks(text)) == len(text) + 1
