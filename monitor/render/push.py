"""An edition in, the few words of it for a chat or a telephone out."""

from __future__ import annotations

import json

from monitor.model import PUSH, Edition, Letter, Mail
from monitor.render.address import safe_url
from monitor.render.mime import message_id
from monitor.render.subject import subject_of
from monitor.render.words import tongue
from monitor.text import clean

MOST = 5  # stories: chats refuse long texts


def push_letter(edition: Edition, mail: Mail, install_key: bytes) -> Letter:
    """Return what is owed to the services that push: title and body as JSON, in the outbox like any letter."""
    words = tongue(edition.words)
    stories = []
    entries = edition.entries
    for entry in entries[:MOST]:
        badge = words.say(entry.status).upper() if entry.status != "na" else ""
        head = " · ".join(filter(None, (badge, clean(entry.headline))))
        stories.append("\n".join(filter(None, (head, safe_url(entry.url)))))
    if rest := len(entries) - MOST if len(entries) > MOST else 0:
        stories.append(words.count("more_stories", rest))
    said = {"title": subject_of(edition, words), "body": "\n\n".join(stories)}
    raw = json.dumps(said, ensure_ascii=True).encode("ascii")
    return Letter(PUSH, message_id(edition, 1, PUSH, mail, install_key), said["title"], raw, "")
