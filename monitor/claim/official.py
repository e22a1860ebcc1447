"""An item and the watchlist in; whether its maker says it, and how long the mere names of new things are there, out."""

from __future__ import annotations

from monitor import urls
from monitor.model import Item, Judgement, Watchlist

FIRST_DAYS = ("producthunt.com",)  # sites whose posts are products on their first day, headed by name and claim
NAME = 3  # words of a headline on the maker's own site that is but the name of a new thing: "Luma Agents"
NAME_AND_CLAIM = 15  # words on a site of first days


class Officials:
    """The hosts and paths whose word is a confirmation, by product and by maker."""

    def __init__(self, watchlist: Watchlist) -> None:
        makers = {vendor.name: vendor.official for vendor in watchlist.vendors}
        self._places = makers | {
            product.name: product.official + makers.get(product.vendor, ()) for product in watchlist.products
        }

    def speaks(self, item: Item, judgement: Judgement) -> bool:
        """Tell whether the item comes from a channel of the maker of one of its products."""
        if item.official:
            return True
        places = {place for name in _makers(judgement) for place in self._places.get(name, ())}
        return any(urls.under(item.url, place) for place in places)


def name_words(item: Item, *, official: bool) -> int:
    """Return up to how many words a headline, where the item stands, is but the name of a new thing; 0 = nowhere."""
    first_day = any(urls.under(item.url, site) for site in FIRST_DAYS)
    return NAME_AND_CLAIM if first_day else NAME if official else 0


def _makers(judgement: Judgement) -> tuple[str, ...]:
    """Its products, and the first company: the maker of the main one."""
    return (*judgement.products, *judgement.companies[:1])
