"""The catalogue of faults in faults.yaml is complete, and what it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import test_faults_web
import yaml

HERE = Path(__file__).parent
PRODUCT = HERE.parent / "monitor"
ALIASES = {"F": "test_faults_web.py::test_a_fault_is_a_code_a_state_and_a_line"}
CATALOGUE = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
WANTED = list(range(1, 121))


def codes(fault) -> list[str]:
    said = fault.get("code", [])
    return [said] if isinstance(said, str) else said


def functions(file: str) -> set[str]:
    """The tests a file holds, read and not run."""
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and ast.get_docstring(node)}


def spoken() -> set[str]:
    """Every text that stands in the product's source as such."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PRODUCT.rglob("*.py"))
    constants = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def test_every_fault_has_its_place():
    """The catalogue holds each fault of the chapters that are proven, in order."""
    assert list(CATALOGUE) == WANTED


@pytest.mark.parametrize("number", WANTED)
def test_a_fault_is_proven(number):
    """It says what goes wrong and names tests that exist, or why it cannot be proven."""
    fault = CATALOGUE[number]
    assert set(fault) <= {"what", "code", "tests", "unproven"}
    assert fault["what"]
    named = [ALIASES.get(test, test).split("::") for test in fault.get("tests", ())]
    assert [f"{file}::{name}" for file, name in named if name not in functions(file)] == []
    assert named or fault["unproven"]


@pytest.mark.parametrize("number", [number for number in WANTED if "F" in CATALOGUE[number].get("tests", ())])
def test_a_fault_has_a_case_of_its_own(number):
    """A fault proven among the others has a case with its number, and each of its codes that cases of it end in."""
    ends = {code for name, (_, code) in test_faults_web.FAULTS.items() if re.match(rf"{number}-", name)}
    assert ends
    assert ends <= set(codes(CATALOGUE[number]))


def test_each_code_is_one_the_product_says():
    """No code of the catalogue is an invention."""
    assert {code for fault in CATALOGUE.values() for code in codes(fault)} - spoken() == set()
