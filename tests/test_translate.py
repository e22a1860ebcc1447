"""The optional language model: what it is asked, what of its answers is used, and that nothing waits for it."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage import DIGEST, arrive, config, item, service
from web import Web, reply

from monitor.model import Feed, Header, Limits, Model, Translation
from monitor.pipeline.publish import publish
from monitor.pipeline.translating import Translator
from monitor.translate import TranslateError, read_answer, request_of

SITE = Feed("site", "https://site.example.org/feed")
TITLE = "快手发布可灵 Kling 3.0 视频生成模型"
READER = replace(DIGEST, headline_languages=("en",), translate=True)


def answer(headline, gist="", *, wrap="{}"):
    """What a server says around a model's words."""
    said = wrap.format(json.dumps({"headline": headline, "gist": gist}))
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}).encode()


# ---------------------------------------------------------------- the request and the answer


def test_a_request_locks_the_names_and_keeps_the_news_apart():
    """The task names the language and the names that stay; the news is data in a message of its own."""
    said = json.loads(request_of(TITLE, "摘要" * 2000, "de", ["Kling 3.0"], "qwen"))
    task, news = (one["content"] for one in said["messages"])
    assert (said["model"], said["stream"], "German" in task, "Kling 3.0" in task) == ("qwen", False, True, True)
    assert json.loads(news)["title"] == TITLE
    assert len(json.loads(news)["summary"]) == 1500


@pytest.mark.parametrize("wrap", ["{}", "```json\n{}\n```"], ids=["bare", "fenced"])
def test_a_good_answer_is_taken(wrap):
    """Headline and gist come as plain lines, with the model that wrote them."""
    body = answer("Kuaishou releases Kling 3.0,\n a video model", "It makes  sound.", wrap=wrap)
    assert read_answer(body, TITLE, ["Kling"], "qwen") == Translation(
        "Kuaishou releases Kling 3.0, a video model", "It makes sound.", "qwen"
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "translate.answer"),
        (b"[]", "translate.answer"),
        (b'{"choices": []}', "translate.answer"),
        (json.dumps({"choices": [{"message": {"content": "Sure! Here it is:"}}]}).encode(), "translate.answer"),
        (json.dumps({"choices": [{"message": {"content": "[1]"}}]}).encode(), "translate.answer"),
        (answer(""), "translate.answer"),
        (answer(7), "translate.answer"),
        (answer("Kuaishou releases a video model"), "translate.names"),
        (answer("Kling " + "very " * 60), "translate.text"),
        (answer("Kling: see https://evil.example"), "translate.text"),
        (answer("Kling <b>3.0</b> [x](y)"), "translate.text"),
        (answer("Kling 3.0", "www.evil.example"), "translate.text"),
        (json.dumps({"choices": [{"message": {"content": " " * 1_000_000}}]}).encode(), "translate.answer"),
    ],
    ids=["empty", "list", "no choice", "prose", "no object", "no headline", "number", "name lost", "long", "address",
         "markup", "address in the gist", "megabyte"],
)  # fmt: skip
def test_what_will_not_do_is_refused(body, code):
    """Anything but one short plain line with every name in it is refused with a stable code."""
    with pytest.raises(TranslateError) as caught:
        read_answer(body, TITLE, ["Kling"], "qwen")
    assert caught.value.code == code


@settings(max_examples=100)
@given(st.binary() | st.text().map(answer))
def test_any_answer_is_a_line_or_refused(body):
    """Whatever a server says ends as one clean line or as a refusal."""
    try:
        made = read_answer(body, "Kling", [], "m")
    except TranslateError:
        return
    assert made.headline
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in made.headline + made.gist)


# ---------------------------------------------------------------- in the service


def running(store, clock, web, **model):
    """A service with a language model, and one story in Chinese that its readers cannot read."""
    loaded = config(SITE, digests=(READER,))
    wanted = Model(web.url("/v1"), "qwen", **model)
    chosen = replace(loaded.settings, model=wanted, limits=Limits(allow=(web.allow,)))
    on = service(store, clock, loaded=replace(loaded, settings=chosen))
    publish(on)
    arrive(on, "site", item("1", TITLE, at=clock(), language="zh"))
    return on, Translator(wanted, on)


def work(translator, on, beats=2):
    """So many beats, each after the answer of the last came."""
    for _ in range(beats):
        translator.work(on)
        translator.settle()


def shown(on):
    on.clock.forward(days=1)
    (edition,) = publish(on)
    return edition.top[0]


def test_a_headline_is_translated_ahead_of_the_mail(store, clock):
    """The edition has the original as headline and the machine's words beside it, marked, in page and text."""
    with Web() as web:
        web.on("/v1/chat/completions", reply(200, answer("Kuaishou releases Kling 3.0", "A gist.")))
        on, translator = running(store, clock, web)
        work(translator, on)
        translator.close()
    entry = shown(on)
    assert (entry.headline, entry.machine, entry.machine_gist) == (TITLE, "Kuaishou releases Kling 3.0", "A gist.")
    (edition,) = store.editions(since=clock())
    assert "Kuaishou releases Kling 3.0 — A gist. (machine translation)" in " ".join(on.renderer.text(edition).split())
    assert "(machine translation)" in on.renderer.html(edition)
    assert [one.path for one in web.requests] == ["/v1/chat/completions"]


@pytest.mark.parametrize(
    "said", [reply(500), reply(200, b"no"), reply(200, answer("no name in it")), reply(302, Location="/x")],
    ids=["trouble", "nonsense", "name lost", "redirect"],
)  # fmt: skip
def test_a_model_that_fails_costs_nothing(store, clock, said, caplog):
    """The mail goes out in the original; a bad answer is not asked for again, a server in trouble rests."""
    with Web() as web:
        web.on("/v1/chat/completions", said)
        on, translator = running(store, clock, web)
        work(translator, on, beats=4)
        translator.close()
    assert (shown(on).machine, len(web.requests)) == ("", 1)
    assert "code=" in caplog.text


def test_a_mute_model_delays_no_mail(store, clock):
    """An edition is made while the model is still being waited for."""
    with Web() as web:
        web.on("/v1/chat/completions", lambda wire, _: wire.wait(20))
        on, translator = running(store, clock, web, timeout=timedelta(seconds=20))
        translator.work(on)
        assert shown(on).machine == ""
        translator.close()


def test_a_day_has_a_number_of_calls(store, clock):
    """When it is used up nothing more is asked until the day is over."""
    with Web() as web:
        web.on("/v1/chat/completions", reply(200, answer("Kling 3.0")))
        on, translator = running(store, clock, web, calls=1)
        work(translator, on)
        arrive(on, "site", item("2", "可灵降价", at=clock(), language="zh"))
        clock.forward(minutes=2)
        work(translator, on)
        translator.close()
    assert len(web.requests) == 1


def test_the_key_stays_secret(store, clock, tmp_path, caplog):
    """The key comes from a file that nobody else may read, goes to the server alone and into no log."""
    (tmp_path / "key").write_text("s3cret-key\n")
    (tmp_path / "key").chmod(0o600)
    with Web() as web:
        web.on("/v1/chat/completions", reply(401))
        on, translator = running(store, clock, web, key=Header("Authorization", str(tmp_path / "key")))
        work(translator, on)
        translator.close()
    assert web.requests[0].headers["authorization"] == "Bearer s3cret-key"
    assert "s3cret" not in caplog.text


def test_what_readers_can_read_is_not_asked_for(store, clock):
    """A headline in one of their languages goes to no model."""
    with Web() as web:
        on, translator = running(store, clock, web)
        digests = (replace(READER, headline_languages=("en", "zh")),)
        on.config = replace(on.config, settings=replace(on.config.settings, digests=digests))
        work(translator, on)
        translator.close()
    assert web.requests == []


def test_without_a_model_nothing_is_shown(store, clock):
    """`translate` alone does nothing: there is nobody to ask."""
    on = service(store, clock, loaded=config(SITE, digests=(READER,)))
    publish(on)
    arrive(on, "site", item("1", TITLE, at=clock(), language="zh"))
    assert shown(on).machine == ""
