"""What an item claims: status, kinds, whom it cites, with the evidence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from monitor.claim import Claimer
from monitor.config import Lexicons
from monitor.model import KINDS, STATUSES, Claim, Cue, Item, Judgement, Match, Miss, Product, Vendor, Watchlist
from monitor.text import fold

CUES = tuple(Lexicons({}))
WATCHLIST = Watchlist(
    products=(
        Product("Sora", "OpenAI", official=("sora.com",)),
        Product("Veo", "Google"),
        Product("Wan", "Alibaba", official=("github.com/Wan-Video",)),
    ),
    vendors=(
        Vendor("OpenAI", official=("openai.com",)),
        Vendor("Google", official=("blog.google/technology",)),
    ),
)
CLAIMER = Claimer(CUES, WATCHLIST)
ROLES = {"Vertex": "host", "Sora": "product", "Veo": "product", "Wan": "product", "Kling": "product",
         "OpenAI": "company", "Google": "company", "快手": "company"}  # fmt: skip
TABLE = yaml.safe_load((Path(__file__).parent / "claims.yaml").read_text(encoding="utf-8"))
ROWS = [(language, row) for language, rows in TABLE.items() for row in rows]


def item(title, summary="", language="en", **fields):
    return Item("feed", "guid", fields.pop("url", ""), title, summary, language, "site", **fields)


def judged(one, *products, versions=()):
    """What the match stage would say, as far as claims read it."""
    matches = tuple(
        Match(name, role, name, "title", found.start(), found.end(), "watchlist.yaml:1")
        for name, role in ROLES.items()
        for found in re.finditer(name, one.title)
    )
    products = products or tuple(match.name for match in matches if match.role == "product") or ("Sora",)
    companies = ("OpenAI",) if "Sora" in products else ()
    return Judgement(True, 1.0, one.language, products, companies, versions=versions, matches=matches)


def claim(title, summary="", language="en", *products, versions=(), claimer=CLAIMER, **fields):
    one = item(title, summary, language, **fields)
    return claimer.claim(one, judged(one, *products, versions=versions))


def with_cues(*cues):
    return Claimer(cues, WATCHLIST)


# ---------------------------------------------------------------- the table of headlines


@pytest.mark.parametrize(("language", "row"), ROWS, ids=[f"{language}:{row['title']}" for language, row in ROWS])
def test_a_headline_claims_what_the_table_says(language, row):
    """Status as in the table, every kind named there found, the source named."""
    got = claim(row["title"], row.get("summary", ""), language)
    wanted = set(row["kinds"])
    assert (got.status, wanted & set(got.kinds), got.origin if "origin" in row else "") == (
        row["status"],
        wanted,
        row.get("origin", ""),
    )


def test_the_table_covers_the_languages():
    """Eleven languages have twelve headlines or more; each has every status."""
    full = {language for language, rows in TABLE.items() if len(rows) >= 12}
    statuses = {frozenset(row["status"] for row in rows) for rows in TABLE.values()}
    assert (len(full) >= 11, statuses) == (True, {frozenset(STATUSES)})


# ---------------------------------------------------------------- every cue of the shipped lexicons

# What stands around a cue: words of its language that mean nothing.
CARRIERS = {"zh": ("某日 ", " 某物"), "ja": ("某日 ", " 某氏"), "ko": ("어느 ", " 어느"), "ru": ("Икс ", " икс"),
            "ar": ("ثثث ", " ثثث"), "hi": ("टटट ", " टटट")}  # fmt: skip
NEUTRAL = ("Xyz ", " xyz")
# What completes a part of a word.
SYLLABLES = {"ru": "ва", "ko": "나"}


def carried(cue: Cue) -> str:
    """A sentence that holds the cue and nothing else that means anything."""
    before, after = CARRIERS.get(cue.language, NEUTRAL)
    syllable = SYLLABLES.get(cue.language, "qu")
    parts = [part.strip() for part in cue.text.removeprefix("^").removesuffix("$").split("…")]
    spelled = [part.replace("~", syllable) if part else "Xy" for part in parts]
    return ("" if cue.text.startswith("^") else before) + " xy ".join(spelled) + (
        "" if cue.text.endswith("$") else after
    )


def found_alone(cue: Cue, *others: Cue) -> set[str]:
    """The senses found in the cue's sentence by a program that knows nothing else."""
    got = claim(carried(cue), "", "en" if cue.language == "*" else cue.language, claimer=with_cues(cue, *others))
    return {found.sense for found in got.cues}


# One test for each sense of each language: ten thousand tests of one cue each would take ten times as long.
GROUPS: dict[tuple[str, str], list[Cue]] = {}
for one in CUES:
    if "relevance.yaml" not in one.place:  # the words of the match stage
        GROUPS.setdefault((one.language, one.sense), []).append(one)
SPEAKING = [group for group in GROUPS if group[1] != "none"]
IDLE = [group for group in GROUPS if group[1] == "none"]


@pytest.mark.parametrize("group", SPEAKING, ids=[f"{language}:{sense}" for language, sense in SPEAKING])
def test_each_cue_of_the_shipped_lexicons_is_found(group):
    """In a sentence of its language that says nothing else, each cue is found and gives its sense."""
    assert [cue.text for cue in GROUPS[group] if found_alone(cue) != {cue.sense}] == []


@pytest.mark.parametrize("group", IDLE, ids=[language for language, _ in IDLE])
def test_each_phrase_that_means_nothing_silences_what_it_holds(group):
    """Inside a phrase of sense `none` no shorter cue is found."""
    inner = {cue: replace(cue, text=f"~{cue.text.strip('^$~')[1:]}~", sense="launch") for cue in GROUPS[group]}
    assert [cue.text for cue in GROUPS[group] if found_alone(cue, inner[cue])] == []


def test_no_cue_is_written_twice():
    """Case, accents, width and Traditional or Simplified make no other cue."""
    said = [(cue.language, cue.sense, fold(cue.text, cue.language).text) for group in GROUPS.values() for cue in group]
    assert [one for one, count in Counter(said).items() if count > 1] == []


def test_no_weaker_hedge_hides_a_stronger_one():
    """The longer cue explains the shorter one, so `will reportedly` must be no weaker than `reportedly`."""
    strength = {"maybe_reported": 0, "modal": 0, "maybe_hearsay": 1, "hearsay": 2, "reported": 3}
    hedges = [cue for group in GROUPS.values() for cue in group if cue.sense in strength and cue.text.isalpha()]
    phrases = [cue for group in GROUPS.values() for cue in group if cue.sense in strength and " " in cue.text]
    assert [
        (phrase.text, cue.text)
        for phrase in phrases
        for cue in hedges
        if cue.language == phrase.language and cue.text in phrase.text.split()
        if strength[phrase.sense] < strength[cue.sense]
    ] == []


def test_no_sum_is_read_as_the_end_of_a_clause():
    """`$` at the end of a cue is a sign of the notation; a cue that means money goes on: `lands $~`."""
    assert [cue for cue in CUES if cue.text.endswith(" $")] == []


LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "vi", "zh", "id", "ar", "hi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lexicon_knows_every_status_and_kind(language):
    """No language lacks a way to say that something is reported, denied, judged or has happened."""
    wanted = {"reported", "hearsay", "maybe_reported", "confirmed", "announced", "denied", "negation", "opinion",
              "cites", "vendor", *KINDS}  # fmt: skip
    assert wanted - {cue.sense for cue in CUES if cue.language == language} == set()


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        ("en", "Kling nears 100 million users", "confirmed"),
        ("en", "Court hears OpenAI over Sora", "confirmed"),
        ("en", "The wait is over: Kling 4 launches worldwide", "confirmed"),
        ("en", "Court case against Hailuo may proceed, judge rules", "confirmed"),
        ("de", "Kling 4 startet: eine Person, drei Stimmen", "confirmed"),
        ("it", "Veo arriva vicino a voi: aggiornata la mappa", "confirmed"),
        ("pt", "Kling 4 chega com fontes e legendas", "confirmed"),
        ("tr", "Kling yalan dedektörü özelliğini duyurdu", "confirmed"),
        ("zh", "可灵上线安装包瘦身版", "confirmed"),
    ],
)
def test_a_word_of_two_meanings_makes_no_rumour_and_no_view(language, title, status):
    """What hedges, denies or judges in one sentence is a plain word in the next one."""
    assert claim(title, "", language).status == status


@pytest.mark.parametrize(
    ("language", "title", "kind"),
    [
        ("en", "Say goodbye to green screens: Veo 3 cuts people out", "launch"),
        ("de", "Abschied von der Kamera: Kling 3.0 dreht Werbespots", "launch"),
        ("fr", "Adieu les clips muets : Veo 3 chante juste", "launch"),
        ("en", "Kling kills its length limit", "update"),
        ("fr", "Kling met fin à la limite de dix secondes", "update"),
        ("en", "Goodbye, Sora 2: OpenAI turns the lights off", "shutdown"),
        ("zh", "告别Sora 2：最后一天", "shutdown"),
    ],
)
def test_what_ends_is_a_product_only_where_it_is_named_with_the_end(language, title, kind):
    """A farewell to something old, or the end of a limit, is no end of the product that brings it."""
    versions = tuple(re.findall(r"(?:Veo|Kling|Sora) \d(?:\.\d)?", title))
    assert claim(title, "", language, versions=versions).kinds[0] == kind


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        ("en", "Google launches Veo 4 after weeks of leaks", "confirmed"),
        ("es", "Tras meses de rumores, Google lanza Veo 4", "confirmed"),
        ("it", "Dopo mesi di indiscrezioni, Google lancia Veo 4", "confirmed"),
        ("nl", "Na maanden van geruchten: Google brengt Veo 4 uit", "confirmed"),
        ("ru", "После месяцев слухов Google запустила Veo 4", "confirmed"),
        ("fr", "Comme l'annonçaient les fuites, Google lance Veo 4", "confirmed"),
        ("zh", "传闻已久的Veo 4正式发布", "confirmed"),
        ("de", "Nach Bericht einer Zeitung stellt OpenAI Sora ein", "reported"),
        ("en", "OpenAI to close Sora after leaked memo shows losses", "reported"),
    ],
)
def test_a_rumour_that_came_true_hedges_nothing(language, title, status):
    """What was rumoured before an announcement is over; a report without one is still a report."""
    assert claim(title, "", language).status == status


@pytest.mark.parametrize(
    ("language", "title", "kind", "other"),
    [
        ("en", "Synthesia, backed by Accel, launches a studio", "launch", "funding"),
        ("en", "Runway lands $90 million", "funding", "launch"),
        ("de", "Kling wird mit einigen Tagen Verspätung teurer", "pricing", "legal"),
        ("de", "Künstler stellen neues Kling vor", "launch", "legal"),
        ("fr", "Kling lance une version pour comédiens", "launch", "legal"),
        ("es", "Actores prueban Kling, que sube los precios", "pricing", "legal"),
        ("ja", "俳優も使うKling、5月に値上げ", "pricing", "legal"),
    ],
)
def test_who_takes_part_is_weaker_than_what_happens(language, title, kind, other):
    """A trade, a payer or an owner named beside an event lends it no kind of its own."""
    kinds = claim(title, "", language, "Kling").kinds
    assert kinds[:1] == (kind,)
    assert other not in kinds


def test_versus_compares_but_in_court():
    """Kling vs Veo is a comparison, a studio vs its maker a case."""
    assert claim("Kling vs. Veo in ten prompts").status == "na"
    court = claim("Studios vs. Veo: judge dismisses lawsuit")
    assert (court.status, court.kinds[:1]) == ("confirmed", ("legal",))


# ---------------------------------------------------------------- nothing to claim, the maker's own word


def test_an_item_without_a_word_of_the_watchlist_claims_nothing():
    """It has no kind and no status, and is not even read."""
    nothing = Judgement(False, 0.0, "en", why_not="no word of the watchlist")
    assert CLAIMER.claim(item("OpenAI launches Sora"), nothing) == Claim("na", ())


def test_a_near_miss_is_read():
    """`explain` shows what an item would have claimed that the watchlist nearly let in."""
    one, miss = item("OpenAI launches Sora"), Miss("Sora", "unsupported", "Sora", "title", "a.yaml:1", 0.5)
    assert CLAIMER.claim(one, replace(judged(one), relevant=False, miss=miss)).kinds[0] == "launch"


def test_an_item_that_is_far_from_relevant_is_not_read():
    """One that only names a company of the watchlist is in no story, and nobody asks what it claims."""
    one = item("OpenAI launches Sora")
    assert CLAIMER.claim(one, replace(judged(one), relevant=False)) == Claim("na", ())


def test_a_relevant_item_always_has_a_kind():
    """A view of a product where nothing is told of it; `other` where no product is named either."""
    assert claim("Sora and the sea").kinds == ("review",)
    assert claim("A quiet day at the film desk").kinds == ("other",)


@pytest.mark.parametrize(
    ("url", "product", "official"),
    [
        ("https://openai.com/index/sora-2", "Sora", True),
        ("https://help.openai.com/en/articles/1", "Sora", True),
        ("https://www.sora.com/", "Sora", True),
        ("https://notopenai.com/sora", "Sora", False),
        ("https://openai.com.example.org/", "Sora", False),
        ("https://openai.com/index/sora-2", "Veo", False),
        ("https://blog.google/technology/ai/veo/", "Veo", True),
        ("https://blog.google/products/veo/", "Veo", False),
        ("https://blog.google/technology-news/veo/", "Veo", False),
        ("https://github.com/Wan-Video/Wan2.2", "Wan", True),
        ("https://github.com/wan-video", "Wan", True),
        ("https://github.com/someone/Wan-Video", "Wan", False),
        ("", "Sora", False),
    ],
)
def test_official_is_what_comes_from_the_makers_own_address(url, product, official):
    """Hosts with their subdomains, paths with what lies below, of the product or its vendor."""
    assert claim("News", "", "en", product, url=url).official is official


def test_an_official_feed_makes_an_item_official():
    """Whatever its address: the person who set the feed up said so."""
    assert claim("News", official=True).official is True


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Sora reportedly launches in Europe", "confirmed"),
        ("Sora is said to launch in Europe", "confirmed"),
        ("We deny that Sora is going away", "confirmed"),
        ("OpenAI denies reports about Sora", "denied"),
        ("How to write prompts for Sora", "na"),
    ],
)
def test_the_maker_is_never_second_hand(title, status):
    """Its own channel confirms, denies or explains, but reports no hearsay."""
    assert claim(title, url="https://openai.com/x").status == status


# ---------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("language", "title", "summary", "status"),
    [
        ("en", "Sora closes", "The news was first reported by Bloomberg.", "reported"),
        ("en", "OpenAI announces Sora 3", "It reportedly cost a fortune.", "confirmed"),
        ("en", "Sora 3 is here", "One. Two. Sources say the next one is near.", "confirmed"),
        ("en", "Sora could change cinema", "", "na"),
        ("en", "OpenAI could close Sora", "A decision is near, sources say.", "reported"),
        ("en", "OpenAI closes Sora and plans to teach robots (Ann Example/Bloomberg)", "", "confirmed"),
        ("en", "OpenAI plans to update Sora (Ann Example/Bloomberg)", "", "confirmed"),
        ("en", "Google could soon close Flow", "", "reported"),
        ("en", "Google might raise prices of Veo", "", "reported"),
        ("en", "New rules for Kling could close many studios", "", "confirmed"),
        ("de", "Google könnte Flow einstellen", "", "reported"),
        ("en", "OpenAI will reportedly close Sora", "", "reported"),
        ("en", "Runway says it opens an office; a source says it is the first of several", "", "confirmed"),
        ("en", "OpenAI launches Sora 3, sources say", "", "reported"),
        ("en", "Runway raises $10 million, people familiar with the matter say", "", "reported"),
        ("en", "Disney sues MiniMax, claiming Hailuo could cost it billions", "", "confirmed"),
        ("en", "Disney said to be preparing lawsuit over Seedance", "", "reported"),
        ("ko", "디즈니, 시댄스 제소 검토", "", "reported"),
        ("zh", "据《晚间消息报》报道，快手计划关停可灵", "", "reported"),
        ("zh", "快手自曝可灵月收入", "", "confirmed"),
        ("en", "OpenAI plans to introduce ads in Sora", "They come in autumn, sources say.", "reported"),
        ("zh", "快手计划推出新可灵，或向用户收费", "", "reported"),
        ("zh", "快手高管离职", "本报从两个信源处获悉，他曾负责可灵。", "reported"),
        ("ja", "Google、Flowの終了を準備中との報。", "", "reported"),
        ("en", "Kuaishou shares jump on report of Kling sale", "", "reported"),
        ("zh", "据 路透社：快手将关停可灵", "", "reported"),
        ("zh", "快手有关方面斥可灵停运谣言", "", "denied"),
        ("en", "Regulator demands answers over what Sora allegedly showed", "", "confirmed"),
        ("de", "Schauspieler fordern: OpenAI soll Sora abschalten", "", "confirmed"),
        ("en", "Runway says it opens an office, sources say the first of several", "", "confirmed"),
        ("ja", "Soraの使い方を達人が語る", "達人がBusiness Insiderの取材に応じた。", "na"),
        ("ja", "OpenAIのCEO、Sora 3の公開を示唆", "", "confirmed"),
        ("en", "WSJ: OpenAI closes Sora", "", "reported"),
        ("en", "OpenAI closes Sora: WSJ", "", "reported"),
        ("en", "OpenAI closes Sora - WSJ", "", "confirmed"),
        ("ru", "OpenAI закрывает Sora — Reuters", "", "reported"),
        ("ja", "OpenAI、Soraを終了（朝日新聞）", "", "confirmed"),
        ("en", "Sora revenue hits $2 million, according to Bloomberg Intelligence", "", "confirmed"),
        ("en", "Sora has a million users, according to OpenAI", "", "confirmed"),
        ("en", "Sora is safe, according to the company", "It launched in May.", "confirmed"),
        ("en", "Kuaishou confirms rumors of a Kling sale", "", "confirmed"),
        ("en", "OpenAI has not confirmed the Sora leak", "", "reported"),
        ("en", "OpenAI responds to rumors: Sora is not closing", "", "denied"),
        ("en", "Judge denies motion in Sora lawsuit", "", "confirmed"),
        ("en", "OpenAI launches Sora 3: everything you need to know", "", "confirmed"),
        ("en", "Everything you need to know as OpenAI launches Sora 3", "", "na"),
        ("en", "Sora is closing. What now?", "", "confirmed"),
        ("en", "Will Sora survive?", "", "na"),
        ("en", "Will OpenAI sell Sora?", "People familiar with the plan say so.", "na"),
        ("de", "OpenAI stellt Sora 3 vor: Das soll das Modell können", "", "confirmed"),
        ("de", "Laut Google ist Veo sicher", "Das Modell startet im Mai.", "confirmed"),
        ("fr", "Veo tire le portrait de ses utilisateurs", "Le modèle est lancé.", "confirmed"),
        ("fr", "Le retrait de Sora est effectif", "", "confirmed"),
        ("es", "Según el país, Sora cuesta más", "", "confirmed"),
        ("es", "OpenAI cierra Sora, según El País", "", "reported"),
        ("ja", "OpenAI、Sora終了を発表 提携も白紙か", "", "confirmed"),
        ("ja", "OpenAI、Sora終了か", "", "reported"),
        ("ja", "Soraは映画をどう変えるか", "", "na"),
        ("ja", "動画生成はどこまで自然か、なぜか滑らか", "", "na"),
        ("zh", "虚拟主播用上Sora", "", "na"),
        ("zh", "快手：可灵正评估拟分拆方案", "", "confirmed"),
        ("zh", "快手CEO某某：可灵正评估拟分拆方案", "", "confirmed"),
        ("zh", "快手的豪赌：可灵拟分拆", "", "reported"),
        ("zh", "快手拟分拆可灵", "", "reported"),
        ("ja", "弱い立場だがSora 3が出たら困るかもしれない", "", "na"),
        ("en", "Sora on stage", "OpenAI launched it, Variety reports.", "confirmed"),
        ("en", "Sora on stage", "Variety reports that OpenAI launched it.", "confirmed"),
        ("en", "Sora on stage", "Variety reports that OpenAI could close it.", "reported"),
        ("zh", "百人胜过巨头的视频模型", "据CNBC报道，Runway周一宣布推出新模型。", "confirmed"),
        ("zh", "百人胜过巨头的视频模型", "据CNBC报道，Runway计划推出新模型。", "reported"),
        ("ko", "소라, 글로 영상 만든다", "악시오스 보도에 따르면, 오픈AI는 소라를 공개했다.", "confirmed"),
        ("ko", "소라에 디즈니 투자 소식이 11일 전해졌다", "", "confirmed"),
        ("ko", "디즈니, 소라 투자 논의 중인 것으로 전해졌다", "", "reported"),
        ("zh", "路透社：OpenAI将关停Sora", "", "reported"),
        ("ko", "오픈AI, 소라 설명회 열어 새 모델 출시", "", "confirmed"),
        ("ko", "소라 앱 종료하고 접나", "", "reported"),
        ("ko", "소라, 무엇이 다를까", "", "na"),
        ("ko", "“오픈AI, 소라 종료”", "", "reported"),
        ("nl", "'OpenAI integreert Sora in ChatGPT'", "", "reported"),
        ("nl", "'Sora' en 'Veo' uitgebracht als 'open source'", "", "confirmed"),
        ("ru", "Компания сообщила, что Sora закроют", "", "confirmed"),
        ("ja", "Sora終了へ。提携先も撤退と海外報道", "同社が発表した。", "confirmed"),
        ("ja", "Sora終了へ。提携先も撤退と海外報道", "詳しいことは分かっていない。", "reported"),
        ("en", "OpenAI closes Sora. Disney reportedly leaves, too", "OpenAI announced it today.", "confirmed"),
        ("en", "Lawsuit over Sora", "Studios filed it on Monday, Variety reports.", "confirmed"),
        ("zh", "海螺AI面临诉讼", "据路透社报道，双方或将和解，谈判仍在进行。", "reported"),
    ],
)
def test_status_is_of_the_headlines_claim(language, title, summary, status):
    """The title decides, the head of the summary is heard where the title says nothing against it."""
    assert claim(title, summary, language).status == status


@pytest.mark.parametrize(
    ("language", "cited", "status"),
    [
        ("en", "according to several new reports", "reported"),
        ("en", "according to people at the company", "reported"),
        ("en", "according to the company and its people", "confirmed"),
        ("de", "laut mehreren aktuellen Berichten", "reported"),
        ("fr", "selon les toutes dernières informations de la presse", "reported"),
        ("es", "según varias fuentes del sector", "reported"),
        ("it", "secondo numerose fonti", "reported"),
        ("pt", "de acordo com três fontes", "reported"),
        ("ru", "по данным нескольких источников", "reported"),
    ],
)
def test_sources_without_a_name_are_second_hand_in_whatever_words(language, cited, status):
    """Not a list of phrases decides, but who is cited: the nameless, or the maker where it is named first."""
    assert claim(f"OpenAI launches Sora 3, {cited}", "", language).status == status


@pytest.mark.parametrize(
    ("language", "title", "summary", "status"),
    [
        ("en", "Sora raises its price", "The price of Sora rises to $30. Margins are thin, sources say.", "confirmed"),
        ("de", "Sora wird teurer", "Sora wird im Mai teurer. Das berichtet Bloomberg.", "reported"),
        ("de", "Sora sammelt Geld", "Sora hat 40 Mio. Dollar eingesammelt, wie Bloomberg berichtet.", "reported"),
        ("fr", "Sora ferme", "Le service aurait perdu trop d'argent. La fermeture serait proche, dit-on.", "reported"),
    ],
)
def test_a_hedge_behind_the_plainly_told_event_is_of_a_side_fact(language, title, summary, status):
    """A source for a figure makes no rumour of the event; one for the event does, in whichever sentence."""
    assert claim(title, summary, language).status == status


@pytest.mark.parametrize(
    ("language", "title", "summary", "status"),
    [
        ("es", "Sora en los relojes", "OpenAI lanzaría la versión de pulsera en otoño.", "reported"),
        ("it", "Sora va in orbita", "OpenAI sarebbe pronta al lancio di un modello per astronauti.", "reported"),
        ("de", "Kaufrausch um Sora", "Ein Verlag führt offenbar Gespräche, den Dienst zu kaufen.", "reported"),
        ("de", "Sora in Bremen verfügbar", "Das Modell soll Reedern die Werbung erleichtern.", "confirmed"),
        ("de", "Sängerin verklagt OpenAI", "Sora ahmt offenbar ihre Stimme nach.", "confirmed"),
        ("pt", "Orquestra processa OpenAI por causa do Sora", "O suposto plágio soa há meses.", "confirmed"),
        ("ja", "海辺の朝", "本当にSoraで作れるのか。そう思った。", "na"),
    ],
)
def test_hearsay_that_opens_the_summary_hedges_an_event(language, title, summary, status):
    """A mood of hearsay does so in a summary, too; not a purpose, an allegation in a dispute or a mere question."""
    assert claim(title, summary, language).status == status


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        ("it", "Veo 4 è qui: cosa cambia per i registi", "confirmed"),
        ("es", "Sora llegará a Telegram: qué es y cómo funciona", "confirmed"),
        ("en", "Veo 4: how to use the launch week", "na"),
        ("fr", "Sora : comment utiliser la nouvelle mise à jour", "na"),
    ],
)
def test_an_event_before_the_colon_is_told_whatever_is_asked_behind_it(language, title, status):
    """A headline that tells and then explains has told."""
    assert claim(title, "", language).status == status


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_headline_of_no_event_claims_none(language):
    """Names alone are no claim."""
    assert claim("Sora Xyz Qrs", "", language).status == "na"


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        ("it", "Sora xyz qrs tuv wxy zab", "confirmed"),
        ("it", "Sora xyz qrs", "na"),
        ("it", "Sora xyz qrs tuv wxy zab?", "na"),
        ("it", "Perché Sora xyz qrs tuv wxy", "na"),
        ("en", "Sora xyz qrs tuv wxy zab", "na"),
    ],
    ids=["papers", "names", "question", "opinion", "posts"],
)
def test_where_papers_alone_speak_an_unknown_verb_is_an_event(language, title, status):
    """Only in languages in which nobody's posts are polled, and not where the title judges, asks or but names."""
    assert claim(title, "", language).status == status


@pytest.mark.parametrize("word", ["sự kiện", "quốc gia", "chuyên gia", "châu Phi", "Đông Nam Á", "quy luật"])
def test_a_vietnamese_syllable_inside_another_word_is_no_cue(word):
    """`kiện` (sues) stands in `sự kiện` (event): the longer word means nothing."""
    assert claim(f"Sora xyz {word} qrs", "", "vi").kinds == ("other",)


@pytest.mark.parametrize(
    ("language", "title", "kind"),
    [
        ("pt", "Você não precisa de câmara com o Veo", "pricing"),
        ("vi", "Sora và quốc gia xyz qrs", "pricing"),
        ("ru", "Снимать с Kling теперь проще", "shutdown"),
        ("ru", "Kling открыл центр qrs", "pricing"),
        ("pl", "Czy warto xyz Kling", "funding"),
        ("it", "Niente violenza xyz su Sora", "legal"),
        ("es", "Las fotos cobran vida con Kling", "pricing"),
        ("es", "Un corto con Kling", "integration"),
        ("es", "Kling se impone", "regulation"),
        ("fr", "Kling s'impose", "regulation"),
        ("fr", "Une somme xyz pour Kling", "legal"),
        ("de", "Auf Nachfrage: Kling xyz", "market"),
        ("de", "Am Ende xyz Kling", "shutdown"),
        ("ru", "Ролик Kling доходит до минуты", "market"),
        ("ru", "Kling подписал qrs", "pricing"),
    ],
)
def test_a_word_that_begins_like_a_cue_or_lacks_its_accent_is_none(language, title, kind):
    """`preç~` is not in "precisa", `giá` not in "gia"; "s'impose" imposes nothing, and a film made with Kling joins
    nothing to it."""
    assert kind not in claim(title, "", language).kinds


def test_a_text_without_accents_and_capitals_may_leave_them_off():
    """Who writes in capitals, or sets no accent at all, means the same short word."""
    assert "pricing" in claim("O PREÇO CAI: PREÇ É XYZ NO VEO", "", "pt").kinds
    assert claim("Nuevo Veo: que cambia", "", "es").status == claim("Nuevo Veo: qué cambia", "", "es").status


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("title", "versions", "kind"),
    [
        ("Vertex xyz qrs tuv Sora", (), "integration"),
        ("Sora xyz qrs 300 milioni tuv", (), "funding"),
        ("Sora 4 xyz qrs tuv", ("Sora 4",), "launch"),
        ("Google xyz qrs tuv Sora", (), "partnership"),
        ("Google xyzrebbe qrs tuv Sora", (), "funding"),
        ("Sora xyz qrs tuv wxy", (), "other"),
    ],
    ids=["host", "sum", "number", "company", "rumour", "nothing"],
)
def test_whom_a_title_names_tells_the_kind_where_no_word_does(title, versions, kind):
    """A host, a sum, a version, another company; a company in a rumour is a buyer."""
    assert claim(title, "", "it", versions=versions).kinds == (kind,)



@pytest.mark.parametrize(
    ("language", "title", "kinds"),
    [
        ("en", "Studios launch lawsuit over Sora", ("legal",)),
        ("en", "Kling raises prices", ("pricing",)),
        ("en", "Kling raises $300 million", ("funding",)),
        ("en", "OpenAI shuts down Sora", ("shutdown",)),
        ("en", "Servers break down as Veo debuts", ("launch", "update")),
        ("en", "Veo debuts days after Hollywood lawsuit", ("launch", "update")),
        ("en", "After the lawsuit, Veo debuts", ("legal", "launch")),
        ("de", "OpenAI stellt Sora ein", ("shutdown",)),
        ("de", "OpenAI stellt ein neues Sora vor", ("launch", "update")),
        ("zh", "可灵新版上线", ("update", "launch")),
        ("zh", "可灵旧版下线", ("shutdown",)),
        ("ja", "Sora終了を発表", ("shutdown",)),
        ("ja", "「Sora 3」を発表", ("launch", "update")),
        ("ja", "Sora統合の新モデルを発表、料金は据え置き", ("launch", "integration", "pricing")),
        ("ja", "訴訟中のOpenAI、Soraを発表", ("launch", "update")),
        ("ja", "Adobe、Lumaを買収へ", ("funding", "market")),
        ("ja", "Soraでアニメを無断利用→統合は延期", ("legal", "integration")),
    ],
)
def test_the_title_names_the_kinds_the_main_one_first(language, title, kinds):
    """What stands behind "after" is background, a longer phrase explains a shorter one."""
    assert claim(title, "", language).kinds == kinds


@pytest.mark.parametrize(
    ("language", "title", "kind"),
    [
        ("en", "Italy blocks Sora", "regulation"),
        ("en", "The EU will ban Sora", "regulation"),
        ("en", "In Italy, OpenAI blocks Sora", "update"),
        ("en", "China's Kling blocks fan accounts", "update"),
        ("en", "OpenAI pauses Sora; Italy blocks it", "update"),
        ("zh", "意大利对Sora展开调查", "regulation"),
        ("zh", "中国快手禁止名人视频", "update"),
        ("ja", "イタリア、Soraを遮断", "regulation"),
        ("ja", "イタリアのRunway、機能を制限", "update"),
        ("tr", "İtalya Sora'yı engelledi", "regulation"),
        ("es", "Italia le ha pedido a OpenAI filtros en Sora", "regulation"),
        ("it", "L'Italia ha chiesto filtri per Sora", "regulation"),
        ("pt", "Itália pediu filtros no Sora", "regulation"),
        ("fr", "L'Italie a demandé des filtres pour Sora", "regulation"),
    ],
)
def test_who_acts_decides_what_a_verb_says(language, title, kind):
    """What a maker does to its product changes it, what a state does to it is regulation."""
    assert claim(title, "", language).kinds[0] == kind


@pytest.mark.parametrize(
    ("language", "title", "kind"),
    [
        ("de", "Zeichner fordern das Aus für Sora", "legal"),
        ("it", "Gli artisti chiedono di chiudere Sora", "legal"),
        ("nl", "Dochter vraagt te stoppen met Sora", "legal"),
        ("ja", "作家団体、Soraの終了を求める", "legal"),
        ("ja", "要請を受け、OpenAIがSoraを終了", "shutdown"),
        ("de", "OpenAI macht Sora dicht: Zeichner fordern mehr", "shutdown"),
        ("zh", "公益组织要求OpenAI撤回Sora", "legal"),
        ("ko", '시민단체 "Sora 철회하라"', "legal"),
        ("ru", "Правозащитники призвали OpenAI отозвать Sora", "legal"),
        ("en", "OpenAI urges Sora users to back up clips", "review"),
    ],
)
def test_an_end_that_is_only_asked_for_is_a_dispute(language, title, kind):
    """Who asks for an end stands before it, in Japanese behind it; an end in a clause of its own has come.

    Who asks the maker for anything else disputes, too; what the maker asks is no dispute.
    """
    assert claim(title, "", language).kinds[:1] == (kind,)


def test_what_comes_into_a_host_is_an_integration_too():
    """A product that the title puts beside a host is there, whatever the verb."""
    assert claim("Sora launches on Vertex").kinds == ("launch", "update", "integration")


def test_an_update_of_one_product_that_names_another_is_an_integration():
    """What one product takes in of another changes the one and is a place for the other."""
    assert claim("Kling gets an upgrade with Veo").kinds == ("update", "integration")
    assert claim("Kling integrates Veo").kinds == ("integration", "update")


def test_a_change_after_a_dispute_answers_it():
    """New filters after a threat are part of the dispute; a launch after one is not."""
    assert claim("OpenAI adds filters to Sora after copyright complaint").kinds == ("legal", "update")
    assert claim("OpenAI adds filters to Sora", "Rightsholders had complained.").kinds == ("legal", "update")
    assert claim("OpenAI shuts down Sora amid copyright lawsuit").kinds == ("shutdown", "legal")
    assert "legal" not in claim("Veo debuts days after copyright complaint").kinds


@pytest.mark.parametrize(
    ("language", "title", "ends"),
    [
        ("en", "Studio asks judge to end lawsuit over Sora", False),
        ("en", "OpenAI to end Sora in copyright dispute", True),
        ("zh", "快手试图终止迪士尼针对可灵的版权诉讼", False),
        ("zh", "Sora因版权诉讼关闭", True),
        ("ja", "Sora、訴訟終結へ", False),
        ("ko", "Sora, 저작권 논란에 서비스 종료", True),
        ("fr", "OpenAI veut mettre fin au procès sur Sora", False),
        ("es", "OpenAI quiere poner fin a la demanda de Disney contra Sora", False),
    ],
)
def test_the_end_of_a_suit_is_no_end_of_the_product(language, title, ends):
    """What ends is what the word of ending has for its object; a product between the two is what ends."""
    kinds = claim(title, "", language).kinds
    assert ("shutdown" in kinds, "legal" in kinds) == (ends, True)


@pytest.mark.parametrize(
    ("title", "is_row"),
    [
        ("Veo gets sound 🎬, Runway hires 👋, Kling cuts prices 💸", True),
        ("Sora adds pets 🐶, Kling adds sound 🔊", True),
        ("日报：Kling发布新版；Runway获融资；Veo上线", True),
        ("Kling is here 🚀 Better than Veo!", False),
        ("Kling gets sound 🔊, and Kling gets cheaper 💸", False),
        ("Kling launches; first clips rival Veo", False),
        ("Vertex adds Kling | Clip Wire | News", False),
    ],
)
def test_a_row_of_headlines_claims_none_of_them(title, is_row):
    """A newsletter's title tells of several events; one with a picture, a rival or a site's name does not."""
    got = claim(title)
    assert ((got.status, got.kinds) == ("na", ("other",))) is is_row


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("OpenAI、観客が筋書きを選ぶ「Sora 4」", "launch"),
        ("OpenAI、観客が筋書きを選ぶ「Sora 4」 劇場にも", "launch"),
        ("OpenAIの本気が見える「Sora 4」", "review"),
        ("OpenAI、観客が筋書きを選ぶ「Sora 4」って何", "review"),
    ],
)
def test_a_japanese_headline_that_ends_in_a_numbered_name_presents_it(title, kind):
    """The maker, a comma, what it can do, and the name in quotes: no verb is needed."""
    assert claim(title, "", "ja", versions=("Sora 4",)).kinds == (kind,)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_title_that_is_a_makers_name_alone_is_read(language):
    """Nothing stands behind the name: the item is judged all the same, and with it its feed is filed."""
    assert claim("OpenAI", "Sora", language).kinds == claim("OpenAI ", "Sora", language).kinds


OUTAGES = (
    ("en", "Kling is down for thousands of users"), ("de", "Kling: Ausfall trifft Tausende Nutzer"),
    ("fr", "Kling en panne, des milliers d'utilisateurs touchés"), ("es", "Kling no funciona en media Europa"),
    ("it", "Kling, disservizi per migliaia di utenti"), ("pt", "Kling fora do ar para milhares de usuários"),
    ("ru", "В работе Kling произошёл сбой"), ("ja", "Klingで障害、利用者に影響"),
    ("ko", "Kling 접속 장애, 이용자 불편"), ("zh", "Kling突发宕机，大量用户受影响"),
    ("nl", "Storing bij Kling treft gebruikers"),
    ("pl", "Kling nie działa, skarżą się użytkownicy"), ("tr", "Kling çöktü"), ("sv", "Kling ligger nere"),
)  # fmt: skip


@pytest.mark.parametrize(("language", "title"), OUTAGES, ids=[language for language, _ in OUTAGES])
def test_an_outage_is_a_change_of_the_product(language, title):
    """It is told as such in every language, not as its end, nor as news of its users."""
    one = claim(title, "", language, "Kling")
    assert (one.status, one.kinds[:1]) == ("confirmed", ("update",))


@pytest.mark.parametrize(
    ("language", "title", "kinds"),
    [
        ("zh", "可灵2.5：一句话拍完一部短片", ("launch",)),
        ("zh", "可灵 2.5 编辑模型：夜景也有层次", ("launch",)),
        ("zh", "可灵 2.5 上手三天：优点和缺点", ("review",)),
        ("en", "Kling 2.5 Turbo: cinema for everyone", ("launch",)),
        ("en", "Kling 2.5: worth the wait?", ("review",)),
        ("en", "Kling 2.5: hands-on", ("review",)),
        ("en", "Kling: cinema for everyone", ("review",)),
    ],
)
def test_a_numbered_name_with_a_slogan_is_a_launch(language, title, kinds):
    """Name, number, colon and words that tell, judge and ask nothing."""
    one = item(title, "", language)
    name = Match("Kling", "product", "Kling", "title", 0, 2 if language == "zh" else 5, "watchlist.yaml:1")
    version = ("Kling 2.5",) if "2.5" in title else ()
    got = CLAIMER.claim(one, Judgement(True, 6.0, language, ("Kling",), versions=version, matches=(name,)))
    assert got.kinds[:1] == kinds


def test_the_number_may_be_a_part_of_the_name():
    """An alias that ends with its number has no version of its own behind it."""
    one = item("Luma Ray3：夜景也有层次", "", "zh")
    name = Match("Luma Dream Machine", "product", "Ray3", "title", 5, 9, "watchlist.yaml:1")
    got = CLAIMER.claim(one, Judgement(True, 6.0, "zh", ("Luma Dream Machine",), matches=(name,)))
    assert got.kinds == ("launch", "update")


@pytest.mark.parametrize(
    ("title", "version", "kinds"),
    [
        ("Google launches Veo 4 Fast", "Veo 4", ("launch", "update")),
        ("Google launches Veo 3.1", "Veo 3.1", ("launch", "update")),
        ("Google updates Veo 3.1", "Veo 3.1", ("update", "launch")),
        ("Google launches Veo 4", "Veo 4", ("launch",)),
        ("Google launches Veo 4.0", "Veo 4.0", ("launch",)),
        ("Google shuts down Veo 3.1", "Veo 3.1", ("shutdown",)),
    ],
)
def test_a_point_release_is_launch_and_update(title, version, kinds):
    """Veo 3.1 changes Veo 3 and Veo 4 Fast changes Veo 4, Veo 4 is new."""
    assert claim(title, versions=(version,)).kinds == kinds


def test_a_bare_name_is_a_launch():
    """A maker posts its launch as nothing but the name; the name alone is the page of a tool that a list has."""
    assert claim("OpenAI: Sora 2").kinds[0] == "launch"
    assert claim("Sora").kinds == ("review",)


@pytest.mark.parametrize(
    ("title", "url", "kind"),
    [
        ("Sora Rooms", "https://openai.com/index/rooms", "launch"),
        ("Acme Rooms with Kling - your own little stage", "https://www.producthunt.com/posts/rooms", "launch"),
        ("Sora Rooms", "https://forum.example/rooms", "review"),
        ("Sora, long way home", "https://openai.com/index/home", "other"),
    ],
    ids=["its maker's site", "a site of first days", "any other site", "too long for a name"],
)
def test_a_short_name_is_a_launch_where_products_are_presented(title, url, kind):
    """A maker's post and a site of first days head a launch with the mere name."""
    assert claim(title, url=url).kinds[0] == kind


@pytest.mark.parametrize("place", ["export.arxiv.org/abs/2601.00001", "huggingface.co/papers/2601.00001"])
def test_what_stands_among_papers_is_research(place):
    """A paper "introduces" and "bans" nothing: it is research that is there, whatever its words mean elsewhere."""
    asks = ("Does Sora know when glass breaks?", "We introduce 800 prompts on brittle things.")
    paper, elsewhere = (claim(*asks, url=f"https://{at}") for at in (place, "huggingface.co/blog/glass"))
    assert (paper.status, paper.kinds) == ("confirmed", ("research",))
    assert "research" not in elsewhere.kinds


def test_the_summary_is_asked_when_the_title_is_silent():
    """A headline that only plays with words is explained below it."""
    assert claim("Farewell party at OpenAI's film desk", "Sora is being discontinued.").kinds[0] == "shutdown"


@pytest.mark.parametrize(
    ("title", "language"),
    [("OpenAI is said to be weeks away from Sora 3", "en"), ("OpenAI estaría preparando Sora 3", "es"),
     ("Sora 3 : OpenAI dément", "fr")],
)  # fmt: skip
def test_a_rumour_or_denial_of_a_numbered_product_is_of_its_launch(title, language):
    """What is whispered, or denied, of a number and of nothing else is that it comes."""
    bare = claim(title, language=language)
    assert (claim(title, language=language, versions=("Sora 3",)).kinds, bare.kinds) == (("launch",), ("other",))


def test_a_numbered_name_before_a_colon_is_presented():
    """What opens a headline with its number is new, whatever it is told to do."""
    title, versions = "Veo 4: Google adds a voice", ("Veo 4",)
    assert claim(title, versions=versions).kinds == ("update", "launch")
    assert claim(title.replace("Veo 4: ", "")).kinds == ("update",)


def test_a_number_found_in_a_hosts_code_is_a_launch_to_come():
    """What leaks from a host's program comes first; without a number it is said to come into the host."""
    title, versions = "Leak: traces of Sora{} in Vertex", ("Sora 3",)
    assert claim(title.format(" 3"), versions=versions).kinds == ("launch",)
    assert claim(title.format("")).kinds == ("integration",)


# ---------------------------------------------------------------- whom it cites


@pytest.mark.parametrize(
    ("language", "title", "summary", "origin"),
    [
        ("en", "Sora to close, Reuters reports", "", "Reuters"),
        ("zh", "据路透社报道，Sora将关停", "", "Reuters"),
        ("zh", "據路透社報導，Sora將關閉", "", "Reuters"),
        ("ja", "ロイターによると、Soraは終了", "", "Reuters"),
        ("ko", "로이터에 따르면 소라는 종료", "", "Reuters"),
        ("ru", "По данным Рейтер, Sora закроют", "", "Reuters"),
        ("de", "Laut Reuters schließt Sora", "", "Reuters"),
        ("fr", "Sora ferme, selon Reuters", "", "Reuters"),
        ("es", "Sora cierra, según Reuters", "", "Reuters"),
        ("pt", "Sora fecha, segundo a Reuters", "", "Reuters"),
        ("it", "Sora chiude, secondo Reuters", "", "Reuters"),
        ("zh", "36氪获悉：可灵将分拆", "据36氪报道，快手已有方案。", "36Kr"),
        ("en", "Sora to close", "The Information, citing two people, broke the news.", ""),
        ("en", "Sora to close, according to Gamefile", "", "Gamefile"),
        ("en", "Sora to close (Ann Example/Daily Example)", "", "Daily Example"),
        ("en", "Sora to close (Ann Example/Reuters)", "", "Reuters"),
        ("en", "Sora to close, according to OpenAI", "", ""),
        ("en", "Sora closes", "© 2026 TechCrunch. All rights reserved.", ""),
        ("en", "Trump says Sora is great", "", ""),
    ],
)
def test_origin_names_whom_the_item_cites(language, title, summary, origin):
    """One medium has one name in every script; the maker and passers-by are no source."""
    assert claim(title, summary, language).origin == origin


# ---------------------------------------------------------------- evidence and what a person edits


def test_evidence_points_into_the_text_as_shown():
    """Width and composed characters do not shift the offsets."""
    title = "Ｓｏｒａ㍿ ＬＡＵＮＣＨＥＳ in Korea"
    got = claim(title)
    assert [(found.sense, title[found.start : found.end]) for found in got.cues if found.sense == "launch"] == [
        ("launch", "ＬＡＵＮＣＨＥＳ")
    ]


def test_evidence_names_the_line_a_person_can_edit():
    """Each cue carries the file and line it stands in."""
    cue = next(cue for cue in CUES if cue.language == "en" and cue.text == "shuts … down")
    found = next(found for found in claim("OpenAI shuts down Sora").cues if found.text == "shuts … down")
    assert (found.sense, found.field, found.rule) == ("shutdown", "title", cue.place)


def test_a_cue_of_ones_own_is_enough():
    """A line added to a lexicon is found at once."""
    claimer = with_cues(Cue("goes poof", "shutdown", "en", "lexicon/en.yaml:1"))
    assert claim("Sora goes poof", claimer=claimer).kinds == ("shutdown",)


def test_senses_of_other_stages_are_passed_over():
    """The lexicons are shared; a sense this stage does not know changes nothing."""
    assert claim("Sora goes poof", claimer=with_cues(Cue("goes poof", "corporate", "en"))).cues == ()


def test_a_language_without_a_lexicon_is_read_as_english():
    """Better some words than none."""
    assert claim("OpenAI launches Sora", "", "sw").kinds[0] == "launch"


def test_an_english_text_amid_other_scripts_is_read_as_english():
    """Aggregators leave headlines or summaries untranslated."""
    assert claim("OpenAI launches Sora", "", "zh").kinds[0] == "launch"
    assert claim("可灵", "Kling is shutting down.", "zh").kinds == ("shutdown",)


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        ("launches", "Sora launches", True),
        ("launches", "Sora relaunches", False),
        ("deprecat~", "Sora deprecated", True),
        ("~ierung", "Sora Finanzierung", True),
        ("~ierung", "Sora Finanzierungen", False),
        ("stellt … vor", "OpenAI stellt heute Sora vor", True),
        ("stellt … vor", "OpenAI stellt um. Sora vor Gericht", False),
        ("stellt … vor", "OpenAI stellt " + "x" * 70 + " vor", False),
        ("opens~ on", "Sora openskia on top", True),
        ("opens~ on", "Sora opens the door of the house on top", False),
        ("^leak", "Leak: Sora", True),
        ("^leak", "Sora: leak", True),
        ("^leak", "Sora leak", False),
        ("^leak", "Sora stops, leak or no", False),
        ("soon$", "Sora soon", True),
        ("soon$", "Sora soon, they say", True),
        ("soon$", "Sora soon gone", False),
        ("^传", "快讯 传可灵分拆", True),
        ("^传", "可灵宣传片", False),
        ("か$", "Sora終了か", True),
        ("か$", "「Sora」か「Veo」", False),
        ("か$", "Sora終了か 米報道", True),
        ("か$", "Sora終了か（通信社）", True),
        ("듯$", "소라 종료할 듯", True),
        ("듯$", "소라 종료할 듯 보인다", False),
    ],
)  # fmt: skip
def test_the_signs_of_a_cue_say_where_it_may_stand(text, title, found):
    """Whole words, parts of words, gaps inside a sentence, ends of a clause."""
    assert bool(claim(title, claimer=with_cues(Cue(text, "launch", "*"))).cues) is found


def test_the_longer_phrase_explains_the_shorter_one():
    """Within what happened, and within how surely; never across."""
    cues = (Cue("drops", "launch", "en"), Cue("drops lawsuit", "legal", "en"), Cue("drops law", "reported", "en"),
            Cue("law drops", "denied", "en"))  # fmt: skip
    got = claim("Studio drops lawsuit on Sora", claimer=with_cues(*cues))
    across = claim("New law drops on Sora", claimer=with_cues(*cues))
    assert ([found.sense for found in got.cues], [found.sense for found in across.cues]) == (
        ["legal"],
        ["denied", "launch"],
    )


def test_a_phrase_with_a_stem_explains_as_a_whole():
    """`quit~ race` is as long as "quits race", whatever its stem goes on to; parts with dots between are two."""
    cues = (Cue("quits", "launch", "en"), Cue("quit~ race", "shutdown", "en"), Cue("race", "market", "en"))
    whole = claim("Studio quits race with Sora", claimer=with_cues(*cues))
    parts = claim("Studio quits race with Sora", claimer=with_cues(cues[0], Cue("quit~ … race", "shutdown", "en")))
    assert ([found.sense for found in whole.cues], {found.sense for found in parts.cues}) == (
        ["shutdown"],
        {"launch", "shutdown"},
    )


def test_a_phrase_that_means_nothing_owns_its_characters():
    """传统 takes 传 from 再传 although it does not hold it whole; a cue that spans it all still stands."""
    cues = (Cue("再传", "reported", "zh"), Cue("传统", "none", "zh"), Cue("反传统", "launch", "zh"))
    assert (
        [found.sense for found in claim("可灵不再传统", "", "zh", claimer=with_cues(*cues)).cues],
        [found.sense for found in claim("可灵反传统", "", "zh", claimer=with_cues(*cues)).cues],
    ) == ([], ["launch"])


# ---------------------------------------------------------------- whatever a feed says

WORDS = [cue.text.strip("^$~") for cue in CUES[::40]]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12)), max_size=12).map(" ".join)


@given(title=TEXTS, summary=TEXTS, language=st.sampled_from([*LANGUAGES, "", "xx"]))
def test_any_text_makes_a_valid_claim(title, summary, language):
    """Known words only, between one and three kinds each named once, evidence that lies inside the text."""
    got = claim(title, summary, language)
    texts = {"title": title, "summary": summary}
    assert got.status in STATUSES
    assert set(got.kinds) <= set(KINDS)
    assert 1 <= len(got.kinds) == len(set(got.kinds)) <= 3
    assert all(0 <= found.start < found.end <= len(texts[found.field]) for found in got.cues)
