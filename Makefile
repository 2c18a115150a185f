# make figure1   set everything up and reproduce Fig. 1 of the paper
# make test      set everything up; lint, types, doctests and tests, but for the slow ones
# make test-all  the slow ones as well
# make docs      build the documentation into site/ and check it
# make coverage  all tests, and which lines and branches they take

PYTHON ?= python3
# the matrices of the tests are small: several BLAS threads only get into each other's way
export OPENBLAS_NUM_THREADS = 1
BIN := .venv/bin
READY := .venv/ready

.PHONY: figure1 test test-all test-slow docs coverage benchmark accuracy clean

figure1: $(READY)
	$(BIN)/yanggaudin figure1 --output .

test: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal -m "not slow"

test-all: test test-slow

test-slow: $(READY)
	$(BIN)/pytest -n auto --dist worksteal -m slow

# one process: KaTeX's would outlive the others
docs: $(READY)
	$(BIN)/sphinx-build -W --keep-going -q -j 1 -d build/doctrees docs site
	$(BIN)/python tools/check_site.py site

# the share of lines and branches that README.md quotes; an interrupt within the lock of coverage.py
# itself would leave it locked
coverage: $(READY)
	$(BIN)/pytest -n auto --dist worksteal --cov -k "not interrupt and not killed"

benchmark: $(READY)
	$(BIN)/python benchmarks/solver.py

$(READY): pyproject.toml constraints.txt src/yanggaudin/__init__.py
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,docs]'
	touch $(READY)

accuracy: $(READY)
	PYTHONPATH=tests $(BIN)/python benchmarks/accuracy.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build site docs/api docs/gallery
