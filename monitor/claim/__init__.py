"""An item and its judgement in; what it claims and how surely, whom it cites and the evidence, out."""

from monitor.claim.claimer import Claimer

__all__ = ["Claimer"]
