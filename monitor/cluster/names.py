"""A text and what is known of it in; the other names it holds out: Latin words inside any script.

Principle: names keep their letters across languages: `ChatGPT`, `Critterz`, `Media Router` stand as they are inside
Han, Kana, Hangul and Cyrillic. In Latin text a name is what is written with a capital, or a capital or digit within.
Known exceptions: German nouns and English headlines capitalise all; such words rarely meet their like in another
language, and within a language the wording is compared anyway.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from monitor.text import fold

_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*(?:[-.'’][A-Za-zÀ-ɏ0-9]+)*\+?|(?<![\w.])[0-9]+[A-Za-z]{2,}[A-Za-z0-9]*")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
# gen-5, V7: a version by another name, which all news of that model have; Q1 is a quarter.
_MODEL = re.compile(
    r"(?<![\w.-])(?!q[1-4](?!\w)|h[12](?!\w))[a-z]{1,9}-?\d{1,2}(?:\.\d{1,2})?(?![\w.%])", re.IGNORECASE
)
LONGEST = 30

# What stands capitalised without being a name, or names what every item is about.
COMMON = frozenset(
    """
    a ai ia ki an and app apps are as at be ber but by can ceo coo cto der die das den dem des del della di do
    du e el ein eine en es et for from full gen generative get gets had has have he her his how i il in int is
    it its la las le les lo los make makes may me mit more most my nach neue neuer neues new news no nor not
    now o of on one or os our out over para pour pro que s se sie si so sur than that the their them there they
    this to tool tools top un una und une up us video videos vs was we what when which who why will with you
    your um uma von für auf zu zum zur im ist per con por como com dans sous voici selon report reports says
    said según secondo laut ya web ios inc ltd corp llc january february march april june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday model models image
    images text ok tv pc all any also after before while since without here first last each every some such
    just then these those via show hn sns techcrunch according today yesterday tomorrow watch read look meet
    hello yes please
    """.split()  # noqa: SIM905 a list of 100 quoted words reads worse
)


def names(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return names in Latin letters, folded, in order, each once; `known` are folded words not wanted.

    >>> names("OpenAI、「Sora」をChatGPTに統合との報道 The Information", {"sora", "openai"})
    ('chatgpt', 'information')
    """
    found: dict[str, None] = {}
    plain = unicodedata.normalize("NFKC", text)
    for word in _LATIN.findall(plain):
        if any(char.isupper() or char.isdigit() for char in word):
            folded = fold(_POSSESSIVE.sub("", word)).text
            if 1 < len(folded) <= LONGEST and folded not in COMMON and folded not in known:
                found[folded] = None
    return tuple(found)


def without_models(text: str) -> str:
    """Take the names of models out of a text.

    >>> without_models("Gen-5 gets sound in Q1")
    '  gets sound in Q1'
    """
    return _MODEL.sub(" ", text)


# What titles about AI video have in common in each language, and so say nothing of the event.
GENERIC = frozenset(
    """
    ai ia ki video videos vídeo generator generation generative generated generate generating model models new
    tool app feature features launch launches launched release releases released announce announces announced
    introduces introducing unveils update the a an of to in on for with and or is are its it as at by from that
    this how what now can be will has have you your modell neue neues neuer stellt vor der die das und mit fur
    von ein eine im auf den ist zu modele nouveau nouvelle lance le la les de des du un une et est pour avec en
    sur son sa ses dans qui modelo nuevo nueva lanza el los las y con por para su que se es del al una o os e
    do da dos em no na um uma novo nova lanca modello nuovo nuova lancia il lo gli di per che si della dei nel
    nieuwe brengt uit het een van voor met op и в на с по для из от к о не что как ии видео модель новая новый
    нейросеть 인공지능 영상 동영상 비디오 생성 모델 출시 공개 공개했다 새 新 动画 動画 画生 生成 成ai 成モ
    モデル 発表 公開 登場 提供 開始 最新 新た 可能 対応 利用 機能 视频 频生 成模 模型 型发 发布 推出 上线 正式
    全新 大模 文生 成式 人工 工智 智能 影片 片生 功能
    generates genera generan generar generare gera gerar genere generer generiert erzeugt генерирует
    """.split()  # noqa: SIM905 a list of 100 quoted words reads worse
)
