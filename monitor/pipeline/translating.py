"""translate: a language model is asked, ahead of time, for what the next editions may show; no mail ever waits for it.

One request is under way at a time, in a thread of its own, with a deadline; at most so many a day. What failed is not
tried again: a headline in its own language is no loss.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor import compose, config, translate
from monitor.config import ConfigError
from monitor.fetch import Fetcher, FetchError
from monitor.model import Digest, Edition, Entry, Judged, Model, Translation
from monitor.pipeline.service import Service
from monitor.text import primary
from monitor.translate import TranslateError

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
BACK = timedelta(days=2)  # stories of which something was filed since then are translated, the newest first
REST = timedelta(minutes=10)  # after a server that did not answer
EVERY = timedelta(minutes=1)  # between two looks, once there was nothing to ask for
LOOKED, FAILED = "translate:looked", "translate:failed"  # what rests
THEIRS = ("http.status", "http.too_large")  # it will have none of this headline: the next one may fare better


@dataclass(frozen=True)
class Wanted:
    """A headline to be translated."""

    item: Judged
    language: str
    glossary: tuple[str, ...]


class Translator:
    """Asks a model for one headline after the other; results are taken in the caller's thread."""

    def __init__(self, model: Model, service: Service) -> None:
        limits = replace(service.config.settings.limits, total=model.timeout, idle=model.timeout)
        self._model = model
        self._fetcher = Fetcher(limits, service.config.settings.polling, service.config.settings.contact)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="model")
        self._flying: tuple[Future[Translation], Wanted] | None = None

    def work(self, service: Service) -> None:
        """Take up an answer that came, and ask for the next headline."""
        self._take(service)
        if self._flying is not None or service.rests(LOOKED, EVERY) or service.rests(FAILED, REST):
            return
        wanted = next(wanted_of(service, self._model), None)
        if wanted is None:
            service.rest(LOOKED)
            return
        self._flying = (self._pool.submit(ask, self._fetcher, self._model, wanted), wanted)

    def _take(self, service: Service) -> None:
        if self._flying is None or not self._flying[0].done():
            return
        (future, wanted), self._flying = self._flying, None
        now = service.clock()
        try:
            made = future.result()
        except TranslateError as error:
            log.warning("translation refused code=%s item=%d: %s", error.code, wanted.item.id, error.text)
            made = Translation("", "", self._model.name)
        except (FetchError, ConfigError) as error:
            code = getattr(error, "code", "config.model")
            log.warning("model not reached code=%s: %s", code, error)
            if code not in THEIRS:
                service.rest(FAILED)
                return
            made = Translation("", "", self._model.name)
        service.store.save_translation(wanted.item.id, wanted.language, made, now)

    def settle(self) -> None:
        """Wait until the request under way has ended, if there is one."""
        if self._flying is not None:
            self._flying[0].exception()

    def close(self) -> None:
        """Drop what is under way."""
        self._fetcher.close()
        self._pool.shutdown(wait=True, cancel_futures=True)


def ask(fetcher: Fetcher, model: Model, wanted: Wanted) -> Translation:
    """Ask a model for one headline. Raises FetchError, TranslateError, ConfigError."""
    title, summary = wanted.item.item.title, wanted.item.item.summary
    body = translate.request_of(title, summary, wanted.language, wanted.glossary, model.name)
    secrets = config.model_key(model, os.environ)
    answer = fetcher.post(f"{model.url.rstrip('/')}/chat/completions", body, "application/json", secrets)
    return translate.read_answer(answer, title, wanted.glossary, model.name)


def wanted_of(service: Service, model: Model) -> Iterator[Wanted]:
    """Name what readers of the next editions could not read, the newest story first; nothing once the day's is up."""
    store, now = service.store, service.clock()
    digests = [one for one in service.config.settings.digests if one.translate]
    if not digests or store.translations_since(now - DAY) >= model.calls:
        return
    stories = sorted(store.stories(since=now - BACK, until=now), key=lambda story: -story.id)
    for digest in digests:
        for story in stories:
            best = compose.headline_item(story, digest.headline_languages)
            language = target(digest, best.item.language)
            if language and store.translation(best.id, language) is None:
                yield Wanted(best, language, glossary_of(best))


def target(digest: Digest, language: str) -> str:
    """Return the language to translate a headline into; "" where its readers can read it, or nobody knows it."""
    read = [primary(one) for one in digest.headline_languages]
    return "" if not language or primary(language) in read else read[0]


def glossary_of(one: Judged) -> tuple[str, ...]:
    """Return the names in Latin letters that stand in a title: these stay in every language."""
    title = one.item.title
    spans = (title[match.start : match.end] for match in one.judgement.matches if match.field == "title")
    return tuple(dict.fromkeys(name for name in spans if name.isascii() and any(map(str.isupper, name))))


def translated(service: Service, digest: Digest, edition: Edition) -> Edition:
    """Put what the model wrote beside the headlines of an edition."""
    if not digest.translate or service.config.settings.model is None:
        return edition

    def told(entry: Entry) -> Entry:
        language = target(digest, entry.language)
        made = service.store.translation(entry.item, language) if language else None
        if made is None or not made.headline:
            return entry
        return replace(entry, machine=made.headline, machine_gist=made.gist, machine_language=language)

    return replace(edition, top=tuple(map(told, edition.top)), brief=tuple(map(told, edition.brief)))
