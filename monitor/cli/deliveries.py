"""deliveries: what is owed to whom, and what a person may do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click

from monitor import codes, text
from monitor.cli.columns import day, many
from monitor.cli.errors import LOOK
from monitor.cli.lines import stamp
from monitor.cli.place import Place, now
from monitor.cli.screen import echo, write
from monitor.daemon.lock import holder
from monitor.model import Delivery, DeliveryState
from monitor.store import Store

OPEN: tuple[DeliveryState, ...] = ("pending", "sending", "deferred", "held", "failed")
SPOKEN = {
    "pending": "owed", "sending": "sending", "deferred": "waiting", "held": "held", "failed": "refused",
    "sent": "sent", "cancelled": "given up",
}  # fmt: skip
NO_JOURNAL = "restore.no_journal"
ids = click.argument("numbers", metavar="ID...", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1))


@click.command(
    "list",
    short_help="what is owed, held or refused",
    epilog="Example: ai-video-monitor deliveries list --json | jq .recipient",
)
@click.option("--all", "every", is_flag=True, help="also those that are sent or given up")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a letter")
@click.pass_obj
def list_command(place: Place, every: bool, as_json: bool) -> None:
    """List the letters that are owed, held or refused, oldest first."""
    with place.store(readonly=True) as store:
        found = store.deliveries(() if every else OPEN)
    if as_json:
        write(_row(one) for one in found)
        return
    for one in found:
        echo(_line(one, now()))
    echo(_sum(found), err=True)


def _row(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id, "digest": one.digest, "slot": one.slot, "part": one.part, "recipient": one.recipient,
        "state": one.state, "tries": one.tries, "unknowns": one.unknowns, "code": one.last_code, "text": one.last_text,
        "next_try": stamp(one.next_try_at), "message_id": one.message_id,
    }  # fmt: skip


def _line(one: Delivery, at: datetime) -> str:
    tries = many(one.tries, "try", "tries")
    following = f", next {day(one.next_try_at, at).strip()} UTC" if one.next_try_at else ""
    why = f"{one.last_code}: {text.shorten(one.last_text, 80)}".rstrip(": ")
    return f"{one.id:>6}  {SPOKEN[one.state]:8}  {_which(one)}  {tries}{following}  {why}".rstrip()


def _which(one: Delivery) -> str:
    part = f" part {one.part}" if one.part > 1 else ""
    return f"{one.digest} {one.slot}{part}  {one.recipient}"


def _sum(found: Sequence[Delivery]) -> str:
    """Say how many there are, and what can be done about those that a person must decide on."""
    counts = {state: sum(one.state == state for one in found) for state in SPOKEN}
    said = ", ".join(f"{count} {SPOKEN[state]}" for state, count in counts.items() if count) or "nothing is owed"
    cures = []
    if counts["held"]:
        cures.append("`deliveries release ID` sends a held one once more")
    if counts["failed"]:
        cures.append("`deliveries retry ID` tries a refused one again")
    if cures:
        cures.append("`deliveries cancel ID` gives it up")
    waiting = (one.last_code for one in found if one.state in ("deferred", "pending", "failed"))
    if code := next((one for one in waiting if codes.cure(codes.OTHERS | codes.MAIL, one)), ""):
        cures.append(f"`explain {code}` says what to do")
    return "; ".join((said, *cures))


# ---------------------------------------------------------------- acting


@dataclass(frozen=True)
class Act:
    """What a person may do: to letters in which states, and why not to others."""

    origins: tuple[DeliveryState, ...]
    move: Callable[[Store, Sequence[int]], int]
    told: str
    refusals: Mapping[DeliveryState, str]


SENDING = "being sent right now; look again in a minute"
SENT = "sent already"
RETRY = Act(
    ("failed", "deferred", "pending", "cancelled"), Store.retry, "owed, goes out now",
    {"held": "held: the reader may have it already; `deliveries release` sends it once more",
     "sending": SENDING, "sent": SENT},
)  # fmt: skip
RELEASE = Act(
    ("held",), Store.retry, "owed, goes out once more",
    {"sending": SENDING, "sent": SENT, "cancelled": "given up; `deliveries retry` owes it again",
     "failed": "refused, not held; `deliveries retry` tries it again", "pending": "owed already",
     "deferred": "owed already; `deliveries retry` tries it now"},
)  # fmt: skip
CANCEL = Act(
    ("pending", "deferred", "held", "failed"), Store.cancel, "given up",
    {"sending": SENDING, "sent": SENT, "cancelled": "given up already"},
)  # fmt: skip


@click.command("retry", short_help="try letters now", epilog="Example: ai-video-monitor deliveries retry 41 42")
@ids
@click.pass_context
def retry_command(context: click.Context, numbers: tuple[int, ...]) -> None:
    """Try letters now that were refused, wait for their next try, or were given up."""
    _act(context, RETRY, numbers)


@click.command(
    "release", short_help="send held letters once more", epilog="Example: ai-video-monitor deliveries release 41"
)
@ids
@click.pass_context
def release_command(context: click.Context, numbers: tuple[int, ...]) -> None:
    """Send held letters once more: the same bytes, the same Message-ID.

    A letter is held when three tries ended without an answer: the mail server may have taken it, and the reader may
    have it already. Ask first, or accept that it may come twice.
    """
    _act(context, RELEASE, numbers)


@click.command("cancel", short_help="give letters up", epilog="Example: ai-video-monitor deliveries cancel 41")
@ids
@click.pass_context
def cancel_command(context: click.Context, numbers: tuple[int, ...]) -> None:
    """Give up letters that are not sent yet; `deliveries retry` owes them again."""
    _act(context, CANCEL, numbers)


def _act(context: click.Context, act: Act, numbers: tuple[int, ...]) -> None:
    """Do it to each letter and say what changed. The service may run meanwhile: SQLite keeps us apart."""
    place: Place = context.obj
    with place.store() as store:
        chosen = [_known(store, number) for number in dict.fromkeys(numbers)]
        moved = [one for one in chosen if _moves(store, act, one)]
    if moved and act is not CANCEL and not holder(place.database()):
        echo("the service does not run: they go out when it does", err=True)
    context.exit(0 if moved else LOOK)


def _known(store: Store, number: int) -> Delivery:
    found = store.delivery(number)
    if found is None:
        raise click.UsageError(f"no letter {number}, nothing changed; `deliveries list --all` names all")
    return found


def _moves(store: Store, act: Act, one: Delivery) -> bool:
    why_not = _why_not(store, act, one)
    moved = not why_not and act.move(store, [one.id]) > 0
    told = f"{SPOKEN[one.state]} -> {act.told}" if moved else f"nothing changed: {why_not or SENDING}"
    echo(f"{one.id:>6}  {_which(one)}  {told}")
    if moved and act is RELEASE and (one.unknowns or one.last_code == NO_JOURNAL):
        echo(f"        {one.recipient} may have it already: {one.last_text or one.last_code}")
    return moved


def _why_not(store: Store, act: Act, one: Delivery) -> str:
    """Say why this cannot be done to a letter; "" = it can."""
    if one.state not in act.origins:
        return act.refusals.get(one.state, "")
    if act is CANCEL:
        return ""
    if one.recipient.lower() in store.suppressed():
        return f"{one.recipient} asked for no more mail; `suppress {one.recipient} --undo` first"
    if not one.raw:
        return f"its bytes are no longer kept; `digest {one.digest} --date {one.slot}` shows it"
    if one.state == "pending" and (one.next_try_at is None or one.next_try_at <= now()):
        return "owed already, goes out when the service runs"
    return ""


deliveries_command = click.Group(
    "deliveries",
    commands=[list_command, retry_command, release_command, cancel_command],
    help="List the letters that are owed; try, release or give up one. The service may run meanwhile.",
    epilog="Example: ai-video-monitor deliveries list",
)
