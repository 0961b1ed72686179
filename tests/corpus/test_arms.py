"""One pool -> several corpora: the same records in each, nested ratios and scales, the matched control."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import lomo.corpus.identity as identity
from corpus.samples import PNG, conversation, tree, write_jsonl
from lomo.corpus.arms import arms, build_arms
from lomo.corpus.build import Built
from lomo.corpus.finished import rows
from lomo.corpus.inputs import file_sha256
from lomo.corpus.recipe import Recipe
from lomo.errors import ConfigError, InputError
from lomo.variety import Variety

RECIPES = Path(__file__).parents[2] / "recipes"
LARGER = {"style": {"text_size_px": 30}}
PROMPT = "Tom has a dog. It barks at the cat. The cat runs up a tree. It sits there all day. ({})"


def pool(folder: Path, text: int, multimodal: int) -> dict[str, Any]:
    """Text-only records in two files and multimodal ones."""
    records = [conversation(f"t{n}", PROMPT.format(n)) for n in range(text)]
    write_jsonl(folder / "a.jsonl", records[: text // 3])
    write_jsonl(folder / "b.jsonl", records[text // 3 :])
    (folder / "dot.png").write_bytes(PNG)
    pictured = [conversation(f"m{n}", f"<image>{n}?", images=["dot.png"]) for n in range(multimodal)]
    write_jsonl(folder / "m.jsonl", pictured)
    return {"text": ["a.jsonl", "b.jsonl"], "multimodal": "m.jsonl", "output": "arms", "workers": 1}


def from_recipe(folder: Path, name: str, by: int, **more: Any) -> dict[str, Built]:
    """A ready recipe with every count divided by ``by``, built from ``pool``."""
    data = yaml.safe_load((RECIPES / f"{name}.yaml").read_text())
    for place in (data, *data["arms"].values()):
        for key in ("text_records", "multimodal_records"):
            if key in place:
                place[key] //= by
    return build_arms(Recipe.model_validate({**data, **more, "container": "jsonl"}), folder)


def ids(built: Built, half: str = "text", status: str | None = None) -> set[str]:
    """The ids of a half's records that came to a status."""
    found = rows(built.folder, f"lomo_{half}")
    return {row["id"] for row, told in found if status in (None, told["status"])}


def test_table_2_rewrites_the_same_records_in_every_arm(tmp_path: Path) -> None:
    made = from_recipe(tmp_path, "table2", 100_000, **pool(tmp_path, 30, 24))
    assert list(made) == ["sft", "full", "lomo-clean", "lomo"]
    assert len({frozenset(ids(one)) for one in made.values()}) == 1
    assert len({frozenset(ids(one, "multimodal")) for one in made.values()}) == 1
    assert all((len(ids(one)), len(ids(one, "multimodal"))) == (20, 20) for one in made.values())
    chosen = [ids(one, "text", "rewritten") for one in made.values()]
    assert chosen[0] == set()
    assert chosen[1] == chosen[2] == chosen[3]
    assert 4 < len(chosen[3]) < 16
    told = {name: one.manifest for name, one in made.items()}
    assert {name: one["config"]["position"] for name, one in told.items()} == {
        "sft": "middle",
        "full": "full",
        "lomo-clean": "middle",
        "lomo": "middle",
    }
    assert list(told["full"]["counts"]["by_op"]) == list(told["lomo-clean"]["counts"]["by_op"]) == ["clean"]
    assert len(told["lomo"]["counts"]["by_op"]) > 2
    assert told["lomo"]["counts"]["outside_pool"] == {"text": 10, "multimodal": 4}
    # A picture of several arms is one file.
    (picture,) = (made["sft"].folder / "images").rglob("*.png")
    assert picture.stat().st_nlink == 4


def test_arms_without_distortion_keep_the_presets_looks(tmp_path: Path) -> None:
    recipe = Recipe.model_validate(
        {
            "text": ["a.jsonl"],
            "output": "out",
            "config": {"preset": "strong"},
            "arms": {"lomo": {}, "lomo-clean": {"kind": "lomo-clean"}, "larger": {"config": LARGER}},
        }
    )
    made = arms(recipe)
    looks = {name: one.config.style.variety for name, one in made.items()}
    assert looks["lomo"] == looks["lomo-clean"] == recipe.config.style.variety != Variety()
    assert made["lomo-clean"].config.ops.rotate == 0
    # What an arm sets is not drawn; the rest is.
    assert made["larger"].config.style.text_size_px == 30
    assert looks["larger"] == looks["lomo"].model_copy(update={"text_size_px_range": None})


def test_table_3_has_nested_ratios(tmp_path: Path) -> None:
    made = from_recipe(tmp_path, "table3", 100_000, **pool(tmp_path, 30, 24))
    chosen = [ids(one, "text", "rewritten") for one in made.values()]
    assert all(small <= large for small, large in pairwise(chosen))
    assert [len(one) for one in chosen][0::4] == [0, 20]


def test_table_4_has_every_position(tmp_path: Path) -> None:
    made = from_recipe(tmp_path, "table4", 100_000, **pool(tmp_path, 30, 24))
    assert len({frozenset(ids(one, "text", "rewritten")) for one in list(made.values())[1:]}) == 1
    starts = {}
    for name, one in made.items():
        for row, told in rows(one.folder):
            if told["status"] == "rewritten":
                text = row["conversations"][0]["value"]
                starts.setdefault(name, set()).add((text.startswith("<image>"), text.endswith("<image>")))
    assert starts == {
        "prefix": {(True, False)},
        "middle": {(False, False)},
        "suffix": {(False, True)},
        "multi": {(False, False)},
    }


def test_table_5_matches_the_share_of_pictures(tmp_path: Path) -> None:
    made = from_recipe(tmp_path, "table5", 10_000, **pool(tmp_path, 300, 200))
    counts = {name: one.manifest["counts"] for name, one in made.items()}
    shares = {name: (one["image_bearing"], one["text_only"]) for name, one in counts.items()}
    assert shares["sft"] == (200, 200)
    assert abs(shares["lomo"][0] - 300) < 30
    assert counts["matched"]["text"]["read"] == 300
    assert counts["matched"]["multimodal"]["read"] == 100
    assert abs(shares["matched"][0] - 200) < 30
    with pytest.raises(InputError, match="takes 301 text-only records, and the pool holds 300"):
        from_recipe(tmp_path, "table5", 9_950, **{**pool(tmp_path, 300, 201), "output": "more"})


def test_figure_4_has_nested_scales(tmp_path: Path) -> None:
    made = from_recipe(tmp_path, "figure4", 100_000, **pool(tmp_path, 22, 22))
    sizes = [(len(ids(one)), len(ids(one, "multimodal"))) for one in made.values()]
    assert sizes == [(5, 5), (5, 5), (10, 10), (10, 10), (15, 15), (15, 15), (20, 20), (20, 20)]
    for half in ("text", "multimodal"):
        scales = [ids(one, half) for one in made.values()]
        assert all(small <= large for small, large in pairwise(scales))
        assert all(scales[at] == scales[at + 1] for at in range(0, 8, 2))


def test_counts_and_shares_of_files(tmp_path: Path) -> None:
    given = pool(tmp_path, 90, 1)
    given["text"] = [{"file": "a.jsonl", "count": 7}, {"file": "b.jsonl", "share": 0.5}]
    (one,) = build_arms(Recipe.model_validate(given), tmp_path).values()
    here = {n for n in range(90) if f"t{n}" in ids(one)}
    assert len({n for n in here if n < 30}) == 7
    assert 15 < len({n for n in here if n >= 30}) < 45
    given["text"][0]["count"] = 31
    with pytest.raises(InputError, match=r"a\.jsonl: count: 31 are wanted, but 30"):
        build_arms(Recipe.model_validate({**given, "output": "more"}), tmp_path)


def test_records_of_one_id_fill_a_count_exactly(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [conversation("same", f"{n}.") for n in range(9)])
    data = {"text": "a.jsonl", "text_records": 4, "output": "c", "workers": 1}
    (one,) = build_arms(Recipe.model_validate(data), tmp_path).values()
    assert one.manifest["counts"]["text"]["read"] == 4


def test_arms_are_resumed_and_share_a_seed(tmp_path: Path) -> None:
    given = {**pool(tmp_path, 9, 2), "arms": ["sft", "lomo"]}
    first = build_arms(Recipe.model_validate(given), tmp_path)
    before = tree(tmp_path / "arms")
    (first["lomo"].folder / "manifest.json").unlink()
    for one in first["lomo"].folder.iterdir():
        if one.is_file():
            one.unlink()
    again = build_arms(Recipe.model_validate({**given, "output": "again"}), tmp_path, resume=True)
    assert {name: one.manifest for name, one in again.items()} == {
        name: one.manifest for name, one in first.items()
    }
    assert tree(tmp_path / "again") == before
    assert build_arms(Recipe.model_validate({**given, "output": "again"}), tmp_path, resume=True).keys() == {
        "sft",
        "lomo",
    }
    other = {**given, "arms": {"lomo": {"config": {"seed": 3}}}}
    with pytest.raises(ConfigError, match="share one seed"):
        build_arms(Recipe.model_validate(other), tmp_path)


def test_a_pool_is_hashed_once_for_all_arms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Path] = []
    monkeypatch.setattr(identity, "file_sha256", lambda path: hashed.append(path) or file_sha256(path))
    made = build_arms(Recipe.model_validate({**pool(tmp_path, 9, 2), "arms": ["sft", "lomo"]}), tmp_path)
    assert sorted(path.name for path in hashed) == ["a.jsonl", "b.jsonl", "m.jsonl"]
    for one in made.values():
        for told in one.manifest["inputs"]:
            assert told["sha256"] == file_sha256(tmp_path / told["name"])


@pytest.mark.parametrize("arms", [["a b"], {"a/b": {}}, {"x": {"kind": "mono"}}, {"x": 3}, 7])
def test_wrong_arms_are_refused(arms: Any) -> None:
    with pytest.raises(ValueError, match="arms"):
        Recipe.model_validate({"text": "a", "output": "o", "arms": arms})
