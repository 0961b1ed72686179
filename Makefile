# make demo, make test: everything from a fresh clone on Debian or Ubuntu. `make help` lists the rest.
# Each target sets up what it needs first: packages/system.txt, then .venv, then the built package.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON ?=
SECONDS ?= 60
JOBS ?= $(shell nproc)
PYTEST := .venv/bin/python -m pytest -p no:benchmark -n $(JOBS)
export PYTHON

.PHONY: help setup demo test lint smoke check-llamafactory check-engines format tidy sanitize fuzz bench \
	bench-formulas bench-kernels bench-png bench-substitution bench-memory bench-threads bench-text bench-corpus \
	docs reproduce readme-image audit ledger-audit contact-sheet lock wheel wheel-check clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' Makefile

setup: ## system packages, .venv, the package built and installed; fast when nothing changed
	@tools/setup/all.sh

demo: setup ## build a corpus from examples/ into demo/, and a gallery to look at
	@.venv/bin/lomo build examples/demo.yaml --overwrite
	@.venv/bin/lomo inspect demo --count 100 >/dev/null
	@echo
	@echo "The corpus:  $(CURDIR)/demo (what is in it: demo/manifest.json)"
	@echo "The gallery: $(CURDIR)/demo/gallery.html (open it in a browser)"

test: setup lint ## lint, every test, and 20 s of fuzzing (LOMO_CORPUS_DIR=... for the tests on the real corpora)
	@$(PYTEST)
	@tools/setup/system.sh clang || echo "lomo: no clang is installed"
	@if command -v clang++ >/dev/null; then FUZZ_SEED=1 tools/fuzz.sh 20 math; \
		else echo "lomo: the fuzzing of formulas is skipped: it needs clang++"; fi

lint: setup ## ruff, mypy --strict, clang-format, shellcheck: what pre-commit runs
	@tools/lint.sh

check-engines: setup ## datasets, Ray, PyTorch and webdataset on what lomo makes; RECORDS=2000 every way (1 to 5 GB environment)
	@RECORDS=$(or $(RECORDS),2000) tools/engines/run.sh

format: setup ## rewrite the sources as lint wants them
	@tools/lint.sh --fix

tidy: setup ## clang-tidy over the core (slow; not part of make test)
	@tools/tidy.sh

sanitize: setup ## the tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@tools/sanitize.sh $(TESTS)

fuzz: ## libFuzzer on the core, each target for SECONDS=60
	@tools/setup/all.sh clang
	@tools/fuzz.sh $(SECONDS)

bench: setup ## milliseconds a prompt, stage by stage, beside Pillow and matplotlib in the same run
	@.venv/bin/python -m bench.report $(PROMPTS)
	@.venv/bin/python -m pytest bench -q --benchmark-columns=median,iqr,rounds --benchmark-sort=fullname

bench-formulas: setup ## microseconds a formula beside mathtext, ziamath, typst, MathJax, KaTeX (FORMULAS=file.jsonl)
	@.venv/bin/python -m bench.formulas $(FORMULAS)

bench-text: setup ## microseconds to draw a prompt, English and Chinese, beside skia-python, Pillow and Pango
	@.venv/bin/python -m bench.text

bench-png: setup ## what encoding a page costs, by operation, beside Pillow, OpenCV, fpng (PROMPTS=400)
	@.venv/bin/python -m bench.png $(PROMPTS)

bench-kernels: setup ## microseconds a distortion beside OpenCV in the same run, one thread
	@.venv/bin/python -m bench.kernels

bench-substitution: setup ## milliseconds a prompt, to PNG, beside skia + typst + OpenCV + ISA-L, and matplotlib + Pillow (PROMPTS=400)
	@.venv/bin/python -m bench.substitution $(PROMPTS)

bench-memory: setup ## resident memory over RECORDS=100000 records in one process
	@.venv/bin/python -m bench.memory $(RECORDS)

bench-threads: setup ## records a second in one thread and in two
	@.venv/bin/python -m bench.threads

bench-corpus: setup ## RECORDS=20000 prompts built to Parquet with 2 workers: records/s, core-seconds, memory, beside the operator
	@.venv/bin/python -m bench.corpus $(or $(RECORDS),20000) 2

docs: setup ## write docs/config.md from the docstrings of lomo.Config
	@.venv/bin/python -m tools.docs.make_config docs/config.md

smoke: setup ## slices of LLaMA-Factory, EvalScope, Ray and make reproduce, in environments of their own (SLICES="ray evalscope")
	@tools/smoke/run.sh $(SLICES)

reproduce: setup ## LoMo's arms on a small model, trained from scratch: docs/reproduction.md (QUICK=1; SIZE=large SEEDS=3 DEVICE=cuda; MATCHED=1)
	@SIZE=$(SIZE) SEEDS=$(SEEDS) DEVICE=$(DEVICE) MATCHED=$(MATCHED) QUICK=$(QUICK) tools/reproduce/run.sh

check-llamafactory: setup ## LLaMA-Factory reads corpora of every format (2 GB environment; not part of make test)
	@tools/llamafactory/run.sh

readme-image: setup ## draw docs/images/example.png, the picture at the top of the README
	@.venv/bin/python tools/docs/make_example_image.py docs/images/example.png

audit: ## docs/legibility.md: pages read back by two OCR engines (LOMO_CORPUS_DIR; PAGES="30 10" for a look)
	@tools/setup/all.sh ocr
	@tools/legibility/run.sh

ledger-audit: setup ## docs/ledger.md: every character of all prompts of LOMO_CORPUS_DIR accounted for
	@.venv/bin/python -m tools.ledger.audit docs/ledger.md

contact-sheet: ## build/contact-sheet: 100 formulas beside LuaLaTeX's pictures of them (of LOMO_CORPUS_DIR, or FORMULAS=file)
	@tools/setup/all.sh lualatex
	@.venv/bin/python -m tools.math.contact_sheet build/contact-sheet $(if $(FORMULAS),--formulas $(FORMULAS))

lock: setup ## refresh requirements/dev.txt from pyproject.toml
	@.venv/bin/uv pip compile --universal --python-version 3.11 --group dev --no-annotate --upgrade --quiet \
		--custom-compile-command 'make lock' pyproject.toml -o requirements/dev.txt
	@for name in qwen3_5 llava_onevision1_5 evalscope ray reproduction; do \
		.venv/bin/uv pip compile --universal --python-version 3.11 --no-annotate --upgrade --quiet \
			--custom-compile-command 'make lock' requirements/$$name.in -o requirements/$$name.txt; done

wheel: setup ## dist/: the source distribution and a manylinux wheel for .venv's Python (WHEEL_PYTHON=... for another)
	@tools/wheel/make.sh

wheel-check: wheel ## the wheels at work in bare roots, their pictures compared (root; RELEASES="bookworm trixie")
	@tools/wheel/check.sh $(RELEASES)

clean: ## delete what the other targets made, .venv included
	@rm -rf .venv build dist demo demo-varied python/lomo/fonts python/lomo/_native*.so \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
