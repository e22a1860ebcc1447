"""Editions and what they told; letters owed, claimed, marked, settled and recovered after a crash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from monitor.model import UNKNOWN_WAIT, UNKNOWNS_HELD, Edition, Entry, Letter, Outcome, Slot, Told
from monitor.store import Journal, Store, StoreError

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SENT = Outcome("sent", "smtp.accepted", "250 queued")
LATER = Outcome("deferred", "smtp.later", "451 try later")
AWAY = Outcome("deferred", "net.refused", "refused", server_wide=True)
UNKNOWN = Outcome("unknown", "net.lost", "connection lost")


def edition(slot: str = "2026-03-25T07:00", *, digest: str = "daily", at: datetime = NOW, **known) -> Edition:
    entry = Entry(7, "Kling 3.0", "https://a.example/", "en", "", "confirmed", ("launch",), ("Kling",))
    return Edition(digest, slot, "AI video", "UTC", "en", at, at - DAY, top=(entry,), **known)


def letter(recipient: str = "ann@example.org", slot: str = "2026-03-25T07:00", part: int = 1) -> Letter:
    raw = f"To: {recipient}\r\n\r\npart {part} of {slot}\r\n".encode()
    return Letter(recipient, f"<{slot}.{part}.{recipient}>", "subject", raw, "<p>", part)


def owe(store, *recipients: str, slot: str = "2026-03-25T07:00", at: datetime = NOW) -> list[int]:
    """Record an edition with a letter to each; return the ids of the letters."""
    before = {one.id for one in store.deliveries()}
    store.record_edition(edition(slot, at=at), [letter(one, slot) for one in recipients], ())
    return [one.id for one in store.deliveries() if one.id not in before]


def one(store, number: int):
    found = store.delivery(number)
    assert found is not None
    return found


def attempts(store, number: int) -> list[tuple]:
    rows = store._rows("SELECT phase, outcome, code FROM attempts WHERE delivery = ? ORDER BY id", (number,))
    return [tuple(row) for row in rows]


def settle(store, number: int, outcome: Outcome, state: str, next_try_at: datetime | None = None) -> None:
    """One whole try that ends so."""
    store.claim_delivery(number, NOW)
    store.mark_dot(number)
    store.record_outcome(number, outcome, state, next_try_at, NOW)


# ---------------------------------------------------------------- editions


def test_an_edition_comes_back_as_it_was_composed(store):
    """All that its mail says is kept."""
    store.record_edition(edition(), [letter()], ())
    assert store.edition("daily", "2026-03-25T07:00") == edition()
    assert list(store.editions()) == [edition()]
    assert (store.edition("daily", "2026-03-26T07:00"), store.edition("weekly", "2026-03-25T07:00")) == (None, None)


def test_a_slot_has_one_edition_and_the_second_leaves_no_trace(store):
    """Nobody gets two editions of one slot: the second is refused whole, letters and told stories too."""
    store.record_edition(edition(), [letter()], [Told(1, "reported", False)])
    with pytest.raises(StoreError) as caught:
        store.record_edition(edition(), [letter("bob@example.org")], [Told(2, "reported", False)])
    assert caught.value.code == "store.bug"
    assert ([one.recipient for one in store.deliveries()], store.told_stories()) == (["ann@example.org"], {1})


def test_a_letter_that_clashes_undoes_its_edition(store):
    """An edition is recorded with all of its letters or not at all."""
    with pytest.raises(StoreError):
        store.record_edition(edition(), [letter(), letter()], [Told(1, "reported", False)])
    assert (store.last_slot("daily"), store.told("daily"), store.deliveries()) == (None, {}, [])


def test_slots_are_known_by_digest(store):
    """The newest slot counts missed ones; when the last was composed does not; each digest for itself."""
    assert (store.last_slot("daily"), store.last_composed_at("daily")) == (None, None)
    store.record_edition(edition("2026-03-24T07:00", at=NOW - DAY), [], ())
    store.coalesce(Slot("daily", "2026-03-25T07:00", NOW), NOW)
    store.coalesce(Slot("daily", "2026-03-25T07:00", NOW), NOW)
    assert (store.last_slot("daily"), store.last_composed_at("daily")) == ("2026-03-25T07:00", NOW - DAY)
    assert store.slots("daily") == {"2026-03-24T07:00", "2026-03-25T07:00"}
    assert (store.last_slot("weekly"), store.slots("weekly")) == (None, set())


def test_a_missed_slot_is_no_edition(store):
    """A slot that another edition covers is taken, and shown nowhere."""
    store.coalesce(Slot("daily", "2026-03-25T07:00", NOW), NOW)
    assert (store.edition("daily", "2026-03-25T07:00"), list(store.editions())) == (None, [])
    with pytest.raises(StoreError):
        store.record_edition(edition(), [letter()], ())


def test_an_alert_moves_no_digest(store):
    """What goes out between digests changes neither their slots nor what they cover."""
    store.record_edition(edition("2026-03-25T09:30:12", kind="alert"), [letter()], ())
    assert (store.last_slot("daily"), store.last_composed_at("daily")) == (None, None)


def test_editions_since(store):
    """Editions come in the order they were composed, from a moment on."""
    slots = ["2026-03-23T07:00", "2026-03-24T07:00", "2026-03-25T07:00"]
    for days, slot in zip((2, 1, 0), slots, strict=True):
        store.record_edition(edition(slot, at=NOW - days * DAY), [], ())
    assert [one.slot for one in store.editions(NOW - DAY)] == slots[1:]


# ---------------------------------------------------------------- told


def test_what_was_told_is_known_by_digest(store):
    """Each digest remembers what it told last of a story, and when."""
    first = Told(7, "reported", False, ("Kling 3.0",), ("usd 3",), ("launch",), 2, linked=(3,))
    store.record_edition(edition(), [], [first])
    later = edition("2026-03-26T07:00", at=NOW + DAY)
    store.record_edition(later, [], [Told(7, "confirmed", True), Told(9, "na", False, told_at=NOW)])
    store.record_edition(edition(digest="weekly"), [], [first])
    assert store.told("daily") == {
        7: Told(7, "confirmed", True, told_at=NOW + DAY), 9: Told(9, "na", False, told_at=NOW),
    }  # fmt: skip
    assert store.told("weekly")[7].numbers == ("usd 3",)
    assert store.told("other") == {}
    assert store.told_stories() == {7, 9}
    assert store.told_in(7) == [("daily", NOW + DAY), ("weekly", NOW)]
    assert store.told_in(8) == []


def test_what_was_told_outlives_the_story(store):
    """A story built anew does not make the reader forget the old one."""
    opened = store.open_story(NOW)
    store.record_edition(edition(), [], [Told(opened, "reported", False)])
    store.dissolve(NOW - DAY)
    assert store.told_stories() == {opened}


# ---------------------------------------------------------------- owing


def test_a_letter_is_owed_as_it_was_rendered(store):
    """Bytes, their hash, Message-ID, recipient and part are those of the letter; its age is its edition's."""
    store.record_edition(edition(), [letter(part=1), letter(part=2)], ())
    first, second = store.owed(NOW)
    assert (first.raw, first.sha256) == (letter().raw, sha256(letter().raw).hexdigest())
    assert (first.message_id, first.recipient, first.digest, first.slot) == (
        letter().message_id, "ann@example.org", "daily", "2026-03-25T07:00",
    )  # fmt: skip
    assert (first.state, first.tries, first.unknowns, first.next_try_at, first.owed_at) == ("pending", 0, 0, None, NOW)
    assert (first.part, second.part) == (1, 2)
    assert store.delivery(99) is None


def test_the_oldest_letter_comes_first_and_a_round_is_bounded(store):
    """At most two hundred letters are in hand at once, so that their bytes fit in memory."""
    numbers = owe(store, *(f"r{number}@example.org" for number in range(250)))
    assert [one.id for one in store.owed(NOW)] == numbers[:200]


@pytest.mark.parametrize("state", ["sent", "failed", "held", "cancelled"])
def test_settled_letters_are_not_owed(store, state):
    """What is sent, failed, held or cancelled is not tried again by itself."""
    (number,) = owe(store, "ann@example.org")
    settle(store, number, SENT, state)
    assert store.owed(NOW + 99 * DAY) == []
    with pytest.raises(StoreError) as caught:
        store.claim_delivery(number, NOW)
    assert caught.value.code == "store.claimed"


def test_a_deferred_letter_waits_for_its_time(store):
    """A deferred letter is owed from its next try on."""
    (number,) = owe(store, "ann@example.org")
    settle(store, number, LATER, "deferred", NOW + 5 * MINUTE)
    assert store.owed(NOW + 4 * MINUTE) == []
    assert [one.id for one in store.owed(NOW + 5 * MINUTE)] == [number]


def test_letters_by_state(store):
    """Letters are listed and counted by state; what is owed has an age."""
    assert (store.letters(), store.owed_since()) == ({}, None)
    first, second = owe(store, "ann@example.org", "bob@example.org", at=NOW - HOUR)
    settle(store, first, SENT, "sent")
    assert store.letters() == {"sent": 1, "pending": 1}
    assert [one.id for one in store.deliveries(("sent", "held"))] == [first]
    assert [one.id for one in store.deliveries()] == [first, second]
    assert store.owed_since() == NOW - HOUR
    settle(store, second, SENT, "sent")
    assert store.owed_since() is None


# ---------------------------------------------------------------- trying


def test_a_claimed_letter_is_in_one_hand(store):
    """A claim counts the try and opens its record; nobody else can claim, and it is not owed meanwhile."""
    (number,) = owe(store, "ann@example.org")
    claimed = store.claim_delivery(number, NOW)
    assert (claimed.state, claimed.tries) == ("sending", 1)
    assert attempts(store, number) == [("connect", None, "")]
    assert store.owed(NOW) == []
    with pytest.raises(StoreError):
        store.claim_delivery(number, NOW)
    assert (store.cancel([number]), store.retry([number])) == (0, 0)
    assert attempts(store, number) == [("connect", None, "")]


def test_one_try_is_open_at_a_time(store):
    """A second open try of one letter cannot be written, whatever the code does."""
    (number,) = owe(store, "ann@example.org")
    store.claim_delivery(number, NOW)
    with pytest.raises(StoreError) as caught:
        store._run("INSERT INTO attempts (delivery, started_at) VALUES (?, '2026')", (number,))
    assert caught.value.code == "store.bug"


def test_the_dot_is_on_disk_before_it_leaves(tmp_path):
    """When the mark returns another process can read it."""
    with Store(tmp_path / "m.db") as store, Store(tmp_path / "m.db", readonly=True) as other:
        (number,) = owe(store, "ann@example.org")
        store.claim_delivery(number, NOW)
        store.mark_dot(number)
        assert attempts(other, number) == [("dot", None, "")]


def test_a_mark_that_cannot_be_written_is_no_mark(tmp_path):
    """On a full disk the mark raises, so that the dot stays; the try is known not to have delivered."""
    with Store(tmp_path / "m.db") as store:
        (number,) = owe(store, "ann@example.org")
        store.claim_delivery(number, NOW)
        store._run("CREATE TABLE ballast (a)")
        heavy = "INSERT INTO ballast VALUES (zeroblob(9999))"
        store._run(f"CREATE TRIGGER heavy AFTER UPDATE ON attempts BEGIN {heavy}; END")
        store._run(f"PRAGMA max_page_count = {store._row('PRAGMA page_count')[0]}")
        with pytest.raises(StoreError) as caught:
            store.mark_dot(number)
        assert caught.value.code == "store.full"
        assert store.is_broken(caught.value)
    with Store(tmp_path / "m.db") as store:
        store._run("DROP TRIGGER heavy")
        store.recover(NOW)
        assert (one(store, number).state, one(store, number).unknowns) == ("pending", 0)


def test_nothing_is_marked_or_settled_that_was_not_claimed(store):
    """A mark or an outcome without a claim is a mistake that changes nothing."""
    (number,) = owe(store, "ann@example.org")
    for act in (lambda: store.mark_dot(number), lambda: store.record_outcome(number, SENT, "sent", None, NOW)):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.code == "store.claimed"
    assert one(store, number).state == "pending"


def test_a_try_ends_with_what_came_of_it(store):
    """State, next try, code and words are kept with the letter, each try with its own end."""
    (number,) = owe(store, "ann@example.org")
    settle(store, number, UNKNOWN, "deferred", NOW + HOUR)
    after = one(store, number)
    assert (after.state, after.tries, after.unknowns, after.next_try_at) == ("deferred", 1, 1, NOW + HOUR)
    assert (after.last_code, after.last_text) == ("net.lost", "connection lost")
    settle(store, number, SENT, "sent")
    assert (one(store, number).state, one(store, number).unknowns, one(store, number).next_try_at) == ("sent", 1, None)
    assert attempts(store, number) == [("dot", "unknown", "net.lost"), ("dot", "sent", "smtp.accepted")]


# ---------------------------------------------------------------- recovering


def test_a_crash_before_the_dot_owes_the_letter_as_before(store):
    """No dot left: nothing can have been delivered, the letter is due at once, and no unknown is counted."""
    (number,) = owe(store, "ann@example.org")
    store.claim_delivery(number, NOW)
    assert store.recover(NOW + MINUTE) == 1
    after = one(store, number)
    assert (after.state, after.unknowns, [one.id for one in store.owed(NOW)]) == ("pending", 0, [number])
    assert attempts(store, number) == [("connect", "interrupted", "crash.before_dot")]


def test_a_crash_after_the_dot_is_unknown(store):
    """The server may have the letter: counted, tried again after ten minutes with the same bytes."""
    (number,) = owe(store, "ann@example.org")
    before = store.claim_delivery(number, NOW)
    store.mark_dot(number)
    assert store.recover(NOW) == 1
    after = one(store, number)
    assert (after.state, after.unknowns, after.next_try_at) == ("deferred", 1, NOW + UNKNOWN_WAIT)
    assert (after.raw, after.message_id, after.last_code) == (before.raw, before.message_id, "crash.after_dot")
    assert attempts(store, number) == [("dot", "unknown", "crash.after_dot")]


@pytest.mark.parametrize(("phase", "noted", "state"), [
    ("dot", True, "sent"), ("dot", False, "deferred"), ("connect", True, "sent"),
])  # fmt: skip
def test_a_crash_after_the_answer_was_noted_repeats_nothing(tmp_path, phase, noted, state):
    """A letter that the journal shows as accepted is sent, though the database had not heard of it; others are not."""
    with Store(tmp_path / "m.db") as store:
        number, other = owe(store, "ann@example.org", "bob@example.org")
        store.claim_delivery(number, NOW)
        if phase == "dot":
            store.mark_dot(number)
        Journal(store.path).note_sent(one(store, number if noted else other), NOW)
        assert store.recover(NOW) == 1
        assert (one(store, number).state, one(store, other).state) == (state, "pending")
        assert one(store, number).unknowns == (state == "deferred")
        assert attempts(store, number)[0][1:] == {
            "sent": ("sent", "crash.after_answer"), "deferred": ("unknown", "crash.after_dot"),
        }[state]  # fmt: skip


def test_a_journal_that_cannot_be_read_leaves_the_outcome_unknown(tmp_path):
    """Then recovering is what it is without a journal, and no fault of its own."""
    with Store(tmp_path / "m.db") as store:
        (number,) = owe(store, "ann@example.org")
        store.claim_delivery(number, NOW)
        store.mark_dot(number)
        (tmp_path / "m.db.sent.log").mkdir()
        assert store.recover(NOW) == 1
        assert one(store, number).state == "deferred"


def test_the_third_unknown_is_left_to_a_person(store):
    """After three tries whose end nobody knows a letter is held, without a next try."""
    (number,) = owe(store, "ann@example.org")
    for _ in range(UNKNOWNS_HELD):
        store.claim_delivery(number, NOW)
        store.mark_dot(number)
        store.recover(NOW)
    after = one(store, number)
    assert (after.state, after.unknowns, after.next_try_at) == ("held", UNKNOWNS_HELD, None)


def test_a_crash_before_or_after_a_try_changes_nothing(store):
    """Letters that were not in hand are as they were, and recovering again does nothing."""
    first, second, third = owe(store, "a@example.org", "b@example.org", "c@example.org")
    settle(store, first, SENT, "sent")
    settle(store, second, LATER, "deferred", NOW + HOUR)
    before = store.deliveries()
    assert store.recover(NOW) == 0
    assert store.deliveries() == before
    store.claim_delivery(third, NOW)
    assert (store.recover(NOW), store.recover(NOW)) == (1, 0)


def test_a_crash_is_recovered_by_the_next_process(tmp_path):
    """What was claimed and marked by a process that is gone is settled by the next one."""
    with Store(tmp_path / "m.db") as store:
        first, second = owe(store, "ann@example.org", "bob@example.org")
        store.claim_delivery(first, NOW)
        store.claim_delivery(second, NOW)
        store.mark_dot(second)
    with Store(tmp_path / "m.db") as store:
        assert store.recover(NOW) == 2
        assert [one.state for one in store.deliveries()] == ["pending", "deferred"]


# ---------------------------------------------------------------- a server's fault


def test_a_server_s_fault_lets_every_letter_wait(store):
    """What is due waits as long as the letter just tried; what waits longer, or is settled, is not touched."""
    numbers = owe(store, *(f"{name}@example.org" for name in "abcde"))
    tried, due, waiting, far, done = numbers
    settle(store, waiting, LATER, "deferred", NOW - MINUTE)
    settle(store, far, LATER, "deferred", NOW + 2 * HOUR)
    settle(store, done, SENT, "sent")
    store.claim_delivery(tried, NOW)
    store.record_outcome(tried, AWAY, "deferred", NOW + 10 * MINUTE, NOW)
    assert store.postpone_all(NOW, AWAY) == 2
    next_tries = [one(store, number).next_try_at for number in (tried, due, waiting, far, done)]
    assert next_tries == [NOW + 10 * MINUTE] * 3 + [NOW + 2 * HOUR, None]
    assert [one(store, number).last_code for number in (due, waiting)] == ["net.refused"] * 2
    assert store.owed(NOW + 9 * MINUTE) == []
    assert [one.id for one in store.owed(NOW + 10 * MINUTE)] == [tried, due, waiting]


def test_nothing_tried_postpones_nothing(store):
    """Without a deferred letter there is no wait to share."""
    owe(store, "ann@example.org")
    assert store.postpone_all(NOW, AWAY) == 0


# ---------------------------------------------------------------- a person's hand


@pytest.mark.parametrize(
    ("state", "cancelled", "retried"),
    [
        ("pending", 1, 0), ("deferred", 1, 1), ("held", 1, 1), ("failed", 1, 1), ("sent", 0, 0), ("cancelled", 0, 1),
    ],
)  # fmt: skip
def test_what_a_person_may_do(store, state, cancelled, retried):
    """A letter can be given up until it is sent, and owed again unless it is sent or owed anyway."""
    numbers = owe(store, "ann@example.org", "bob@example.org")
    if state != "pending":
        for number in numbers:
            settle(store, number, LATER, state, NOW + DAY)
    assert store.cancel(numbers[:1]) == cancelled
    assert store.retry(numbers[1:]) == retried
    assert one(store, numbers[0]).state == ("cancelled" if cancelled else state)
    assert (numbers[1] in [one.id for one in store.owed(NOW)]) is (state == "pending" or bool(retried))
    assert (store.cancel([]), store.retry([99])) == (0, 0)


def test_settled_letters_are_forgotten_in_time(store):
    """The bytes of what was settled long ago go, the row stays; what is owed or young keeps its bytes."""
    old = owe(store, "a@example.org", "b@example.org", "c@example.org", at=NOW - 91 * DAY)
    (young,) = owe(store, "a@example.org", slot="2026-03-26T07:00")
    settle(store, old[0], SENT, "sent")
    settle(store, old[1], LATER, "failed")
    settle(store, young, SENT, "sent")
    assert (store.forget_letters(NOW - 90 * DAY), store.forget_letters(NOW - 90 * DAY)) == (2, 0)
    assert [bool(one(store, number).raw) for number in (*old, young)] == [False, False, True, True]
    assert one(store, old[0]).sha256 == sha256(letter("a@example.org").raw).hexdigest()
    assert store.retry(old[:2]) == 0


# ---------------------------------------------------------------- any course of events


class Outbox(RuleBasedStateMachine):
    """Claims, marks, outcomes, crashes and persons in any order."""

    @initialize()
    def begin(self):
        self.store = Store(":memory:")
        self.numbers = owe(self.store, "a@example.org", "b@example.org")
        self.letters = {one.id: (one.raw, one.message_id) for one in self.store.deliveries()}
        self.now, self.sent, self.unknown = NOW, set(), dict.fromkeys(self.numbers, 0)
        self.dotted: set[int] = set()

    def in_hand(self) -> list[int]:
        return [one.id for one in self.store.deliveries(("sending",))]

    @rule(minutes=st.integers(0, 90))
    def wait(self, minutes):
        self.now += minutes * MINUTE

    @precondition(lambda self: self.store.owed(self.now))
    @rule()
    def claim(self):
        self.store.claim_delivery(self.store.owed(self.now)[0].id, self.now)

    @precondition(lambda self: self.in_hand())
    @rule()
    def mark(self):
        number = self.in_hand()[0]
        self.store.mark_dot(number)
        self.dotted.add(number)

    @precondition(lambda self: self.in_hand())
    @rule(how=st.sampled_from([(SENT, "sent"), (LATER, "deferred"), (UNKNOWN, "deferred"), (UNKNOWN, "held")]))
    def end(self, how):
        outcome, state = how
        number = self.in_hand()[0]
        after = self.now + HOUR if state == "deferred" else None
        self.store.record_outcome(number, outcome, state, after, self.now)
        self.dotted.discard(number)
        self.unknown[number] += outcome.result == "unknown"
        self.sent |= {number} if state == "sent" else set()

    @rule()
    def crash(self):
        taken = self.in_hand()
        assert self.store.recover(self.now) == len(taken)
        for number in taken:
            self.unknown[number] += number in self.dotted
        self.dotted.clear()
        assert self.in_hand() == []

    @rule(index=st.integers(0, 1), cancel=st.booleans())
    def person(self, index, cancel):
        (self.store.cancel if cancel else self.store.retry)([self.numbers[index]])

    @rule()
    def server(self):
        self.store.postpone_all(self.now, AWAY)

    @invariant()
    def holds(self):
        for delivery in self.store.deliveries():
            tries = attempts(self.store, delivery.id)
            still_open = [one for one in tries if one[1] is None]
            assert len(still_open) == (delivery.state == "sending")
            assert delivery.tries == len(tries)
            assert delivery.unknowns == self.unknown[delivery.id]
            assert (delivery.raw, delivery.message_id) == self.letters[delivery.id]
            assert (delivery.id in self.sent) == (delivery.state == "sent")
            assert delivery.next_try_at is None or delivery.state in ("pending", "deferred", "sending")

    def teardown(self):
        self.store.close()


TestAnyCourseOfEvents = Outbox.TestCase
TestAnyCourseOfEvents.settings = settings(max_examples=60, stateful_step_count=25)
