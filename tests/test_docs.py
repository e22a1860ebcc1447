"""README cannot lie: every command, option, config key, module and promise stands in it."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import click
import pytest

from monitor import model
from monitor.cli import COMMANDS, commands
from monitor.render.page import Page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`]+)`", README))
WORDS = {word for code in CODE for word in re.split(r"[^\w\-]+", code)}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name):
    """The table of commands names each command."""
    assert re.search(rf"^\| `{name}\b", README, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme(name):
    """A command's options stand in its row."""
    row = re.search(rf"^\| `{name}\b.*$", README, re.MULTILINE)[0]
    command = commands.get_command(click.Context(commands), name)
    options = {opt for p in command.params if isinstance(p, click.Option) for opt in p.opts if opt.startswith("--")}
    assert {option for option in options if option not in row} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_teaches_by_example(name):
    """`COMMAND --help` shows an example."""
    command = commands.get_command(click.Context(commands), name)
    assert (command.epilog or "").startswith("Example: ")
    assert command.help


def keys(noun: type) -> set[str]:
    return {field.name for field in dataclasses.fields(noun)} - {"place"}


NOUNS = [model.Polling, model.Limits, model.Mail, model.Digest, model.Maintain, model.Settings, model.Feed]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_config_key_is_in_the_readme(noun):
    """Each key that the config files take is explained."""
    assert keys(noun) - WORDS == set()


def test_every_module_is_on_the_map():
    """The Map lists each file of monitor/, and nothing that is not there."""
    there = {
        path.name.removesuffix(".py")
        for path in (ROOT / "monitor").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and not path.name.startswith("__")
    }
    section = README.split("## The Map")[1].split("## Promises")[0]
    listed = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    assert listed == there


def test_both_commands_of_the_readme_are_make_targets():
    """`make demo` and `make test` exist."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"demo", "test"} <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_every_variable_of_a_template_stands_in_the_readme():
    """What `page` holds can be looked up without reading the code."""
    assert {field.name for field in dataclasses.fields(Page)} - CODE == set()
