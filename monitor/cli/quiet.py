"""suppress, mute, pause: no more mail to a person; quiet for a while about a product, a feed, a digest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from hmac import compare_digest
from zoneinfo import ZoneInfo

import click

from monitor.cli.columns import many
from monitor.cli.errors import LOOK, say
from monitor.cli.meant import meant, no_digest
from monitor.cli.place import Place, noted, now
from monitor.cli.screen import echo
from monitor.cli.when import deadline
from monitor.config import ConfigError
from monitor.model import Config, Quiet, QuietKind
from monitor.render import stop_token
from monitor.store import Store


@click.command("suppress", epilog="Example: ai-video-monitor suppress ann@example.org")
@click.argument("address", required=False)
@click.option("--undo", is_flag=True, help="mail this address again")
@click.option("--list", "listed", is_flag=True, help="name the addresses that get no mail")
@click.option("--token", default="", help="whom `{token}` in mail.unsubscribe stands for, instead of ADDRESS")
@click.pass_context
def suppress_command(context: click.Context, address: str | None, undo: bool, listed: bool, token: str) -> None:
    """Stop mailing a person who asked for it: no digest makes letters for ADDRESS any more, owed ones are given up.

    It holds whatever the config says, and survives a restore. The config is not edited.
    """
    place: Place = context.obj
    if (listed, bool(address), bool(token)).count(True) != 1:
        raise click.UsageError("name one address, or its --token, or --list")
    with place.store(readonly=listed) as store:
        address = _reader_of(place, store, token) if token else address
        if not address:
            for one, since in store.suppressed().items():
                echo(f"{one}  since {_day(since)}")
            return
        if address.count("@") != 1 or address.split() != [address]:
            raise click.UsageError(f"{address!r} is no e-mail address; write it like ann@example.org")
        with noted(store) as journal:
            journal.note_wish(address, now(), suppressed=not undo)
        changed = _allow(store, address) if undo else _stop(store, address)
        _say_digests(place, store, address)
    context.exit(0 if changed else LOOK)


def _reader_of(place: Place, store: Store, token: str) -> str:
    """Find the recipient whom a token stands for; a wrong one tells nothing about who reads."""
    config = place.config_in_use(store)
    key = store.install_key()
    readers = {one for digest in config.settings.digests for one in digest.recipients}
    for reader in sorted(readers):
        if compare_digest(stop_token(reader, key).encode(), token.encode()):
            return reader
    raise click.UsageError("this token stands for no recipient of monitor.yaml")


def _stop(store: Store, address: str) -> bool:
    given_up = store.suppress(address, now())
    letters = f"{many(given_up, 'letter')} given up" if given_up else "no letter was owed"
    echo(f"{address} gets no more mail; {letters}")
    return True


def _allow(store: Store, address: str) -> bool:
    allowed = store.allow(address)
    then = "gets mail again, from the next edition on" if allowed else "was not suppressed; nothing changed"
    echo(f"{address} {then}")
    return allowed


def _say_digests(place: Place, store: Store, address: str) -> None:
    """Say which digests name the address: the config is a person's to edit."""
    try:
        config = place.config_in_use(store)
    except ConfigError:  # the wish holds all the same
        return
    digests = [one.name for one in config.settings.digests if address.lower() in map(str.lower, one.recipients)]
    named = f"names it in {', '.join(digests)}" if digests else "names it in no digest"
    say(f"monitor.yaml {named}, and is not edited")


# ---------------------------------------------------------------- mute, pause


@click.command("mute", epilog="Example: ai-video-monitor mute Kling --until 2026-04-01")
@click.argument("name", metavar="PRODUCT|FEED")
@click.option("--until", "written", default="", metavar="WHEN", help="3d, 2w, friday, 'friday 18:00' or a date")
@click.option("--undo", is_flag=True, help="end it now")
@click.pass_context
def mute_command(context: click.Context, name: str, written: str, undo: bool) -> None:
    """Leave a product out of all editions, or let a feed tell nothing, until WHEN.

    What happened to a muted product meanwhile counts as told: it comes back only with something new. A story that names
    another product too is told. A muted feed is read on, its items are found by `search`; its faults trouble nobody.
    `feed:NAME` or `product:NAME` where both have that name. A day of WHEN is its beginning, in the time zone that all
    digests share, else UTC.
    """
    place: Place = context.obj
    with place.store() as store:
        config = place.config_in_use(store)
        kind, found = _meant(name, *_names(config, store))
        if undo:
            _end(context, store, kind, found, written)
            return
        if not written:
            raise click.UsageError("say how long: --until 3d, --until friday or --until 2026-04-01")
        zone = _zone(config)
        until = deadline(written, now(), zone)
        _hush(store, Quiet(kind, found, now(), until))
    echo(f"{kind} {found} is muted until {_day(until, zone)}; `ai-video-monitor mute {name} --undo` ends it")


def _zone(config: Config) -> tzinfo:
    """Return the zone in which a day of all digests begins."""
    zones = {digest.zone for digest in config.settings.digests}
    return ZoneInfo(zones.pop()) if len(zones) == 1 else UTC


def _names(config: Config, store: Store) -> tuple[set[str], set[str]]:
    """Return the products and the feeds there are, and those still muted that no config names any more."""
    muted = store.quiets(now())
    products = {one.name for one in config.watchlist.products} | {one.name for one in muted if one.kind == "product"}
    return products, {one.name for one in config.feeds} | {one.name for one in muted if one.kind == "feed"}


def _meant(name: str, products: Iterable[str], feeds: Iterable[str]) -> tuple[QuietKind, str]:
    """Find the product or feed of this name; exactly as written before any case."""
    prefix, colon, rest = name.partition(":")
    wanted = rest if colon and prefix in ("product", "feed") else name
    there: list[tuple[QuietKind, str]] = [("product", one) for one in products]
    there += [("feed", one) for one in feeds]
    there = [one for one in there if wanted is name or one[0] == prefix]
    exact = [one for one in there if one[1] == wanted]
    found = exact or [one for one in there if one[1].casefold() == wanted.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        choice = " or ".join(sorted(f"{kind}:{one}" for kind, one in found))
        raise click.UsageError(f"{name!r} is a product and a feed; write {choice}")
    names = [one for _, one in there]  # of a product and a feed alike, the product is meant: it is known first
    hint = meant(wanted, names, "watchlist.yaml and feeds.yaml name them")
    raise click.UsageError(f"no product and no feed named {name!r}; {hint}")


@click.command("pause", epilog="Example: ai-video-monitor pause daily --until 2w")
@click.argument("name", metavar="DIGEST")
@click.option("--until", "written", default="", metavar="WHEN", help="3d, 2w, friday, 'friday 18:00' or a date")
@click.option("--undo", is_flag=True, help="go on with the next slot")
@click.pass_context
def pause_command(context: click.Context, name: str, written: str, undo: bool) -> None:
    """Make no editions of a digest until WHEN, or until `--undo`.

    Feeds are read on. The first slot after the pause tells what came since the last edition, in one mail. What is owed
    already goes out; with the service stopped, `digest NAME --send` sends one by hand. A day of WHEN is its beginning,
    in the digest's time zone.
    """
    place: Place = context.obj
    with place.store() as store:
        config = place.config_in_use(store)
        digests = {one.name: one for one in config.settings.digests}
        paused = {one.name for one in store.quiets(now()) if one.kind == "digest"}
        if name not in digests and not (undo and name in paused):
            raise no_digest(name, list(digests))
        if undo:
            _end(context, store, "digest", name, written)
            return
        zone = ZoneInfo(digests[name].zone)
        until = deadline(written, now(), zone) if written else None
        _hush(store, Quiet("digest", name, now(), until))
    lasts = f"until {_day(until, zone)}" if until else "until you end it"
    echo(f"digest {name} is paused {lasts}; `ai-video-monitor pause {name} --undo` ends it")


def _hush(store: Store, quiet: Quiet) -> None:
    with noted(store) as journal:
        journal.note_quiet(quiet, now())
    store.hush(quiet)


def _end(context: click.Context, store: Store, kind: QuietKind, name: str, until: str) -> None:
    if until:
        raise click.UsageError("--undo ends it now: it goes without --until")
    is_mute = kind != "digest"
    with noted(store) as journal:
        journal.note_heard(kind, name, now())
    if store.unhush(kind, name, now()):
        echo(f"{kind} {name} is {'heard again' if is_mute else 'no longer paused'}")
        return
    echo(f"{kind} {name} was not {'muted' if is_mute else 'paused'}; nothing changed")
    context.exit(LOOK)


def _day(at: datetime, zone: tzinfo = UTC) -> str:
    return f"{at.astimezone(zone):%a %d %b %Y %H:%M} {zone}"
