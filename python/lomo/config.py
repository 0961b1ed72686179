"""Every default of lomo, once: each marked (paper) where arXiv 2605.30265 gives it, (ours) where it does not.

``Config`` is validated: an unknown key or a value out of range raises ``ConfigError`` naming the key, its
place and what was expected.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from lomo.colour import HexColour, contrast, rgb
from lomo.presets import PRESETS, laid_on
from lomo.processors import AnyProcessor
from lomo.settings import Section, load_yaml, validated
from lomo.variety import Align, Shares, Variety

Position = Literal["prefix", "middle", "suffix", "multi", "full"]
Engine = Literal["native", "mathtext", "latex"]
Preset = Literal["paper", "clean", "mild", "strong"]
Policy = Literal["error", "box", "skip"]
Turn = Literal["first", "last", "all"]
MarkupStyle = Literal["none", "markdown"]
EmojiLook = Literal["monochrome", "colour"]
FileFormat = Literal["png", "jpeg", "webp"]


class Style(Section):
    """How a page looks: sizes, width, margins, limits."""

    text_size_px: Annotated[float, Field(ge=6, le=200)] = 20.0
    """Em size of text in px. (paper)"""
    line_height_px: Annotated[float, Field(ge=6, le=400)] = 22.0
    """Distance between baselines of plain text in px; a tall formula widens it. (paper)"""
    math_size_px: Annotated[float, Field(ge=6, le=200)] = 26.0
    """Em size of formulas in px. (paper)"""
    margin_px: Annotated[int, Field(ge=0, le=200)] = 10
    """White margin kept around the ink after the trim, in px. (ours)"""
    width_px: Annotated[int, Field(ge=32, le=8192)] | None = None
    """Wrap width of the text in px; null: chosen from the length of the text. (ours)"""
    width_range: tuple[Annotated[int, Field(ge=32)], Annotated[int, Field(le=8192)]] = (280, 1024)
    """Bounds of the chosen wrap width in px. (ours)"""
    code_width_px: Annotated[int, Field(ge=32, le=8192)] = 2048
    """How wide lines of code and rows of tables may make a page, where the wrap width is chosen, before they
    wrap. (ours)"""
    aspect: Annotated[float, Field(gt=0.1, le=20)] = 2.0
    """The width / height that the chosen wrap width aims at. (ours)"""
    max_pixels: Annotated[int, Field(ge=4096, le=1_000_000_000)] = 2_560_000
    """Most pixels of one final, distorted picture; longer text goes on further pages. (paper)"""
    max_pages: Annotated[int, Field(ge=1)] = 64
    """Most pages of one span; a longer one is left as text and reported. (ours)"""
    pad_to: Annotated[int, Field(ge=1, le=256)] = 1
    """Sides are padded with paper to a multiple of this (28 or 32 make a Qwen resize the identity). (ours)"""
    min_side_px: Annotated[int, Field(ge=1, le=4096)] = 1
    """Shorter sides are padded with paper to this. (ours)"""
    max_aspect: Annotated[float, Field(ge=1)] = 100.0
    """Pictures longer than this ratio are padded with paper (Qwen processors refuse 200). (ours)"""
    processor: AnyProcessor | None = None
    """The model's image processor: a name, or its numbers. Pictures are padded and split so that one of the Qwen kind
    need not resize them, and the record tells what they cost. (ours)"""
    token_budget: Annotated[int, Field(ge=1)] | None = None
    """Most visual tokens of one final picture, as ``processor`` counts; longer text goes on further pages. (ours)"""
    markup: MarkupStyle = "none"
    """How Markdown is drawn: ``none``, its characters as they stand; ``markdown``, as a reader would see it:
    headings, emphasis, lists, quotes, tables, code. (ours)"""
    tab_width: Annotated[int, Field(ge=1, le=64)] = 4
    """Distance of the tab stops in spaces. (ours)"""
    fonts: tuple[str, ...] = ()
    """Font files tried before those found on the system, after the packaged ones; a relative path starts from the
    current folder, not the recipe's. (ours)"""
    system_fonts: bool = True
    """Whether faces installed on the system may serve characters that no packaged face covers. (ours)"""
    emoji: EmojiLook = "monochrome"
    """How emoji are drawn: ``monochrome``, in the ink of the text; ``colour``, by the faces of ``fonts`` that have
    colours, else by the first one installed, and pages with one are RGB. (ours)"""
    text_face: str | None = None
    """Face of plain text: a packaged file's name, such as lmroman10-regular.otf, or a font file; null: DejaVu Sans.
    Characters that it lacks are drawn as ever. (ours)"""
    align: Align = "left"
    """How lines stand in the page: flush with the side where reading starts, with both, centred, or flush with the
    other side. Code stays at the left, lists and indented lines where reading starts, display formulas in the middle.
    (ours)"""
    ink: HexColour = "#000000"
    """Colour of what is drawn; its contrast to the paper must be at least 2. (ours)"""
    paper: HexColour = "#ffffff"
    """Colour of the page, its margin and its padding. (ours)"""
    variety: Variety = Variety()
    """What the look of each span's pages is drawn from; of a ``preset``, but for what ``style`` itself sets."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.token_budget is not None and self.processor is None:
            raise ValueError("token_budget needs style.processor, which counts the tokens")
        if (found := contrast(rgb(self.ink), rgb(self.paper))) < 200:
            raise ValueError(
                f"ink {self.ink} on paper {self.paper} cannot be read: their contrast is {found / 100}, below 2"
            )
        return self


class Weights(Shares):
    """Weights of the five distortion sets; they need not sum to one. Equal by default. (paper)"""

    clean: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    """The picture unchanged."""
    rotate: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    """By a small or a large angle; the canvas grows."""
    blur: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    """Gaussian, box or motion."""
    shadow_or_stain: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    """Shadows from the edges, or translucent blobs."""
    wave: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    """Sinusoids, or folds."""


class Distort(Section):
    """Strengths of the distortions: ranges are drawn from uniformly, bounds included. (ours)"""

    small_angle_deg_range: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=45)]] = (1.0, 8.0)
    """Rotate, small: the angle's size, either way."""
    large_angle_deg_range: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=90)]] = (15.0, 45.0)
    """Rotate, large: the angle's size, either way, where no quarter turn is drawn."""
    quarter_turns: bool = True
    """Rotate, large: whether 90, 180 and 270 degrees are drawn too."""
    quarter_jitter_deg: Annotated[float, Field(ge=0, le=45)] = 5.0
    """Rotate, large: how far a quarter turn may stray."""
    gaussian_sigma_px_range: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(le=8)]] = (0.6, 1.4)
    """Blur, Gaussian: the standard deviation."""
    box_px_range: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(le=31)]] = (3, 5)
    """Blur, box: the side; odd sides are drawn."""
    motion_px_range: tuple[Annotated[float, Field(ge=1)], Annotated[float, Field(le=31)]] = (3.0, 7.0)
    """Blur, motion: the length of the path, at any angle."""
    shadow_edges_range: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(le=4)]] = (1, 2)
    """Edge shadow: how many sides throw one."""
    shadow_depth_range: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(le=1)]] = (0.10, 0.40)
    """Edge shadow: its reach as a share of the side."""
    shadow_slant_range: tuple[Annotated[float, Field(ge=-1)], Annotated[float, Field(le=1)]] = (-0.6, 0.6)
    """Edge shadow: how much deeper it is at one end of the side than at the other, as a share of depth."""
    shadow_darkening_range: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=1)]] = (0.15, 0.45)
    """Edge shadow: how much light it takes at the edge."""
    stain_blobs_range: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(le=64)]] = (3, 8)
    """Stain: how many blobs."""
    stain_radius_range: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(le=1)]] = (0.03, 0.18)
    """Stain: a blob's radius as a share of the longer side."""
    stain_opacity_range: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=1)]] = (0.10, 0.35)
    """Stain: a blob's opacity at its centre."""
    stain_rim_range: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=1)]] = (0.0, 0.10)
    """Stain: opacity added where a blob's rim dried."""
    stain_hardness_range: tuple[Annotated[int, Field(ge=4)], Annotated[int, Field(le=64)]] = (4, 20)
    """Stain: from 4, a blob that fades from its centre, to 64, a flat one with a sharp outline."""
    stain_tint: bool = True
    """Stain: whether blobs have a tint (the picture becomes RGB) or are grey."""
    wave_amplitude_px_range: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=64)]] = (1.0, 4.0)
    """Wave: amplitude of the sinusoids along x and y."""
    wave_length_px_range: tuple[Annotated[float, Field(ge=8)], Annotated[float, Field(le=4096)]] = (
        40.0,
        200.0,
    )
    """Wave: their wavelength."""
    wave_slope: Annotated[float, Field(gt=0, le=2)] = 0.25
    """Wave: the steepest a sinusoid may be; the amplitude is cut to it where the wavelength is short."""
    fold_creases_range: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(le=8)]] = (1, 2)
    """Fold: how many creases."""
    fold_px_range: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=64)]] = (1.0, 4.0)
    """Fold: displacement at a crease."""
    legibility_floor: Annotated[float, Field(ge=0, le=1)] = 0.65
    """The least legibility of a page (docs/legibility.md); numbers that leave less are drawn again, four times in
    all, then the page stays clean. 0: nothing is measured."""

    @model_validator(mode="after")
    def _some_odd_side(self) -> Self:
        low, high = self.box_px_range
        if low == high and low % 2 == 0:
            raise ValueError(f"box_px_range: no odd side lies in {low} .. {high}")
        return self


class File(Section):
    """How a corpus keeps its pictures."""

    format: FileFormat = "png"
    """PNG by lomo's own encoder, without loss and with the same bytes on every machine; JPEG and WebP by Pillow
    (``lomo[formats]``), with loss, their bytes depend on Pillow's version and processor. (ours)"""
    quality: Annotated[int, Field(ge=1, le=100)] = 90
    """Of JPEG and WebP; at 100 WebP loses nothing. (ours)"""


class Config(Section):
    """The whole configuration of the operator T(x) and of a page; ``Config()`` is the paper's setting."""

    preset: Preset = "paper"
    """A bundle of page style and distortion strength: ``paper`` is every default; ``clean`` the paper's pages,
    undistorted; ``mild`` and ``strong`` draw the look of each span's pages (``style.variety``), the latter of dark and
    coloured ones too, and change the strengths of the distortions. Keys given beside it win over it; a size, face,
    alignment or colour given in ``style`` is not drawn. (ours)"""
    seed: Annotated[int, Field(ge=0, lt=1 << 64)] = 0
    """Seed of every random draw. (ours)"""
    position: Position = "middle"
    """Which part of the prompt becomes a picture; one of at most three sentences is taken whole. (paper: middle)"""
    rewrite_ratio: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Share of the text-only records that are rewritten. (paper)"""
    turn: Turn = "first"
    """Which user turns of a conversation are rewritten. (ours)"""
    engine: Engine = "native"
    """What sets formulas: lomo's own engine, matplotlib's mathtext, or xelatex. A formula that it refuses sends the
    span to the text route. (ours)"""
    on_missing_glyph: Policy = "box"
    """A character that no face covers: ``error`` leaves the record as text, ``box`` draws a box with the
    code point, ``skip`` draws nothing; each is counted and reported. (ours)"""
    boxes: bool = False
    """Whether each picture comes with the polygons of its glyphs, words, lines and formulas. (ours)"""
    max_prompt_chars: Annotated[int, Field(ge=1)] = 200_000
    """Prompts longer than this are left as text and reported. (ours)"""
    ops: Weights = Weights()
    """Weights of the distortion sets. (paper: equal)"""
    file: File = File()
    """How a corpus keeps its pictures."""
    style: Style = Style()
    """The look of a page."""
    distort: Distort = Distort()
    """The strengths of the distortions."""

    @model_validator(mode="before")
    @classmethod
    def _apply_preset(cls, data: Any) -> Any:
        if (
            isinstance(data, dict)
            and isinstance(name := data.get("preset", "paper"), str)
            and name in PRESETS
        ):
            return laid_on(PRESETS[name], data)
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any], *, where: str = "config") -> Config:
        """A validated Config; raises ConfigError that names every wrong key after ``where``."""
        return validated(cls, data, where)

    @classmethod
    def from_yaml(cls, path: str | Path) -> Config:
        """A validated Config from a YAML file; raises ConfigError."""
        return validated(cls, load_yaml(path), str(path))


PAPER = Config()
"""The paper's setting: what functions take where no configuration is given."""
