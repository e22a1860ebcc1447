"""Invented editions for the tests of mails: a full day in ten languages, a quiet day, a bad day, hostile ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.model import Coverage, Digest, Edition, Entry, FeedTrouble, Mail, Source, Step, Trend

AT = datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
YESTERDAY = "since:2026-03-24T06:00:00+00:00"
MAIL = Mail(sender="news@example.com", sender_name="AI video monitor")
DIGEST = Digest("daily", ("ann@example.org",), zone="Europe/Berlin")
KEY = b"an installation's own key"


def before(**span: float) -> datetime:
    return AT - timedelta(**span)


def source(site: str, language: str, path: str, title: str = "", *, official: bool = False, **ago: float) -> Source:
    at = before(**ago) if ago else None
    return Source(site, f"https://{path}", title or f"{site}: {path}", language, at, official)


SHUTDOWN = Entry(
    story=4711,
    headline="OpenAI closes the Sora app in April, two weeks after talk of moving it into ChatGPT",
    url="https://openai.example.com/news/sora-farewell?id=1&lang=en",
    language="en",
    gist="The app closes on 26 April and the interface for programs on 24 September. Films can be saved until then.",
    status="confirmed",
    kinds=("shutdown",),
    products=("Sora",),
    companies=("OpenAI",),
    hosts=("ChatGPT",),
    official=True,
    sources=(
        source("OpenAI", "en", "openai.example.com/news/sora-farewell?id=1&lang=en", official=True, hours=12),
        source("Example Tech", "en", "tech.example.com/sora", hours=11, minutes=49),
        source("例科技", "zh-Hans", "keji.example.cn/a/9913", "Sora 将停止服务", hours=11, minutes=20),
        source("メディア例", "ja", "media.example.jp/sora", "Sora 終了へ", hours=10),
        source("أخبار المثال", "ar", "akhbar.example.net/sora", "إغلاق Sora", hours=9),
    ),
    more=("de", "fr", "ko", "en", "en", "ru", "es"),
    whats_new=(
        f"since:{before(days=12).isoformat()}",
        "status:reported:confirmed",
        "official:OpenAI",
        "link:denies:4502",
    ),
    history=(
        Step(before(days=13), "reported", "消息称 Sora 将并入 ChatGPT", "例科技", "https://keji.example.cn/9001", 4502),
        Step(before(hours=12), "confirmed", "OpenAI closes Sora", "OpenAI", "https://openai.example.com/x", 4711),
    ),
    weight=14.2,
)
SPIN_OFF = Entry(
    story=4720,
    headline="Kuaishou may spin off Kling at a value of 20 billion dollars",
    url="https://wanbao.example.cn/kling",
    language="en",
    gist="People close to the talks name 200亿美元; the board has not commented.",
    status="reported",
    kinds=("funding", "market"),
    products=("Kling",),
    companies=("Kuaishou",),
    origin="示例晚报",
    sources=(
        source("示例晚报", "zh-Hans", "wanbao.example.cn/kling-zh", hours=22, minutes=50),
        source("Node Example", "en", "wanbao.example.cn/kling", hours=18),
    ),
    more=("en", "en", "ja"),
    weight=9.1,
)
SWITCHED_OFF = Entry(
    story=4698,
    headline=(
        "「Seedance 2.0」の実写参照機能、権利者団体の抗議を受けて"
        "ByteDanceが世界の全地域で一時停止すると発表、再開時期は未定"
    ),
    url="https://gazou.example.jp/seedance",
    language="ja",
    gist="同社は声明で、実在の人物を参照する機能を停止したと述べた。",
    status="confirmed",
    kinds=("update",),
    products=("Seedance",),
    companies=("ByteDance",),
    official=True,
    sources=(
        source("画像新聞例", "ja", "gazou.example.jp/seedance", hours=20, minutes=30),
        source("beispiel online", "de", "online.example.de/seedance", hours=17),
    ),
    more=("en", "zh", "zh", "fr"),
    whats_new=(f"since:{before(days=2).isoformat()}", "official:ByteDance", "version:Seedance 2.0"),
    weight=8.0,
)
ARABIC = Entry(
    story=4725,
    headline="Runway تكشف عن نموذج جديد لتحرير مقاطع الفيديو بالذكاء الاصطناعي، وتقول إنه يعدّل دقيقة كاملة من نص واحد",
    url="https://akhbar.example.net/runway",
    language="ar",
    gist="تقول الشركة إن النموذج Aleph 2.0 متاح اليوم للمشتركين، بسعر 15 دولارًا في الشهر.",
    status="confirmed",
    kinds=("launch",),
    products=("Runway",),
    companies=("Runway",),
    sources=(
        source("أخبار المثال", "ar", "akhbar.example.net/runway", hours=9),
        source("Example Tech", "en", "tech.example.com/aleph", hours=8, minutes=30),
    ),
    weight=7.5,
)
DENIED = Entry(
    story=4730,
    headline="Alibaba dementiert Bericht über das Ende der offenen Gewichte von Wan: „Wan bleibt offen“",
    url="https://online.example.de/wan",
    language="de",
    gist="Ein Sprecher nannte die Meldung vom Montag falsch; die nächste Fassung erscheine im Mai.",
    status="denied",
    kinds=("other",),
    products=("Wan",),
    companies=("Alibaba",),
    origin="Alibaba",
    sources=(source("beispiel online", "de", "online.example.de/wan", hours=5),),
    weight=7.0,
)
LONG_WORD = "Videogenerierungsmodellbewertungsrichtlinienausschussvorsitzendenkonferenz" * 2


def line(story: int, product: str, language: str, headline: str, status: str = "na", kind: str = "launch",
         more: tuple[str, ...] = (), **fields: object) -> Entry:  # fmt: skip
    address = f"news{story}.example.org/{language}/{story}"
    return replace(
        Entry(
            story, headline, f"https://{address}", language, "", "na", (kind,), (product,) if product else (),
            sources=(source("Example Wire", language, address, headline, hours=story % 20 + 1),), more=more,
        ),
        **{"status": status, **fields},
    )  # fmt: skip


BRIEF = (
    line(4731, "Runway", "en", "Aleph 2.0 edits clips of a minute", "confirmed", more=("en", "de")),
    line(4732, "Runway", "fr", "Runway ouvre un studio à Paris", "reported", "market"),
    line(4733, "Hailuo", "zh-Hans", "海螺视频接口降价三成，企业用户下月起按秒计费", "confirmed", "pricing"),
    line(4734, "Veo", "ko", "구글, 쇼츠에 Veo 3.1 확대 적용…한국어 음성도 지원", "reported", "integration", ("en",)),
    line(4735, "Midjourney", "fr", "L’audience sur les images animées est fixée à juin", "reported", "legal", ("en",)),
    line(4736, "Veo", "he", "גוגל: Veo 3.1 יגיע לעורכי הווידאו בישראל בחודש הבא", "reported", "launch"),
    line(4737, "Pika", "hi", "पिका ने हिंदी आवाज़ के साथ वीडियो बनाने की सुविधा शुरू की", "confirmed", "update"),
    line(4738, "Luma", "ru", "Luma обещает бесплатный доступ для школ", "reported", "partnership"),
    line(4739, "", "es", "La UE quiere marcas de agua en el vídeo generado", "confirmed", "regulation", ("es", "en")),
    line(4740, "Kling", "zh-Hant", "可靈推出手機版剪輯工具", whats_new=(YESTERDAY, "sources:4")),
)  # fmt: skip

TRENDS = (
    Trend("Sora", 58, 9.2, "spike"),
    Trend("Kling", 21, 17.4),
    Trend("Seedance", 17, 41.0, "dip"),
    Trend("Veo", 12, 11.0),
    Trend("Runway", 9, 8.0),
)
TROUBLES = (
    FeedTrouble("例-huxiu", "http.forbidden", "403", before(days=2)),
    FeedTrouble("example-wire", "net.timeout", "no answer in 30 s", before(hours=5)),
)
SILENT = (
    FeedTrouble("Example Blog", "feed.stale", "", before(days=9)),
    FeedTrouble("例站", "feed.stale", "", before(days=8)),
)
FULL = Edition(
    digest="daily", slot="2026-03-25T07:00", title="AI video", zone="Europe/Berlin", words="en", composed_at=AT,
    covers_since=before(days=1), top=(SHUTDOWN, SPIN_OFF, SWITCHED_OFF, ARABIC, DENIED), brief=BRIEF, languages=11,
    items=61, coverage=Coverage(43, 41, 1310, 61, TROUBLES, AT, SILENT), trends=TRENDS,
    notices=("Watchlist changed yesterday: +Aleph, −Pika 1.0.",), next_at=AT + timedelta(days=1),
)  # fmt: skip
QUIET = replace(
    FULL, top=(), brief=(), items=0, languages=0, trends=(), notices=(),
    coverage=Coverage(43, 43, 1204, 0, (), before(days=3)),
)  # fmt: skip
BAD = replace(
    FULL, top=FULL.top[1:3], brief=BRIEF[:3], items=9, languages=4,
    coverage=Coverage(
        43, 28, 702, 9,
        tuple(FeedTrouble(f"feed-{number:02}", "net.dns", "", before(hours=30 + number)) for number in range(15)),
        AT,
    ),
    notices=("config/watchlist.yaml:41:5: products.7.aliasses: unknown key; did you mean `aliases`? The list of "
             "21 March stays in use.",),
)  # fmt: skip
# No news, but somebody's opinion.
OPINIONS = replace(
    FULL, top=(), brief=(line(4744, "Kling", "en", "What Kling is good for", "na", "review", minor=True),), items=1,
    languages=1, trends=(), notices=(),
)  # fmt: skip
DEAD = replace(QUIET, coverage=Coverage(43, 0, 0, 0, BAD.coverage.troubles, before(days=3)))
RTL_NEWS = replace(
    FULL,
    top=(ARABIC, replace(BRIEF[5], gist="החברה אומרת שהכלי יתמוך בעברית מהיום הראשון."),
         replace(BRIEF[6], gist="कंपनी के अनुसार यह सुविधा 3 अप्रैल से सबको मिलेगी।")),
    brief=(line(4741, "Sora", "ar", "OpenAI تغلق Sora في أبريل", "confirmed", "shutdown"),
           line(4742, "Kling", "he", "קלינג 3.0 מייצר סרטונים באורך 2 דקות", "reported"),
           line(4743, "Kling", "hi", "क्लिंग 3.0 दो मिनट के वीडियो बनाता है", "confirmed")),
    languages=3, items=9, trends=(), notices=(),
)  # fmt: skip
# A headline for each language of a full day; products take turns.
HEADLINES = {
    "en": "{} gets longer clips and a cheaper plan for schools",
    "zh-Hans": "{}上线首尾帧功能，会员可生成十五秒视频",
    "ja": "「{}」に音声付き動画の生成機能、来月から順次提供へ",
    "de": "{} rechnet künftig nach Sekunden ab, das Jahresabo entfällt",
    "ar": "‏{} تتيح إنشاء مقاطع فيديو طويلة من صورة واحدة",
    "ko": "{}, 15초 영상 생성 지원…유료 회원부터 순차 적용",
}
MACHINE = {"zh-Hans": "{} gains first and last frames; members can make clips of fifteen seconds",
           "ja": "{} to make clips with sound, rolled out from next month"}  # fmt: skip


def _busy_line(number: int) -> Entry:
    """One of the lines of a full day, all alike and all different."""
    product = ("Kling", "Veo", "Runway", "Seedance", "Hailuo", "Pika", "Vidu", "Luma")[number % 8]
    language = tuple(HEADLINES)[number % 6]
    status = ("confirmed", "reported", "na", "confirmed")[number % 4]
    kind = ("launch", "update", "pricing", "integration")[number % 4]
    headline, more = HEADLINES[language].format(product), ("en", "de", "ja")[: number % 4]
    entry = line(5000 + number, product, language, headline, status, kind, more)
    if number % 9 == 4:
        entry = replace(entry, whats_new=(YESTERDAY, "status:reported:confirmed"), status="confirmed")
    machine = MACHINE.get(language, "").format(product)
    return replace(entry, machine=machine, machine_language="en" if machine else "")


# Forty stories in six languages and more: follow-ups, a status that turned, machine-written lines.
BUSY = replace(
    FULL,
    top=(SHUTDOWN, SPIN_OFF, replace(SWITCHED_OFF, machine="ByteDance halts real-person references in Seedance 2.0 "
         "worldwide after protests by rights holders", machine_language="en"), ARABIC, DENIED,
         BRIEF[0], BRIEF[4], BRIEF[7]),
    brief=(
        *sorted((*BRIEF[1:3], *map(_busy_line, range(27))), key=lambda entry: entry.products),
        *(line(5100 + n, "Kling", "en", f"How I made a film with Kling, part {n}", "na", "review", minor=True)
          for n in (1, 2, 3)),
    ),
    items=164, languages=9,
    notices=("Watchlist changed: +Aleph, −Pika 1.0", "Not on the watchlist, but in the news beside AI video: "
             "Lumen Reel (3 sources). Headlines: ai-video-monitor radar"),
)  # fmt: skip
TAGS = ("en", "de", "fr", "ja", "zh-Hans", "ko", "ru", "es")


def crowd(stories: int, *, top: int = 0) -> Edition:
    """An edition of many one-line stories, and of whole ones, each with its own address."""
    whole = tuple(
        replace(
            SHUTDOWN,
            whats_new=(),
            story=100 + n,
            headline=f"{SHUTDOWN.headline} {n}",
            url=f"https://whole{n}.example.org/",
        )
        for n in range(top)
    )
    lines = tuple(
        line(1000 + n, f"Product {n % 30}", "ja", f"新しい動画生成モデルの発表 その{n}") for n in range(stories)
    )
    return replace(FULL, top=whole, brief=lines, items=stories + top)
