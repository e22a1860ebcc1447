"""config: files, folders and the environment in; texts, stamps, places and passwords out."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor import config
from monitor.model import Cue, Mail

NOW = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small good config."""
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "monitor.yaml").write_text("digests: [{name: daily, recipients: [ann@example.org]}]\n")
    (folder / "feeds.yaml").write_text("feeds: [{name: one, url: https://one.example/feed}]\n")
    (folder / "watchlist.yaml").write_text("products: [{name: Kling}]\n")
    return folder


def complaint(folder: Path) -> str:
    with pytest.raises(config.ConfigError) as caught:
        config.load(folder, now=NOW)
    return str(caught.value.complaints[0]).removeprefix(f"{folder}/")


BYTES = {
    "UTF-16": ("feeds: []\n".encode("utf-16"), "feeds.yaml:1:1: the file is UTF-16; save it as UTF-8"),
    "NUL": (b"feeds:\0", "feeds.yaml:1:1: this is a binary file; put a text file here"),
    "Latin-1": ("feeds:\n  - é".encode("latin-1"), "feeds.yaml:2:5: the byte 0xe9 is no UTF-8; save the file as UTF-8; "
                "it was probably saved as Latin-1 or in a Windows charset"),
    "half a character": ("feeds: 視".encode()[:-1], "feeds.yaml:1:8: the byte 0xe8 is no UTF-8; save the file as UTF-8;"
                         " it was probably saved as Latin-1 or in a Windows charset"),
    "over 1 MB": (b"#" * ((1 << 20) + 1), "feeds.yaml:1:1: the file is larger than 1 MB; is this the right file?"),
    "empty": (b"", "feeds.yaml:1:1: the file is empty; `ai-video-monitor init DIR` writes a good one"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BYTES.values(), ids=BYTES)
def test_what_is_no_text_is_refused(folder, body, expected):
    """Binary, oversized and wrongly saved files are named as what they are."""
    (folder / "feeds.yaml").write_bytes(body)
    assert complaint(folder) == expected


def test_a_missing_file_is_refused_with_the_cure(folder):
    """Whoever lost a file is told how to get a good one."""
    (folder / "watchlist.yaml").unlink()
    cure = f"`ai-video-monitor init {folder}` writes a good one"
    assert complaint(folder) == f"watchlist.yaml:1:1: there is no such file; {cure}"


def test_a_pipe_is_refused_at_once(folder):
    """Reading a config never waits for something that never ends."""
    (folder / "feeds.yaml").unlink()
    os.mkfifo(folder / "feeds.yaml")
    assert complaint(folder) == "feeds.yaml:1:1: this is no file; put a text file here"


def test_all_missing_files_are_named(tmp_path):
    """An empty folder is complained of three times."""
    with pytest.raises(config.ConfigError) as caught:
        config.load(tmp_path, now=NOW)
    assert [Path(one.file).name for one in caught.value.complaints] == list(config.FILES)


def test_what_was_read_can_be_read_again_from_texts(folder):
    """The texts of a good load are all that is needed to load it again, without its files."""
    texts = config.read_texts(folder)
    loaded = config.load(folder, now=NOW)
    for name in config.FILES:
        (folder / name).unlink()
    assert config.load_texts(texts, folder, NOW) == loaded


def test_the_stamp_changes_with_every_way_of_saving(folder):
    """Saving in place, by renaming, a new lexicon and a lost file are all seen."""
    stamps = [config.stamp(folder)]
    (folder / "feeds.yaml").write_text("x")
    stamps.append(config.stamp(folder))
    (folder / "new").write_text("y")
    (folder / "new").replace(folder / "feeds.yaml")
    stamps.append(config.stamp(folder))
    (folder / "lexicon").mkdir()
    (folder / "lexicon/xx.yaml").write_text("language: xx")
    stamps.append(config.stamp(folder))
    (folder / "feeds.yaml").unlink()
    stamps.append(config.stamp(folder))
    assert len(set(stamps)) == 5


def test_the_stamp_of_untouched_files_stays(folder):
    """Looking does not count as a change, and looking at nothing does no harm."""
    assert config.stamp(folder) == config.stamp(folder)
    assert config.stamp(folder / "nowhere") == config.stamp(folder / "elsewhere")


def test_init_writes_the_shipped_files_once(tmp_path):
    """init writes the files and their schemas, and never over something."""
    (tmp_path / "feeds.yaml").write_text("mine")
    written = {path.name for path in config.init(tmp_path)}
    assert written == {"monitor.yaml", "watchlist.yaml", *config.schemas()}
    assert (tmp_path / "feeds.yaml").read_text() == "mine"
    assert config.init(tmp_path) == []


def test_init_leaves_a_dangling_link_alone(tmp_path):
    """A link to nowhere is somebody's too."""
    (tmp_path / "feeds.yaml").symlink_to(tmp_path / "nowhere")
    config.init(tmp_path)
    assert not (tmp_path / "nowhere").exists()


def test_init_into_a_file_is_refused(tmp_path):
    """A folder that cannot be written is a complaint, not a traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(config.ConfigError, match="cannot be written"):
        config.init(tmp_path / "file")


def test_lexicons_of_the_folder_replace_the_shipped_ones(folder):
    """A lexicon beside the config is read instead of the shipped one of the same name."""
    (folder / "lexicon").mkdir()
    text = "language: xx\nsenses:\n  denied:\n    # said by\n    - not so\n  roundup: {'*': [bar]}\n"
    (folder / "lexicon/xx.yaml").write_text(text)
    own = [cue for cue in config.load(folder, now=NOW).cues if cue.place.startswith("lexicon/xx")]
    assert own == [Cue("not so", "denied", "xx", "lexicon/xx.yaml:5"), Cue("bar", "roundup", "*", "lexicon/xx.yaml:6")]


def test_an_empty_lexicon_silences_a_shipped_one(folder):
    """A file of the same name replaces a shipped lexicon even where it says nothing."""
    (folder / "lexicon").mkdir()
    (folder / "lexicon/sv.yaml").write_text("language: sv\nsenses: {}\n")
    left = list(config.load(folder, now=NOW).cues)
    assert left == [cue for cue in config.Lexicons({}) if not cue.place.startswith("lexicon/sv.yaml:")]


def test_a_broken_lexicon_is_refused(folder):
    """A lexicon that says nothing usable is a complaint with its place."""
    (folder / "lexicon").mkdir()
    (folder / "lexicon/xx.yaml").write_text("language: xx\nsenses: [a]\n")
    with pytest.raises(config.ConfigError, match=r"xx\.yaml:2:9: senses: "):
        config.load(folder, now=NOW)


def test_templates_of_the_folder_replace_the_shipped_ones(folder):
    """A template beside the config is used instead of the shipped one of the same name; others stay."""
    shipped = config.templates(None)
    (folder / "templates").mkdir()
    (folder / "templates/digest.txt.j2").write_text("mine")
    assert config.templates(folder) == {**shipped, "digest.txt.j2": "mine"}


# ---------------------------------------------------------------- places


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def put(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "monitor.yaml").write_text("")
    return folder


def test_the_config_folder_is_looked_for_in_order(here, tmp_path):
    """Option, environment, systemd, this folder, the user's folder; nothing found is None."""
    home = {"HOME": str(tmp_path)}
    assert config.find_folder(None, home) in (None, Path("/etc/ai-video-monitor"))
    user = put(tmp_path / ".config/ai-video-monitor")
    assert config.find_folder(None, home) == user
    put(here / "config")
    assert config.find_folder(None, home) == Path("config")
    systemd = home | {"CONFIGURATION_DIRECTORY": "/etc/a:/etc/b"}
    assert config.find_folder(None, systemd) == Path("/etc/a")
    named = systemd | {"AI_VIDEO_MONITOR_CONFIG": "/srv/c"}
    assert config.find_folder(None, named) == Path("/srv/c")
    assert config.find_folder(Path("/srv/d"), named) == Path("/srv/d")


def test_the_xdg_folder_wins_over_home(here, tmp_path):
    """$XDG_CONFIG_HOME is honoured when absolute, as its specification says."""
    user = put(tmp_path / "xdg/ai-video-monitor")
    home = put(tmp_path / ".config/ai-video-monitor")
    environ = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "xdg")}
    assert config.find_folder(None, environ) == user
    assert config.find_folder(None, environ | {"XDG_CONFIG_HOME": "xdg"}) == home


def test_an_unrelated_config_folder_is_not_taken(here, tmp_path):
    """A folder called config without our file is somebody else's."""
    (here / "config").mkdir()
    user = put(tmp_path / ".config/ai-video-monitor")
    assert config.find_folder(None, {"HOME": str(tmp_path)}) == user


def test_the_database_follows_the_config(here, tmp_path):
    """What is said wins; else each config folder has its own place for the database."""
    environ = {"HOME": str(tmp_path)}
    state = tmp_path / ".local/state/ai-video-monitor/monitor.db"
    assert config.find_database(None, environ, tmp_path / ".config/ai-video-monitor") == state
    assert config.find_database(None, environ, Path("config")) == Path("var/monitor.db")
    assert config.find_database(None, environ, tmp_path / "a/config") == tmp_path / "a/var/monitor.db"
    system = Path("/var/lib/ai-video-monitor/monitor.db")
    assert config.find_database(None, environ, Path("/etc/ai-video-monitor")) == system
    systemd = environ | {"STATE_DIRECTORY": "/var/lib/x"}
    assert config.find_database(None, systemd, Path("config")) == Path("/var/lib/x/monitor.db")
    named = systemd | {"AI_VIDEO_MONITOR_DATABASE": "/srv/m.db"}
    assert config.find_database(None, named) == Path("/srv/m.db")
    assert config.find_database(Path("/srv/n.db"), named) == Path("/srv/n.db")


def test_the_database_is_found_without_a_folder_given(here, tmp_path):
    """Without a folder the config in use is looked for first."""
    put(here / "config")
    assert config.find_database(None, {"HOME": str(tmp_path)}) == Path("var/monitor.db")


# ---------------------------------------------------------------- secrets


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "smtp-password"
    path.write_text("hunter2\n")
    path.chmod(0o600)
    return path


def test_a_password_comes_from_its_file(secret):
    """The first line of a file of mode 600 is the password."""
    assert config.password(Mail(user="ann", password_file=str(secret)), {}) == "hunter2"


def test_a_password_comes_from_systemd_or_the_environment(secret):
    """The credential wins over the environment; neither needs a file of one's own."""
    environ = {"AI_VIDEO_MONITOR_SMTP_PASSWORD": "other"}
    assert config.password(Mail(user="ann"), environ) == "other"
    assert config.password(Mail(user="ann"), environ | {"CREDENTIALS_DIRECTORY": str(secret.parent)}) == "hunter2"


def test_a_credential_may_be_named_as_the_file(secret):
    """Files in systemd's folder of credentials are guarded by systemd."""
    secret.chmod(0o444)
    environ = {"CREDENTIALS_DIRECTORY": str(secret.parent)}
    assert config.password(Mail(user="ann", password_file=str(secret)), environ) == "hunter2"


def test_without_a_user_no_password_is_asked_for():
    """A relay without login needs none."""
    assert config.password(Mail(server="localhost"), {}) == ""


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666], ids=["group", "world", "all"])
def test_a_password_others_may_read_is_refused(secret, mode):
    """A password file must be its owner's alone."""
    secret.chmod(mode)
    with pytest.raises(config.ConfigError, match=r"others may read this password, so it is not used; chmod 600 /"):
        config.password(Mail(user="ann", password_file=str(secret)), {})


@pytest.mark.parametrize("mail", [Mail(user="ann"), Mail(user="ann", password_file="/nowhere/x")], ids=["none", "lost"])
def test_a_missing_password_is_said_with_the_cure(mail):
    """Whoever forgot the password is told where to put it."""
    with pytest.raises(config.ConfigError, match=r"AI_VIDEO_MONITOR_SMTP_PASSWORD"):
        config.password(mail, {})


@pytest.mark.parametrize("body", [b"", b"\n", b"\xff\n"], ids=["empty", "blank", "binary"])
def test_a_password_file_without_a_password_is_refused(secret, body):
    """An empty or broken password file is no password."""
    secret.write_bytes(body)
    with pytest.raises(config.ConfigError):
        config.password(Mail(user="ann", password_file=str(secret)), {})


def test_loading_warns_of_a_password_others_may_read(folder, secret):
    """The service goes on, and says that the file must be closed."""
    secret.chmod(0o644)
    (folder / "monitor.yaml").write_text(
        "mail:\n  password_file: ../smtp-password\ndigests: [{name: a, recipients: [a@example.org]}]\n"
    )
    loaded = config.load(folder, now=NOW)
    (caution,) = loaded.warnings
    assert (caution.line, caution.column, caution.where, caution.severity) == (2, 18, "mail.password_file", "warning")
    assert loaded.settings.mail.password_file == str(folder / "../smtp-password")


# ---------------------------------------------------------------- schemas


@pytest.mark.parametrize("name", [name.replace(".yaml", ".schema.json") for name in config.FILES])
def test_the_schemas_are_in_step_with_the_forms(name):
    """Editors know what the program knows; `python -m monitor.config` writes the schemas anew."""
    shipped = json.loads((config.shipped_folder() / name).read_text(encoding="utf-8"))
    assert shipped == config.schemas()[name]
