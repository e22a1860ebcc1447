"""Follow AI video products in a dozen languages; mail each reader one digest a day."""

__version__ = "0.1.0"
