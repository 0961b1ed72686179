"""A folder in, a few invented samples of each of the eighteen benchmarks in their official data formats out."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image, ImageDraw


def png(text: str = "7") -> bytes:
    """A small picture."""
    made = Image.new("RGB", (80, 48), "white")
    ImageDraw.Draw(made).text((8, 16), text, fill="black")
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def cell(text: str = "7") -> dict[str, Any]:
    """A picture as Parquet has it."""
    return {"bytes": png(text), "path": None}


def parquet(folder: Path, subsets: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """subset -> split -> rows, with the README that names them."""
    folder.mkdir(parents=True)
    lines = ["---", "configs:"]
    for subset, splits in subsets.items():
        lines += [f"- config_name: {subset}", "  data_files:"]
        for split, rows in splits.items():
            name = f"{subset}-{split}.parquet".replace(" ", "_").replace("(", "").replace(")", "")
            table = pa.Table.from_pylist(rows)
            kinds = {"image", "decoded_image", "question_images_decoded"} | {
                f"image_{n}" for n in range(1, 8)
            }
            features = {
                column: ([{"_type": "Image"}] if column == "question_images_decoded" else {"_type": "Image"})
                for column in table.column_names
                if column in kinds and pa.types.is_struct(_leaf(table.schema.field(column).type))
            }
            if features:
                told = {"info": {"features": {**_plain(table, features), **features}}}
                table = table.replace_schema_metadata({"huggingface": json.dumps(told)})
            pq.write_table(table, folder / name)
            lines += [f"  - split: {split}", f"    path: {name}"]
    (folder / "README.md").write_text("\n".join([*lines, "---"]) + "\n")


def _leaf(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_list(kind) else kind


def _plain(table: pa.Table, without: dict[str, Any]) -> dict[str, Any]:
    from datasets import Features

    made: dict[str, Any] = Features.from_arrow_schema(table.drop_columns(list(without)).schema).to_dict()
    return made


def tsv(path: Path, rows: list[dict[str, Any]]) -> None:
    """A TSV as it is distributed."""
    import csv

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)


def pdf(path: Path, pages: int) -> None:
    """A document of empty pages."""
    import pypdfium2

    path.parent.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 280)
    document.save(path)


def make(root: Path) -> dict[str, str]:
    """Writes everything; benchmark -> its folder."""
    base64_png = base64.b64encode(png()).decode()
    common = {"subfield": "x", "explanation": "", "img_type": "['Tables']", "topic_difficulty": "Easy"}
    parquet(
        root / "mmmu",
        {
            "Art": {
                "validation": [
                    {
                        "id": "validation_Art_1",
                        "question": "What does <image 1> show beside <image 2>?",
                        "options": "['a line', 'a seven']",
                        "image_1": cell(),
                        "image_2": cell("8"),
                        "question_type": "multiple-choice",
                        "answer": "B",
                        **common,
                    },
                    {
                        "id": "validation_Art_2",
                        "question": "Which number is in <image 1>?",
                        "options": "[]",
                        "image_1": cell(),
                        "image_2": None,
                        "question_type": "open",
                        "answer": "7",
                        **common,
                    },
                ]
            }
        },
    )
    pro = {"id": "test_Art_1", "question": "Name it: <image 1>", "options": "['six', 'seven']", "answer": "B"}
    pro |= {"subject": "Art", "image_1": cell(), **common}
    parquet(root / "mmmu_pro", {"standard (4 options)": {"test": [pro]}})
    vista = {
        "pid": "1",
        "question": "What is the number?",
        "decoded_image": cell(),
        "choices": ["6", "7"],
        "question_type": "multi_choice",
        "answer": "7",
        "answer_type": "text",
        "precision": 1.0,
        "metadata": {"task": "figure", "skills": ["counting"]},
    }
    parquet(root / "math_vista", {"default": {"testmini": [vista]}})
    zero = {
        "question_id": "1",
        "question_text": "Which digit is drawn?",
        "question_images_decoded": [cell()],
        "question_images": ["a.png"],
        "image_attribution": "own",
        "question_answer": "7",
    }
    parquet(root / "zerobench", {"default": {"zerobench": [zero], "zerobench_subquestions": [zero]}})
    simple = {"data_id": 1, "question": "Which digit is this?", "image": base64_png, "answer": "seven"}
    simple |= dict.fromkeys(("image_description", "language", "original_category", "source"), "x")
    simple |= {"atomic_question": "x", "atomic_fact": "x"}
    parquet(root / "simple_vqa", {"default": {"test": [simple]}})
    parquet(root / "hallusion_bench", {"default": {"image": [_hallusion(str(n)) for n in (0, 1)]}})
    docvqa = {"question": "What is printed?", "image": cell(), "answers": ["7", "seven"], "questionId": "1"}
    docvqa |= {"question_types": ["x"], "docId": 1, "ucsf_document_id": "a", "ucsf_document_page_no": "1"}
    parquet(root / "docvqa", {"DocVQA": {"validation": [docvqa]}})
    vstar = {"text": "Which?\n(A) six\n(B) seven\n(C) eight\n(D) nine", "image": cell(), "label": "B"}
    parquet(root / "vstar_bench", {"default": {"test": [vstar | {"category": "direct", "question_id": "1"}]}})
    parquet(
        root / "count_bench",
        {
            "default": {
                "test": [
                    {
                        "image": cell(),
                        "text": "Seven boats",
                        "question": "How many boats are there?",
                        "number": 7,
                    },
                    {
                        "image": cell(),
                        "text": "Three bells",
                        "question": "How many bells are there?",
                        "number": 3,
                    },
                ]
            }
        },
    )
    _we_math(root / "we_math")
    _mm_ifeval(root / "mm_ifeval", base64_png)
    _cc_ocr(root / "cc_ocr", base64_png)
    _mmlongbench(root / "mmlongbench_doc")
    _texts(root)
    return {path.name: str(path) for path in root.iterdir()}


def _hallusion(answer: str) -> dict[str, Any]:
    keys = {"category": "VD", "subcategory": "chart", "visual_input": "1", "set_id": "0", "figure_id": "1"}
    text = "Is there a seven?" if answer == "1" else "Is there an eight?"
    about = {"gt_answer": answer, "gt_answer_details": "", "image": cell()}
    return keys | {"question_id": answer, "question": text} | about


def _we_math(folder: Path) -> None:
    rows = []
    for key, answer in (("2steps_1", "B"), ("2steps_2", "A"), ("2steps_multi", "C")):
        name = f"2steps/image/901-{key[7:]}.png"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(png())
        row = {
            "ID": "2steps_901",
            "split": "testmini",
            "knowledge concept": "Area",
            "question": f"Part {key}: area?",
        }
        row |= {
            "option": "A. 20;B. 24; C. 28; D. No correct answer",
            "answer": answer,
            "image_path": name,
            "key": key,
        }
        rows.append(row | {"question number": 9001, "knowledge concept description": "Area"})
    (folder / "testmini.json").write_text(json.dumps(rows))


def _mm_ifeval(folder: Path, image: str) -> None:
    constraints = [
        {
            "key": "paragraph_limit",
            "value": "Write exactly two paragraphs.",
            "judge": {
                "method": "rule_based",
                "verify_funcs": [
                    {"func": "check_whether_response_paragraph_number_in_range", "params": [2, 2]}
                ],
            },
        },
        {"key": "not_mention", "value": "Do not use the word sea.", "judge": {"method": "direct_gpt"}},
        {"key": "role_imitation", "value": "Speak as an old sailor.", "judge": {"method": "cmp_gpt"}},
    ]
    question = "Describe the harbour in the picture. Write exactly two paragraphs. Do not use the word sea."
    large = {"image": image + "=" * 0}
    rows = [
        {"index": 0, "id": "c_901", "tag": "C-Level", "infer_type": "main", "del_cons": "", **large}
        | {
            "question": f"{question} Speak as an old sailor.",
            "answer": "",
            "constraints": json.dumps(constraints),
        },
        {"index": 1, "id": "p_901", "tag": "P-Level", "infer_type": "main", "del_cons": "", "image": image}
        | {"question": "Which number is painted on the boat?", "answer": '["7"]', "constraints": ""},
        {
            "index": 2,
            "id": "c_901",
            "tag": "C-Level",
            "infer_type": "aux_cmp_gpt",
            "del_cons": "role_imitation",
        }
        | {"image": "0", "question": question, "answer": "", "constraints": ""},
    ]
    tsv(folder / "MM-IFEval.tsv", rows)


def _cc_ocr(folder: Path, image: str) -> None:
    form = {"company": "NORTH PIER", "menu": [{"nm": "Tea", "price": "2.40"}]}
    table = "<table><tr><td>Tea</td><td>4</td></tr></table>"
    cases = [
        ("multi_scene_ocr", "scene_text", "IC15", "Please output only the text content", "OPEN daily, 9-5"),
        ("multi_lan_ocr", "French", "French", "Sortie le texte français", "Café fermé"),
        ("doc_parsing", "table", "table_scan_eng", "Converting tables to HTML", table),
        ("kie", "constrained_category", "CORD", "Fill the value part of the schema", json.dumps(form)),
    ]
    for number, (track, group, subset, question, answer) in enumerate(cases):
        row = {"index": number, "image": image, "image_name": "a.png", "question": question, "answer": answer}
        row |= {"category": track, "l2-category": group, "split": subset}
        tsv(folder / track / group / f"{subset}_1.tsv", [row])


def _mmlongbench(folder: Path) -> None:
    about = {"doc_id": "harbour.pdf", "doc_type": "Research report"}
    rows = [
        {"question": "What share came by boat?", "answer": "18.29%", "evidence_pages": "[2]"}
        | {"evidence_sources": "['Table']", "answer_format": "Float", **about},
        {"question": "How many lighthouses were built?", "answer": "Not answerable", "evidence_pages": "[]"}
        | {"evidence_sources": "[]", "answer_format": "None", **about},
    ]
    parquet(folder, {"default": {"train": rows}})
    pdf(folder / "documents/harbour.pdf", 3)


def _texts(root: Path) -> None:
    pro = {
        "question_id": 1,
        "question": "What is three and four?",
        "options": ["six", "seven"],
        "answer": "B",
        "answer_index": 1,
        "cot_content": "A: Let's think. The answer is (B).",
        "category": "math",
        "src": "x",
    }
    parquet(root / "mmlu_pro", {"default": {"test": [pro], "validation": [pro] * 5}})
    grade = {"question": "Ann has 3 boats and buys 4. How many?", "answer": "3+4=7\n#### 7"}
    parquet(root / "gsm8k", {"main": {"test": [grade], "train": [grade] * 4}})
    human = {
        "task_id": "HumanEval/0",
        "prompt": 'def add(a, b):\n    """Adds."""\n',
        "canonical_solution": "    return a + b\n",
        "test": "def check(candidate):\n    assert candidate(3, 4) == 7\n",
        "entry_point": "add",
    }
    parquet(root / "humaneval", {"openai_humaneval": {"test": [human]}})
    follow = {
        "key": 1,
        "prompt": "Write a line about boats. Do not use any commas.",
        "instruction_id_list": ["punctuation:no_comma"],
        "kwargs": [{"num_words": None}],
    }
    parquet(root / "ifeval", {"default": {"train": [follow]}})
    tests = json.dumps([{"input": "3 4\n", "output": "7\n", "testtype": "stdin"}])
    code = {
        "question_title": "Sum",
        "question_content": "Read two numbers and print their sum.",
        "platform": "atcoder",
        "question_id": "a1",
        "contest_id": "a",
        "contest_date": "2025-01-01T00:00:00",
        "starter_code": "",
        "difficulty": "easy",
        "public_test_cases": tests,
        "private_test_cases": tests,
        "metadata": "{}",
    }
    parquet(root / "live_code_bench", {"release_v6": {"test": [code]}})
