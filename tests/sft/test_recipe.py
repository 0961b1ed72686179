"""``lomo sft`` on a few records -> a folder with the paper's keys; faults in data and recipe are named."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from lomo.cli import main
from lomo.errors import ConfigError, InputError
from lomo.sft.backbone import BACKBONES
from lomo.sft.data import look
from lomo.sft.recipe import load_sft_recipe

ROOT = Path(__file__).parents[2]
TEXT = "One sentence stands here. A second one follows it. The third has $x^2$. And a fourth ends it."


def write(folder: Path, **keys: Any) -> Path:
    """A recipe over three records."""
    rows = [{"id": str(n), "prompt": f"{TEXT} Number {n}?", "answer": "yes"} for n in range(3)]
    (folder / "text.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    corpus = {"text": "text.jsonl", "config": {"rewrite_ratio": 1.0}, "workers": 1}
    recipe = {"backbone": "qwen3_5", "corpus": corpus, "output": "out", **keys}
    (folder / "sft.yaml").write_text(yaml.safe_dump(recipe))
    return folder / "sft.yaml"


def keys_of(path: Path) -> dict[str, Any]:
    """A YAML's keys."""
    found: dict[str, Any] = yaml.safe_load(path.read_text())
    return found


def test_the_folder_holds_the_papers_setting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, arms=["lomo", "standard", "full", "lomo_clean"])
    assert main(["sft", str(path), "--quiet"]) == 0
    out = tmp_path / "out"
    keys = keys_of(out / "train_lomo.yaml")
    wanted = {
        "model_name_or_path": "Qwen/Qwen3.5-9B-Base",
        "template": "qwen3_5_nothink",
        "stage": "sft",
        "finetuning_type": "full",
        "freeze_vision_tower": True,
        "freeze_multi_modal_projector": False,
        "freeze_language_model": False,
        "image_max_pixels": 2_560_000,
        "cutoff_len": 32_768,
        "packing": True,
        "flash_attn": "fa2",
        "enable_liger_kernel": True,
        "bf16": True,
        "learning_rate": 4e-5,
        "lr_scheduler_type": "cosine_with_min_lr",
        "lr_scheduler_kwargs": {"min_lr": 1e-6},
        "warmup_ratio": 0.002,
        "adam_beta1": 0.9,
        "adam_beta2": 0.99,
        "weight_decay": 0.01,
        "num_train_epochs": 1.0,
        "per_device_train_batch_size": 1,
        "gradient_accumulation_steps": 4,
        "deepspeed": "ds_z1.json",
        "dataset": "lomo_text",
        "dataset_dir": "data/lomo",
        "media_dir": "data/lomo",
    }
    assert {name: keys.get(name) for name in wanted} == wanted
    assert keys["neat_packing"] is True  # every record has a picture
    assert keys_of(out / "train_standard.yaml")["neat_packing"] is False
    assert json.loads((out / "ds_z1.json").read_text())["zero_optimization"]["stage"] == 1
    assert "llamafactory-cli train train_lomo.yaml" in (out / "launch.sh").read_text()
    assert os.access(out / "launch.sh", os.X_OK)
    manifests = {path.parent.name: path for path in (out / "data").glob("*/manifest.json")}
    counts = {arm: json.loads(path.read_text())["counts"] for arm, path in manifests.items()}
    assert {arm: one["text"]["rewritten"] for arm, one in counts.items()} == {
        "lomo": 3,
        "standard": 0,
        "full": 3,
        "lomo_clean": 3,
    }
    assert list(counts["lomo_clean"]["by_op"]) == ["clean"]
    assert "train with:" in capsys.readouterr().out
    assert main(["sft", str(path), "--check"]) == 0
    assert "placeholders and pictures agree in 3 records" in capsys.readouterr().out


def test_the_second_backbone_is_started_by_its_own_file(tmp_path: Path) -> None:
    path = write(tmp_path, backbone="llava_onevision1_5", devices=4, trainer={"seed": 7}, model="my/model")
    assert main(["sft", str(path), "--quiet"]) == 0
    keys = keys_of(tmp_path / "out/train_lomo.yaml")
    assert (keys["template"], keys["trust_remote_code"], keys["seed"]) == ("qwen2_vl", True, 7)
    assert keys["model_name_or_path"] == "my/model"
    assert "torchrun --nproc_per_node 4 train.py train_lomo.yaml" in (tmp_path / "out/launch.sh").read_text()
    source = (tmp_path / "out/train.py").read_text()
    compile(source, "train.py", "exec")
    assert "FAMILY = 'llavaonevision1_5'" in source
    assert all(repr(mark) in source for mark in BACKBONES["llava_onevision1_5"].vision)


def test_a_folder_of_a_model_is_found_from_the_recipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checkpoint").mkdir()
    path = write(tmp_path, model="checkpoint")
    monkeypatch.chdir(tmp_path.parent)
    recipe, base = load_sft_recipe(Path(tmp_path.name) / path.name, [])
    assert (recipe.model, base) == (str((tmp_path / "checkpoint").resolve()), Path(tmp_path.name))


def test_a_missing_recipe_is_all_that_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sft"])
    assert capsys.readouterr().err.endswith("the following arguments are required: RECIPE\n")


def test_without_the_code_of_the_model_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, backbone="llava_onevision1_5")
    assert main(["sft", str(path), "--quiet", "--check", "--smoke"]) == 0
    said = capsys.readouterr().out
    assert "NOT DONE: the trainable share was not checked" in said
    assert "NOT DONE: nothing was trained" in said
    assert "placeholders and pictures agree" in said


def test_a_corpus_built_before_will_do(tmp_path: Path) -> None:
    write(tmp_path)
    built = [
        "build",
        "--text",
        str(tmp_path / "text.jsonl"),
        "-o",
        str(tmp_path / "made"),
        "--workers",
        "1",
        "--quiet",
    ]
    assert main(built) == 0
    path = write(tmp_path, corpus=None, corpora={"mine": "made"})
    assert main(["sft", str(path), "--quiet"]) == 0
    keys = keys_of(tmp_path / "out/train_mine.yaml")
    assert keys["dataset_dir"] == keys["media_dir"] == str((tmp_path / "made").resolve())


def test_faults_of_the_data_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path)
    assert main(["sft", str(path), "--quiet"]) == 0
    data = tmp_path / "out/data/lomo/lomo_text.jsonl"
    rows = [json.loads(line) for line in data.read_text().splitlines()]
    rows[0]["messages"][1]["content"] = "an <image>"
    rows[1]["messages"][1]["content"] = "a <video>"
    (tmp_path / "out/data/lomo" / rows[2]["images"][0]).unlink()
    data.write_text("".join(json.dumps(row) + "\n" for row in rows))
    capsys.readouterr()
    assert main(["sft", str(path), "--check"]) == 1
    said = capsys.readouterr().out
    assert "FAULT: lomo: lomo_text.jsonl:1: 2 <image> in the text and 1 pictures" in said
    assert "FAULT: lomo: lomo_text.jsonl:2: the text holds <video>" in said
    assert "FAULT: lomo: lomo_text.jsonl:3: a picture is missing" in said


def test_limits_are_counted(tmp_path: Path) -> None:
    assert main(["sft", str(write(tmp_path)), "--quiet"]) == 0
    corpus = tmp_path / "out/data/lomo"
    usual = look(corpus, token_px=32, max_pixels=2_560_000, cutoff=32_768)
    assert (usual.records, usual.pictures, usual.scaled, usual.long, usual.faults) == (3, 3, 0, 0, ())
    tight = look(corpus, token_px=32, max_pixels=100, cutoff=10)
    assert (tight.scaled, tight.long) == (3, 3)
    assert tight.longest < usual.longest


def test_parquet_is_looked_at_too(tmp_path: Path) -> None:
    corpus = {"text": "text.jsonl", "container": "parquet", "format": "alpaca", "workers": 1}
    path = write(tmp_path, corpus=corpus | {"config": {"rewrite_ratio": 1.0}})
    assert main(["sft", str(path), "--quiet", "--check"]) == 0
    facts = look(tmp_path / "out/data/lomo", token_px=32, max_pixels=2_560_000, cutoff=32_768)
    assert (facts.records, facts.pictures, facts.faults) == (3, 3, ())


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"backbone": "gpt"}, "backbone: input should be 'qwen3_5' or 'llava_onevision1_5'"),
        ({"corpus": None}, "give either corpus"),
        ({"arms": ["lomo", "lomo"]}, "arms: expected at least one, and none twice"),
        ({"corpus": {"text": "text.jsonl", "output": "x"}}, "corpus.output: leave it out"),
        ({"learning_rate": 1}, "learning_rate: unknown key"),
    ],
)
def test_a_wrong_recipe_is_named(tmp_path: Path, keys: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_sft_recipe(write(tmp_path, **keys), [])


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"dataset_info.json cannot be read"):
        look(tmp_path, token_px=32, max_pixels=1, cutoff=1)
    path = write(tmp_path, corpus=None, corpora={"mine": "nowhere"})
    assert main(["sft", str(path), "--quiet"]) == 2


@pytest.mark.parametrize(
    "name", ["recipes/sft-qwen3_5.yaml", "recipes/sft-llava_onevision1_5.yaml", "examples/sft.yaml"]
)
def test_the_shipped_recipes_are_read(name: str) -> None:
    recipe, _ = load_sft_recipe(ROOT / name, [])
    assert recipe.arms == ("lomo", "standard")
    assert (ROOT / recipe.known.requirements).is_file()


def test_the_launch_file_is_clean_shell(tmp_path: Path) -> None:
    assert main(["sft", str(write(tmp_path)), "--quiet"]) == 0
    subprocess.run(["bash", "-n", tmp_path / "out/launch.sh"], check=True, timeout=20)
