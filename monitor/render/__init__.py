"""An Edition in; subject, text, HTML and finished letters out. Templates come as texts, by name."""

from __future__ import annotations

from monitor.render.atom import Post, atom
from monitor.render.errors import RenderError
from monitor.render.fit import LARGEST
from monitor.render.index import feed_name, page_name
from monitor.render.mime import plain_letter, stop_token
from monitor.render.push import push_letter
from monitor.render.renderer import Renderer

__all__ = [
    "LARGEST", "Post", "RenderError", "Renderer", "atom", "feed_name", "page_name", "plain_letter", "push_letter",
    "stop_token",
]  # fmt: skip
