"""An Edition in; subject, text, HTML and finished letters out. Templates come as texts, by name."""

from __future__ import annotations

from monitor.render.errors import RenderError
from monitor.render.mime import stop_token
from monitor.render.renderer import Renderer

__all__ = ["RenderError", "Renderer", "stop_token"]
