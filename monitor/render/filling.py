"""The texts of templates and what they show in; text out. Owns Jinja2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from traceback import extract_tb
from typing import TYPE_CHECKING

from monitor.render.errors import RenderError
from monitor.render.index import Index
from monitor.render.page import Page
from monitor.render.paragraphs import isolated, paragraph

if TYPE_CHECKING:  # else loaded when the first template is filled: most commands show no page
    from jinja2.sandbox import SandboxedEnvironment

# Half characters, controls and code points that are none: UTF-8 cannot say them, or HTML5 forbids them.
_UNSENDABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


class Templates:
    """Templates by file name, in a sandbox: feed text is data and never compiled, an unknown name is an error."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    @cached_property
    def _environment(self) -> SandboxedEnvironment:
        from jinja2 import DictLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        environment = SandboxedEnvironment(
            loader=DictLoader(self._texts),
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and ".html" in name,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters.update(paragraph=paragraph, isolated=isolated)
        return environment

    def fill(self, name: str, **variable: Page | Index) -> str:
        """Fill a template. Raises RenderError: whatever goes wrong inside one is its author's to see, with its line."""
        from jinja2 import TemplateError

        try:
            return _UNSENDABLE.sub("\ufffd", self._environment.get_template(name).render(variable))
        except TemplateError as error:
            line = getattr(error, "lineno", None) or _line_of(error, name) or 1
            raise RenderError("render.template", f"{name}:{line}: {error.message or 'no such template'}") from error
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError) as error:
            raise RenderError("render.template", f"{name}:{_line_of(error, name) or 1}: {error}") from error


def _line_of(error: BaseException, name: str) -> int | None:
    """Return the line of the template that an error came from; Jinja puts it into the traceback."""
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename in (name, "<template>")]
    return lines[-1] if lines else None
