"""A request that may be led on: its address, its headers for each origin, and what is left of its time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from monitor.fetch.errors import FetchError
from monitor.fetch.etiquette import VALIDATORS
from monitor.fetch.wire import place_of


@dataclass
class Trip:
    """One `get` or `post` under way: what is left of its time, and where it has been led."""

    clock: Callable[[], float]
    left_seconds: float  # of the total; runs only while a lane is held: waiting for a turn is not the server's fault
    headers: dict[str, str]
    url: str
    validators_from: str  # no other address is sent them
    secrets: Mapping[str, str]  # further headers
    secrets_for: tuple[str, int, bool]  # the origin they are for: no other one is sent them
    hops: int = 0
    only_permanent: bool = True
    moved_to: str = ""
    posted: bytes | None = None  # None = a GET
    plain: bool = False  # asked for the body without gzip already
    started: float = 0.0
    tickets: list[int] = field(default_factory=list)

    def left(self) -> float:
        """Return the seconds left of its time."""
        return self.left_seconds - (self.clock() - self.started)

    def asking(self) -> dict[str, str]:
        """Return the headers for the address it has come to.

        Validators go back to the one that gave them only, secrets to the origin that feeds.yaml names only.
        """
        headers = self.headers
        if self.url != self.validators_from:
            headers = {name: value for name, value in headers.items() if name not in VALIDATORS}
        return {**headers, **(self.secrets if place_of(self.url) == self.secrets_for else {})}

    def follow(self, url: str, *, permanent: bool, limit: int) -> None:
        """Go on to `url`. Raises FetchError http.redirects after `limit` of them, http.downgrade from TLS to none."""
        host = place_of(self.url)[0]
        self.hops += 1
        if self.hops > limit:
            raise FetchError("http.redirects", f"{host} redirects more than {limit} times")
        if self.url.lower().startswith("https:") and not url.lower().startswith("https:"):
            raise FetchError("http.downgrade", f"{host} redirects from https to http, which is not followed")
        self.only_permanent = self.only_permanent and permanent
        self.url = url
        if self.only_permanent:
            self.moved_to = url
