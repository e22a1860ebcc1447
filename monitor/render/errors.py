"""What render raises."""

from __future__ import annotations


class RenderError(Exception):
    """A mail that must not go out: a template failed, or finished bytes are not what was meant.

    `code`: render.template, render.header, render.body.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
