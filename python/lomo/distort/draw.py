"""A stream of chance and the configured strengths -> the integers of one distortion, a function for each.

Nothing here knows a picture: places and sizes that depend on one are shares of its sides. The names say the
units: ``_deg1024`` 1/1024 degree, ``_px64`` 1/64 px, ``_share`` 1/65536 of a side or of one, ``_turn``
1/65536 turn.
"""

from __future__ import annotations

from lomo.config import Distort
from lomo.randomness import Stream

Parameters = dict[str, int | list[int]]

DEGREE = 1024
PIXEL = 64
SHARE = 65536

# What spills on paper, as the colour of its thickest spot on white.
LIQUIDS = (
    (150, 105, 60),
    (176, 128, 78),
    (190, 152, 92),
    (206, 184, 132),
    (172, 160, 128),
    (150, 92, 88),
    (140, 158, 176),
)
LIQUID_JITTER = 12  # how much paler or darker than the liquid a blob is, in all channels alike
GREY_LEVELS = (110, 170)
WOBBLE = (2000, 7000)  # shares of the radius: rounder than a flower, less round than a coin
TWO_PI_1024 = 6434


def clean(stream: Stream, strength: Distort) -> Parameters:
    """No number is drawn."""
    return {}


def rotate_small(stream: Stream, strength: Distort) -> Parameters:
    """A few degrees either way."""
    return {"angle_deg1024": _either_way(stream, _within(stream, strength.small_angle_deg_range, DEGREE))}


def rotate_large(stream: Stream, strength: Distort) -> Parameters:
    """As often a quarter, half or three-quarter turn with its jitter as a large angle either way."""
    if strength.quarter_turns and stream.below(2) == 0:
        stray = round(strength.quarter_jitter_deg * DEGREE)
        return {"angle_deg1024": 90 * DEGREE * stream.between(1, 3) + stream.between(-stray, stray)}
    return {"angle_deg1024": _either_way(stream, _within(stream, strength.large_angle_deg_range, DEGREE))}


def blur_gaussian(stream: Stream, strength: Distort) -> Parameters:
    """A standard deviation."""
    return {"sigma_px64": max(1, _within(stream, strength.gaussian_sigma_px_range, PIXEL))}


def blur_box(stream: Stream, strength: Distort) -> Parameters:
    """An odd side."""
    low, high = strength.box_px_range
    sides = range(low | 1, high + 1, 2)
    return {"side_px": sides[stream.below(len(sides))]}


def blur_motion(stream: Stream, strength: Distort) -> Parameters:
    """A length and a direction."""
    return {
        "length_px64": _within(stream, strength.motion_px_range, PIXEL),
        "angle_deg1024": stream.below(180 * DEGREE),
    }


def shadow_edge(stream: Stream, strength: Distort) -> Parameters:
    """Which edges (0 left, 1 top, 2 right, 3 bottom) throw a shadow, each with depth, slant and darkening."""
    edges = [0, 1, 2, 3]
    count = stream.between(*strength.shadow_edges_range)
    chosen = [edges.pop(stream.below(len(edges))) for _ in range(count)]
    return {
        "edge": chosen,
        "depth_share": [max(1, _within(stream, strength.shadow_depth_range, SHARE)) for _ in chosen],
        "slant_share": [_within(stream, strength.shadow_slant_range, SHARE) for _ in chosen],
        "darkening_share": [_within(stream, strength.shadow_darkening_range, SHARE) for _ in chosen],
    }


def stain_blobs(stream: Stream, strength: Distort) -> Parameters:
    """Blobs of one liquid anywhere on the page, each with its size, outline and strength."""
    blobs = stream.between(*strength.stain_blobs_range)
    if strength.stain_tint:
        liquid = LIQUIDS[stream.below(len(LIQUIDS))]
        paler = stream.several(-LIQUID_JITTER, LIQUID_JITTER, blobs)
        colours = [[channel + more for channel in liquid] for more in paler]
    else:
        colours = [[level] * 3 for level in stream.several(*GREY_LEVELS, blobs)]
    return {
        "x_share": stream.several(0, SHARE, blobs),
        "y_share": stream.several(0, SHARE, blobs),
        "radius_share": [max(1, share) for share in _all_within(stream, strength.stain_radius_range, blobs)],
        "opacity_share": _all_within(stream, strength.stain_opacity_range, blobs),
        "rim_share": _all_within(stream, strength.stain_rim_range, blobs),
        "hardness": stream.several(*strength.stain_hardness_range, blobs),
        "wobble_share": stream.several(*WOBBLE, blobs),
        "phase_turn": stream.several(0, SHARE - 1, blobs),
        "red": [colour[0] for colour in colours],
        "green": [colour[1] for colour in colours],
        "blue": [colour[2] for colour in colours],
    }


def wave_sine(stream: Stream, strength: Distort) -> Parameters:
    """A sinusoid along each axis, its amplitude cut where a short wavelength would make it too steep."""
    parameters: Parameters = {}
    steepest = round(strength.wave_slope * SHARE)
    for axis in "xy":
        length = _within(stream, strength.wave_length_px_range, PIXEL)
        amplitude = _within(stream, strength.wave_amplitude_px_range, PIXEL)
        most = length * steepest * 1024 // (TWO_PI_1024 * SHARE)
        parameters[f"amplitude_{axis}_px64"] = min(amplitude, most)
        parameters[f"length_{axis}_px64"] = length
        parameters[f"phase_{axis}_turn"] = stream.below(SHARE)
    return parameters


def wave_fold(stream: Stream, strength: Distort) -> Parameters:
    """Upright (axis 0) or level (axis 1) creases, well apart, each with its shift to either side."""
    creases = stream.between(*strength.fold_creases_range)
    axis = stream.below(2)
    # A crease keeps to the middle 60 % of its equal part of the side.
    part = SHARE // creases
    positions = [part * k + stream.between(part // 5, part - part // 5) for k in range(creases)]
    shifts = [_either_way(stream, _within(stream, strength.fold_px_range, PIXEL)) for _ in positions]
    return {"axis": axis, "position_share": positions, "shift_px64": shifts}


def _within(stream: Stream, bounds: tuple[float, float], unit: int) -> int:
    low, high = bounds
    return stream.between(round(low * unit), round(high * unit))


def _all_within(stream: Stream, bounds: tuple[float, float], things: int) -> list[int]:
    """A share for each thing."""
    return stream.several(round(bounds[0] * SHARE), round(bounds[1] * SHARE), things)


def _either_way(stream: Stream, size: int) -> int:
    return size if stream.below(2) else -size
