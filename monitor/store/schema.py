"""The tables: what is remembered, why, and which query each index is for.

Rules. Instants are ISO 8601 texts in UTC, which sort by time. What no query asks for lies in a JSON column. Every table
is STRICT; what must never be is a key or a constraint. Ids that a mail prints (stories) or a log names (items) are
never used again. How a database gets these tables stands in migrations.py.
"""

from __future__ import annotations

import re

APPLICATION_ID = 0x41564D31  # "AVM1": told from other programs' databases by the header of the file

_FEEDS = """
CREATE TABLE feeds (
  name TEXT PRIMARY KEY,            -- the person's name for it: a changed URL keeps its history
  feed TEXT NOT NULL,               -- model.Feed as JSON, as feeds.yaml had it last
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),  -- 0 = no longer in feeds.yaml; history is kept
  url TEXT NOT NULL,                -- the one polled: feeds.yaml's, or where it moved to for good
  etag TEXT NOT NULL DEFAULT '',    -- verbatim; '' = none
  modified TEXT NOT NULL DEFAULT '',      -- Last-Modified, verbatim; '' = none
  body_hash TEXT NOT NULL DEFAULT '',     -- of the last body filed; '' = none
  next_poll_at TEXT,                -- NULL = now
  polled_at TEXT,                   -- NULL = never
  ok_at TEXT,                       -- NULL = never read
  failures INTEGER NOT NULL DEFAULT 0,
  failing_since TEXT,               -- NULL = it works
  error_code TEXT NOT NULL DEFAULT '',
  error_text TEXT NOT NULL DEFAULT '',
  ttl INTEGER,                      -- seconds it asks to be left alone; NULL = not said
  skip TEXT NOT NULL DEFAULT '{}',  -- model.Skip as JSON: hours and days at which it asks not to be read
  max_age INTEGER,                  -- seconds its last answer calls itself fresh; NULL = not said
  newest_at TEXT,                   -- the last date in the document last read; NULL = it has none
  validators_from TEXT NOT NULL DEFAULT '',  -- the address that gave etag and modified; '' = url
  moved_to TEXT NOT NULL DEFAULT '',         -- where permanent redirects led; '' = nowhere
  moved_since TEXT,                 -- NULL = they do not
  moved_times INTEGER NOT NULL DEFAULT 0,
  warning TEXT NOT NULL DEFAULT '',          -- the code of what is odd in the document last read; '' = nothing
  repeats INTEGER NOT NULL DEFAULT 0  -- whole answers in a row that brought nothing new
) STRICT, WITHOUT ROWID;
"""

_ITEMS = """
CREATE TABLE stories (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  opened_at TEXT NOT NULL,          -- of its first item's publication
  active_at TEXT NOT NULL,          -- when an item joined last, by the clock that filed it
  headline INTEGER REFERENCES items (id),  -- NULL = not summed up yet
  status TEXT NOT NULL DEFAULT 'na' CHECK (status IN ('confirmed', 'reported', 'denied', 'na')),
  kinds TEXT NOT NULL DEFAULT '[]', -- JSON list, the main one first
  products TEXT NOT NULL DEFAULT '[]'      -- JSON list, the main one first; `names` is what is searched
) STRICT;
CREATE INDEX stories_active ON stories (active_at);    -- what an edition may tell; earlier stories to link
CREATE INDEX stories_headline ON stories (headline) WHERE headline IS NOT NULL;  -- the foreign key: prune

CREATE TABLE items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  feed TEXT NOT NULL,               -- a name, no foreign key: archives are imported from feeds never polled
  guid TEXT NOT NULL,
  url TEXT NOT NULL,                -- '' = none
  url_key TEXT NOT NULL,            -- the address as compared; '' = none, or shared by many
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  language TEXT NOT NULL,           -- BCP 47; '' = unknown
  site TEXT NOT NULL,
  published_at TEXT,                -- NULL = not said, or said wrongly
  seen_at TEXT NOT NULL,            -- when it was filed
  at TEXT NOT NULL,                 -- when it counts as published: sorting, windows, counts
  listed_at TEXT NOT NULL,          -- when its feed last listed it, to the day
  official INTEGER NOT NULL CHECK (official IN (0, 1)),
  relevant INTEGER NOT NULL CHECK (relevant IN (0, 1)),
  story INTEGER REFERENCES stories (id),   -- NULL = in none: not relevant, or not fresh when it came
  judgement TEXT NOT NULL,          -- model.Judgement as JSON, its matches in their table
  claim TEXT NOT NULL,              -- model.Claim as JSON
  traits TEXT NOT NULL,             -- model.Traits as JSON
  UNIQUE (feed, guid)
) STRICT;
CREATE INDEX items_story ON items (story, at) WHERE story IS NOT NULL; -- the members of a story, without their rows
CREATE INDEX items_url_key ON items (url_key, at) WHERE url_key <> ''; -- candidates; explain URL
CREATE INDEX items_seen ON items (seen_at, relevant);                  -- coverage, rematch, export, prune
CREATE INDEX items_at ON items (at);                                   -- search, counts
CREATE INDEX items_near ON items (at) WHERE json_extract(judgement, '$.miss') IS NOT NULL;  -- near misses: few

CREATE TABLE names (                -- which products and companies an item is about: candidates, counts, search
  item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('product', 'company')),
  name TEXT NOT NULL,
  at TEXT NOT NULL,                 -- items.at
  story INTEGER,                    -- items.story; NULL = in none
  PRIMARY KEY (item, role, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_at ON names (name, role, at, story);      -- candidates of a window; items of a product; counts

CREATE TABLE matches (              -- evidence: which word, where, by which rule
  item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,          -- their order
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  term TEXT NOT NULL,
  field TEXT NOT NULL CHECK (field IN ('title', 'summary')),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  rule TEXT NOT NULL,
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
  why TEXT,                                -- NULL = it counts by itself
  weight REAL NOT NULL,
  PRIMARY KEY (item, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE vectors (              -- what a title means, by the extra `semantic`; made when first asked for
  item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  vector BLOB NOT NULL,             -- half floats, little-endian
  PRIMARY KEY (item, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE revisions (            -- what an item said before its site edited it
  item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  replaced_at TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,            -- m005 drops it
  PRIMARY KEY (item, replaced_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstones (key BLOB PRIMARY KEY CHECK (length(key) = 16)) STRICT, WITHOUT ROWID;  -- of pruned items

CREATE TABLE story_products (       -- m004 drops it
  product TEXT NOT NULL,
  story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  PRIMARY KEY (product, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_products_story ON story_products (story);           -- the foreign key

CREATE TABLE story_links (
  story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  earlier INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('continues', 'confirms', 'denies', 'contradicts')),
  PRIMARY KEY (story, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_links_earlier ON story_links (earlier);             -- the foreign key; who follows a story

CREATE TABLE decisions (            -- what a person said of items, in this order; of opposite ones the last holds
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  content TEXT NOT NULL             -- model.Decision as JSON: it names items, which outlive their stories
) STRICT;
"""

# Words of three characters and more; shorter ones (two Han characters) go by LIKE, see search.py. Which items hold
# three characters in a row is all the index says: where in them would take three times the room.
_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5 (
  title, summary, content='items', content_rowid='id', tokenize='trigram', detail='none'
);
CREATE TRIGGER items_search_in AFTER INSERT ON items BEGIN
  INSERT INTO search (rowid, title, summary) VALUES (new.id, new.title, new.summary);
END;
CREATE TRIGGER items_search_out AFTER DELETE ON items BEGIN
  INSERT INTO search (search, rowid, title, summary) VALUES ('delete', old.id, old.title, old.summary);
END;
CREATE TRIGGER items_search_edit AFTER UPDATE OF title, summary ON items BEGIN
  INSERT INTO search (search, rowid, title, summary) VALUES ('delete', old.id, old.title, old.summary);
  INSERT INTO search (rowid, title, summary) VALUES (new.id, new.title, new.summary);
END;
"""

_MAIL = """
CREATE TABLE editions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  digest TEXT NOT NULL,
  slot TEXT NOT NULL,               -- local date-time: one edition a slot, whatever clocks do
  kind TEXT NOT NULL,               -- digest, alert, operator
  composed_at TEXT NOT NULL,
  content TEXT,                     -- model.Edition as JSON; NULL = a missed slot, covered by the next edition
  UNIQUE (digest, slot)
) STRICT;
CREATE INDEX editions_composed ON editions (composed_at);              -- export; the newest of a digest

CREATE TABLE told (
  digest TEXT NOT NULL,
  story INTEGER NOT NULL,           -- no foreign key: what was told stays told though the story is built anew
  told_at TEXT NOT NULL,
  content TEXT NOT NULL,            -- model.Told as JSON
  PRIMARY KEY (digest, story)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  edition INTEGER NOT NULL REFERENCES editions (id),
  part INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  raw BLOB NOT NULL,                -- the very bytes of each try; x'' = settled long ago and forgotten
  sha256 TEXT NOT NULL,             -- of raw, compared before each try
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'sending', 'sent', 'deferred', 'failed', 'held', 'cancelled')),
  tries INTEGER NOT NULL DEFAULT 0,
  unknowns INTEGER NOT NULL DEFAULT 0,     -- tries whose outcome nobody knows
  next_try_at TEXT,                 -- NULL = now
  last_code TEXT NOT NULL DEFAULT '',
  last_text TEXT NOT NULL DEFAULT '',
  UNIQUE (edition, part, recipient)
) STRICT;
CREATE INDEX deliveries_state ON deliveries (state, id);             -- owed; status

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery INTEGER NOT NULL REFERENCES deliveries (id),
  started_at TEXT NOT NULL,
  phase TEXT NOT NULL DEFAULT 'connect' CHECK (phase IN ('connect', 'dot')),  -- dot = it may be accepted from here on
  outcome TEXT CHECK (outcome IN ('sent', 'deferred', 'failed', 'unknown', 'interrupted')),  -- NULL = under way
  code TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  ended_at TEXT                     -- NULL = under way
) STRICT;
CREATE INDEX attempts_delivery ON attempts (delivery);                 -- the foreign key; a delivery's history
CREATE UNIQUE INDEX attempts_open ON attempts (delivery) WHERE outcome IS NULL;  -- one at a time; recovery

CREATE TABLE suppressed (           -- who asked for no more mail, whatever the config says
  address TEXT PRIMARY KEY,         -- in lower case
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quiet (                -- muted products and feeds, paused digests; kept a while after they end
  kind TEXT NOT NULL CHECK (kind IN ('product', 'feed', 'digest')),
  name TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT,                       -- NULL = until a person ends it
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE translations (
  item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  language TEXT NOT NULL,           -- of its readers, a primary subtag
  headline TEXT NOT NULL,           -- '' = the model's answer would not do
  gist TEXT NOT NULL,
  model TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (item, language)
) STRICT, WITHOUT ROWID;
CREATE INDEX translations_made ON translations (made_at);              -- how many today

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

TABLES = (_FEEDS, _ITEMS, _SEARCH, _MAIL)
NO_LASTING_ADDRESS = "(url_key = '' OR instr(url_key, '?') > 0)"
# m002: unsupported names by product, for the story that may vouch for them; the newest are asked for.
REFUSED = """
CREATE INDEX matches_refused ON matches (name, item) WHERE counted = 0 AND role = 'product' AND field = 'title';
"""
# m003: where the number of a story leads that was united with another.
UNITED = """
CREATE TABLE united (
  story INTEGER PRIMARY KEY,        -- no foreign key: it is no more
  home INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX united_home ON united (home);  -- the foreign key; homes that are united in their turn
"""
# m004: nobody asked for it; whoever looks for the stories of a product goes by `names`.
DROPPED = "DROP TABLE story_products;"
# m005: nobody could read it, and it was most of what an edit left behind.
SHORTER = "ALTER TABLE revisions DROP COLUMN summary;"
# m006: items that are looked for by their titles, one by one: an archive of 100,000 took minutes to import.
TITLED = f"CREATE INDEX items_titled ON items (feed, title) WHERE {NO_LASTING_ADDRESS};"
# m007: words are indexed once a day, many items at once (search.py): to do it at each poll took a fifth of it.
# `search_docsize`, FTS5's own table, has the items that are in the index.
DEFERRED = """
DROP TRIGGER items_search_in;
DROP TRIGGER items_search_out;
DROP TRIGGER items_search_edit;
CREATE TRIGGER items_search_out AFTER DELETE ON items
WHEN EXISTS (SELECT 1 FROM search_docsize WHERE id = old.id) BEGIN
  INSERT INTO search (search, rowid, title, summary) VALUES ('delete', old.id, old.title, old.summary);
END;
CREATE TRIGGER items_search_edit AFTER UPDATE OF title, summary ON items
WHEN EXISTS (SELECT 1 FROM search_docsize WHERE id = old.id) BEGIN
  INSERT INTO search (search, rowid, title, summary) VALUES ('delete', old.id, old.title, old.summary);
  INSERT INTO search (rowid, title, summary) VALUES (new.id, new.title, new.summary);
END;
"""
OURS = tuple(re.findall(r"^CREATE (?:VIRTUAL )?TABLE (\w+)", "\n".join((*TABLES, UNITED)), re.MULTILINE))
VERSION = 7  # of the newest migration
# What the tables of each version look like (`shape` of opening.py), comments and indexes apart: before the first
# release version 1 was edited in place, and its other forms bear the same number.
SHAPES = {1: "d9498e97", 2: "d9498e97", 3: "8b221995", 4: "9ea5ffc3", 5: "a23a1ce6", 6: "a23a1ce6", 7: "a23a1ce6"}
