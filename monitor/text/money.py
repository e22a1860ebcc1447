"""What sums of money are worth, roughly: enough to see one sum told in two currencies."""

from __future__ import annotations

NEAR_WORTH = 1.25  # rates move: two currencies' sums are alike up to this ratio
# In US dollars.
_WORTH = {
    "usd": 1.0, "eur": 1.12, "gbp": 1.3, "jpy": 0.0066, "cny": 0.14, "krw": 0.0007, "rub": 0.0115, "inr": 0.0115,
    "brl": 0.18, "twd": 0.031, "hkd": 0.128, "chf": 1.2, "pln": 0.26, "sek": 0.1, "try": 0.024, "idr": 0.00006,
    "vnd": 0.00004, "sgd": 0.76, "aud": 0.65, "cad": 0.72,
}  # fmt: skip


def dollars(currency: str, value: float) -> float:
    """Return roughly what a sum is worth; 0 when that is not known, or it is no money."""
    return value * _WORTH.get(currency, 0.0)


def are_near(one: float, other: float) -> bool:
    """May two sums in dollars be one, told in two currencies?

    >>> are_near(dollars("usd", 1e9), dollars("jpy", 160e9)), are_near(dollars("usd", 4), dollars("s", 4))
    (True, False)
    """
    low, high = sorted((one, other))
    return 0 < high <= NEAR_WORTH * low
