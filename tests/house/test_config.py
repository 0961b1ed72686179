"""Wrong keys, values and files -> ConfigError that names itself, its place and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lomo.config import Config, Distort, Style, Weights
from lomo.errors import ConfigError
from lomo.presets import PRESETS
from lomo.settings import load_yaml, override
from lomo.variety import Variety
from tools.docs.key_docs import key_docs


def refused(data: dict[str, Any]) -> str:
    """The message that this configuration gets."""
    with pytest.raises(ConfigError) as error:
        Config.from_dict(data, where="my.yaml")
    return str(error.value)


def test_the_defaults_are_the_papers() -> None:
    config = Config()
    assert (config.preset, config.position, config.rewrite_ratio) == ("paper", "middle", 0.5)
    assert (config.style.text_size_px, config.style.line_height_px, config.style.math_size_px) == (20, 22, 26)
    assert (config.style.margin_px, config.style.max_pixels) == (10, 2_560_000)
    assert set(config.ops.model_dump().values()) == {1}
    assert Config.from_dict({}) == config


@pytest.mark.parametrize("model", [Config, Style, Weights, Distort])
def test_every_key_is_described(model: type[Config]) -> None:
    assert sorted(key_docs(model)) == sorted(model.model_fields)


@pytest.mark.parametrize(
    ("data", "place", "expected"),
    [
        ({"rewrite_ratoi": 1}, "rewrite_ratoi", "expected one of: boxes, distort, engine, file,"),
        ({"style": {"margin": 3}}, "style.margin", "expected one of: align, aspect, "),
        ({"ops": {"blurr": 3}}, "ops.blurr", "expected one of: blur, clean, rotate,"),
        ({"rewrite_ratio": 1.5}, "rewrite_ratio", "less than or equal to 1 (got 1.5)"),
        ({"rewrite_ratio": "half"}, "rewrite_ratio", "(got 'half')"),
        ({"seed": -1}, "seed", "greater than or equal to 0 (got -1)"),
        ({"seed": 2**64}, "seed", "less than"),
        (
            {"position": "centre"},
            "position",
            "'prefix', 'middle', 'suffix', 'multi' or 'full' (got 'centre')",
        ),
        ({"engine": "word"}, "engine", "(got 'word')"),
        ({"preset": "papper"}, "preset", "'paper', 'clean', 'mild' or 'strong' (got 'papper')"),
        ({"preset": 3}, "preset", "(got 3)"),
        ({"style": {"text_size_px": 2}}, "style.text_size_px", "greater than or equal to 6 (got 2)"),
        ({"style": {"width_range": [900, 300]}}, "style", "lower bound 900 is above the upper bound 300"),
        ({"style": {"width_range": [300]}}, "style.width_range.1", "required"),
        ({"style": 5}, "style", "(got 5)"),
        ({"style": {"processor": "qwen4"}}, "style.processor", "'qwen2.5-vl', 'qwen3-vl',"),
        ({"style": {"processor": 4}}, "style.processor", "(got 4)"),
        ({"style": {"processor": {"patch_size": 0}}}, "style.processor.patch_size", "(got 0)"),
        (
            {"style": {"processor": {"patchsize": 8}}},
            "style.processor.patchsize",
            "expected one of: max_pixels,",
        ),
        ({"style": {"processor": {"max_tiles": 0}}}, "style.processor.max_tiles", "(got 0)"),
        ({"style": {"token_budget": 300}}, "style", "token_budget needs style.processor"),
        ({"style": {"ink": "red"}}, "style.ink", "(got 'red')"),
        ({"style": {"paper": "#ff"}}, "style.paper", "(got '#ff')"),
        ({"style": {"ink": "#fefefe"}}, "style", "ink #fefefe on paper #ffffff cannot be read"),
        ({"style": {"variety": {"min_contrast": 1}}}, "style.variety.min_contrast", "(got 1)"),
        (
            {"style": {"variety": {"line_height_range": [2, 1]}}},
            "style.variety",
            "lower bound 2.0 is above the upper bound 1.0",
        ),
        (
            {"style": {"variety": {"align": {"as_styled": 0}}}},
            "style.variety.align",
            "at least one weight must be positive",
        ),
        ({"style": None}, "style", "(got None)"),
        ({"ops": dict.fromkeys(Weights.model_fields, 0)}, "ops", "at least one weight must be positive"),
        (
            {"distort": {"box_px_range": [0, 5]}},
            "distort.box_px_range.0",
            "greater than or equal to 1 (got 0)",
        ),
    ],
)
def test_a_fault_names_file_place_and_what_was_expected(
    data: dict[str, Any], place: str, expected: str
) -> None:
    message = refused(data)
    assert message.startswith(f"my.yaml: {place}: ")
    assert expected in message
    assert "\n" not in message


def test_every_fault_is_listed() -> None:
    message = refused({"sed": 1, "style": {"margin_px": "wide"}, "ops": {"wave": -1}})
    assert {line.split(": ")[1] for line in message.splitlines()} == {"style.margin_px", "ops.wave", "sed"}


def test_a_long_value_is_shortened() -> None:
    assert len(refused({"position": "x" * 10_000})) < 250


def test_a_config_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Config().seed = 3  # type: ignore[misc]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_its_keys_and_yields_to_given_ones(name: str) -> None:
    config = Config.from_dict({"preset": name, "distort": {"fold_px_range": [2.5, 3.5]}, "ops": {"wave": 5}})
    assert config.distort.fold_px_range == (2.5, 3.5)
    assert config.ops.wave == 5
    assert config.distort.box_px_range == PRESETS[name].get("distort", {}).get("box_px_range", (3, 5))
    assert config.ops.rotate == (0 if name == "clean" else 1)


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ({"text_size_px": 24}, {"text_size_px_range"}),
        ({"math_size_px": 20}, {"text_size_px_range"}),
        ({"line_height_px": 30}, {"text_size_px_range", "line_height_range"}),
        ({"text_face": None}, {"faces"}),
        ({"align": "left"}, {"align"}),
        ({"ink": "#000040"}, {"colours"}),
        ({"paper": "#fff8e8"}, {"colours"}),
        ({"margin_px": 3}, set()),
    ],
)
@pytest.mark.parametrize("name", ["mild", "strong"])
def test_what_style_sets_no_preset_draws(name: str, given: dict[str, Any], parts: set[str]) -> None:
    whole = Config.from_dict({"preset": name}).style.variety
    for style in (given, Style(**given)):
        config = Config.from_dict({"preset": name, "style": style})
        for part in Variety.model_fields:
            wanted = getattr(Variety() if part in parts else whole, part)
            assert getattr(config.style.variety, part) == wanted
        assert {key: getattr(config.style, key) for key in given} == given
    asked = {"text_size_px_range": (30.0, 40.0), "faces": ("DejaVuSansMono.ttf",)}
    config = Config.from_dict({"preset": name, "style": {**given, "variety": asked}})
    assert {part: getattr(config.style.variety, part) for part in asked} == asked


def test_a_config_survives_the_way_through_json() -> None:
    for name in PRESETS:
        config = Config.from_dict({"preset": name, "style": {"margin_px": 3, "align": "right"}})
        assert Config.model_validate_json(config.model_dump_json()) == config


def test_yaml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("seed: 7\nstyle:\n  margin_px: 16\n  width_range: [300, 600]\n")
    config = Config.from_yaml(path)
    assert (config.seed, config.style.margin_px, config.style.width_range) == (7, 16, (300, 600))
    path.write_text("")
    assert Config.from_yaml(path) == Config()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"seed: [1, 2\nstyle: 3\n", "line 2, column 6: not valid YAML"),
        (b"seed: 1\n\ttabbed: 2\n", "line 2, column 1: not valid YAML"),
        (b"- seed\n- 1\n", "expected a mapping of keys at the top, found list"),
        (b"seed\n", "expected a mapping of keys at the top, found str"),
        (b"seed: 1 # \xff\n", "is not UTF-8 (byte 10)"),
        (b"!!python/object/apply:os.system ['true']\n", "not valid YAML"),
    ],
)
def test_a_bad_file_names_itself_and_the_place(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as error:
        load_yaml(path)
    assert str(error.value).startswith(str(path))
    assert expected in str(error.value)


def test_a_missing_file_names_itself(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml: cannot be read: No such file"):
        load_yaml(tmp_path / "none.yaml")


def test_overrides_merge_and_leave_their_input_alone() -> None:
    data = {"seed": 1, "style": {"margin_px": 4, "fonts": ["a.ttf"]}}
    merged = override(data, ["style.margin_px=12", "ops.wave=0", "seed=5", "style.width_range=[300, 500]"])
    assert merged == {
        "seed": 5,
        "style": {"margin_px": 12, "fonts": ["a.ttf"], "width_range": [300, 500]},
        "ops": {"wave": 0},
    }
    assert data == {"seed": 1, "style": {"margin_px": 4, "fonts": ["a.ttf"]}}
    assert override({}, ["a=b=c", "d=", "e=true"]) == {"a": "b=c", "d": None, "e": True}
    assert override({}, ["style.ink=#f0e8d8"]) == {"style": {"ink": "#f0e8d8"}}


@pytest.mark.parametrize("assignment", ["seed", "=3", "style.=3", ".seed=3", "seed=[1", "a..b=1"])
def test_a_bad_override_names_itself(assignment: str) -> None:
    with pytest.raises(ConfigError, match="^override ") as error:
        override({}, [assignment])
    assert repr(assignment) in str(error.value)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"sed": 3}, "Config: sed: unknown key (did you mean seed?); expected one of: boxes, "),
        ({"seed": -1}, "Config: seed: input should be greater than or equal to 0 (got -1)"),
        ({"style": {"text_size": 3}}, "Config: style.text_size: unknown key (did you mean text_size_px?)"),
        ({"position": "left"}, "Config: position: input should be 'prefix', "),
    ],
)
def test_python_callers_get_the_same_faults(keys: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Config(**keys)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).startswith(told)
    assert Config(seed=3).model_copy(update={"seed": 4}).seed == 4
