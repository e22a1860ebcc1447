"""Words for scales, currencies and units in a dozen languages: the table that amounts.py reads by.

Sources: CLDR's currency names and compact number forms; the tables of units of each language's news style. A scale word
that means different powers in different languages (billion: 10^9 in English, 10^12 in German and Spanish) is listed per
language. Words are folded (text.fold): lower case, no accents on Latin letters, Traditional Chinese simplified.
"""

from __future__ import annotations

# Scales any language may use, as they stand after a number. Han and Hangul scales combine: 3억 1500만, 百万, 千億.
SCALES: dict[str, float] = {
    "thousand": 1e3, "k": 1e3, "tausend": 1e3, "tsd": 1e3, "mille": 1e3, "mila": 1e3, "mil": 1e3, "duizend": 1e3,
    "тысяч": 1e3, "тысячи": 1e3, "тысяча": 1e3, "тыс": 1e3, "bin": 1e3, "tys": 1e3, "ribu": 1e3,
    "लाख": 1e5, "lakh": 1e5,
    "million": 1e6, "millions": 1e6, "m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "millionen": 1e6, "millones": 1e6,
    "millon": 1e6, "milhoes": 1e6, "milhao": 1e6, "mi": 1e6, "milioni": 1e6, "milione": 1e6, "mln": 1e6,
    "miljoen": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млн": 1e6, "milyon": 1e6, "miljoner": 1e6,
    "juta": 1e6, "triệu": 1e6, "milionow": 1e6, "miliony": 1e6, "miljonen": 1e6, "مليون": 1e6,
    "crore": 1e7, "करोड": 1e7,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "b": 1e9, "mrd": 1e9, "milliarde": 1e9, "milliarden": 1e9,
    "milliard": 1e9, "milliards": 1e9, "md": 1e9, "mds": 1e9, "miliardi": 1e9, "miliardo": 1e9, "mld": 1e9,
    "miljard": 1e9, "mil millones": 1e9, "mil milhoes": 1e9, "bilhoes": 1e9, "bilhao": 1e9, "bi": 1e9,
    "миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9, "млрд": 1e9, "milyar": 1e9, "miljarder": 1e9,
    "miliar": 1e9, "tỷ": 1e9, "tỉ": 1e9, "miliardow": 1e9, "miliardy": 1e9, "miliard": 1e9, "miljarden": 1e9,
    "مليار": 1e9,
    "trillion": 1e12, "trillions": 1e12, "tn": 1e12, "billionen": 1e12, "trilhoes": 1e12, "trilhao": 1e12,
    "триллион": 1e12, "триллиона": 1e12, "триллионов": 1e12, "трлн": 1e12, "triliun": 1e12,
}  # fmt: skip
# The long scale: what these words mean where the language is known.
LONG_SCALE: dict[str, dict[str, float]] = {
    "de": {"billion": 1e12, "billionen": 1e12, "trillion": 1e18},
    "fr": {"billion": 1e12, "billions": 1e12, "trillion": 1e18},
    "es": {"billon": 1e12, "billones": 1e12, "trillon": 1e18},
    "it": {"bilione": 1e12, "bilioni": 1e12},
    "nl": {"biljoen": 1e12},
    "ru": {"биллион": 1e9},
}
# Han and Hangul: a multiplier may stand before a myriad scale.
MULTIPLIERS: dict[str, float] = {"十": 1e1, "百": 1e2, "千": 1e3, "십": 1e1, "백": 1e2, "천": 1e3}
MYRIADS: dict[str, float] = {
    "万": 1e4, "萬": 1e4, "만": 1e4, "亿": 1e8, "億": 1e8, "억": 1e8, "兆": 1e12, "조": 1e12, "万亿": 1e12,
    "萬億": 1e12,
}  # fmt: skip
# Whole numbers written as words, only read before a scale: "tre miliardi", "einer Milliarde", "один миллиард".
NUMERALS: dict[str, float] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "half a": 0.5, "ein": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4,
    "funf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "un": 1, "une": 1, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "uno": 1, "una": 1, "dos": 2, "tres": 3,
    "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "um": 1, "uma": 1, "dois": 2,
    "duas": 2, "quatro": 4, "sete": 7, "oito": 8, "nove": 9, "dez": 10, "due": 2, "tre": 3, "quattro": 4, "cinque": 5,
    "sei": 6, "sette": 7, "otto": 8, "dieci": 10, "een": 1, "twee": 2, "drie": 3, "vijf": 5, "zes": 6, "zeven": 7,
    "negen": 9, "tien": 10, "один": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7,
    "восемь": 8, "девять": 9, "десять": 10,
    "दो": 2, "तीन": 3, "चार": 4, "पांच": 5, "mil": 1000, "cien": 100, "cent": 100, "cem": 100, "hundert": 100,
    "сто": 100, "sto": 100, "honderd": 100, "cento": 100,
}  # fmt: skip
# Scales that stand for one of themselves where no number is before them: "миллиард юаней".
ALONE = ("миллион", "миллиард", "milion", "miliard")
HAN_DIGITS: dict[str, float] = {
    "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "半": 0.5, "十五": 15, "二十": 20, "三十": 30, "四十": 40, "五十": 50, "六十": 60, "九十": 90,
}  # fmt: skip
# Tenths: 四成 and 4割 are 40 percent.
TENTHS = ("成", "割", "할")

CURRENCIES: dict[str, tuple[str, ...]] = {
    "usd": ("us$", "$", "usd", "us-dollar", "us dollar", "us dollars", "dollar", "dollars", "dollarn", "dolar",
            "dolares", "dollari", "dollaro", "доллар", "доллара", "долларов", "долл", "ドル", "달러", "美元", "美金",
            "米ドル", "미국 달러", "دولار", "डॉलर", "bucks", "dolarow", "đo la"),
    "eur": ("€", "eur", "euro", "euros", "евро", "ユーロ", "유로", "欧元"),
    "gbp": ("£", "gbp", "pound", "pounds", "pfund", "livres sterling", "libras", "sterline", "фунтов", "ポンド",
            "파운드", "英镑"),
    "jpy": ("円", "jpy", "yen", "日元", "日圆", "иен", "엔"),
    "cny": ("元", "cny", "rmb", "yuan", "yuans", "人民币", "元人民币", "人民元", "юаней", "юань", "юаня", "위안",
            "위안화", "块"),
    "krw": ("원", "₩", "krw", "won", "韩元", "ウォン", "вон"),
    "rub": ("₽", "rub", "руб", "рублей", "рубля", "рубль", "ルーブル", "루블", "卢布"),
    "inr": ("₹", "inr", "rs", "rupees", "ルピー", "루피", "卢比", "रुपये"),
    "brl": ("r$", "brl", "reais", "real"),
    "twd": ("nt$", "twd", "新台币", "台币"),
    "hkd": ("hk$", "hkd", "港元", "港币"),
    "chf": ("chf", "franken"),
    "pln": ("pln", "zl", "zloty", "zlotych"),
    "sek": ("sek", "kronor", "kr"),
    "try": ("tl", "lira"),
    "idr": ("idr", "rupiah", "rp"),
    "vnd": ("vnd", "dong"),
    "sgd": ("s$", "sgd"),
    "aud": ("a$", "aud"),
    "cad": ("c$", "cad"),
}  # fmt: skip
# The sign that two currencies share, by language.
YEN_SIGN = {"ja": "jpy", "zh": "cny"}
# Before a number only: a code or a sign.
PREFIXES = (
    "us$", "$", "usd", "€", "eur", "£", "gbp", "¥", "rmb", "cny", "₩", "₽", "₹", "rs", "rp", "r$", "nt$", "hk$", "s$",
    "a$", "c$", "chf", "jpy", "krw",
)  # fmt: skip

PERCENT = (
    "%", "percent", "per cent", "prozent", "pour cent", "por ciento", "por cento", "per cento", "процентов",
    "процента", "процент", "procent", "パーセント", "퍼센트", "%p", "प्रतिशत", "फीसदी",
    "بالمئة", "بالمائة", "في المئة", "في المائة",
)  # fmt: skip

UNITS: dict[str, tuple[str, ...]] = {
    "s": ("seconds", "second", "sec", "secs", "sekunden", "sekunde", "secondes", "seconde", "seconden", "segundos",
          "segundo", "secondi", "secondo", "секунд", "секунды", "секунду", "сек", "秒", "초", "秒钟", "秒間", "saniye",
          "с", "sekundige", "sekundigen", "sekundiger", "sekundiges", "секундный", "секундные", "секундных",
          "секундного", "секундное", "секундную", "секундными", "सेकंड", "सेकेंड", "ثانية", "ثوان"),
    "min": ("minutes", "minute", "mins", "min", "minuten", "minutos", "minuto", "minuti", "минут", "минуты", "минуту",
            "分钟", "分間", "분", "minutige", "minutigen", "minutiger", "minutiges", "минутный", "минутные", "минутных",
            "минутного", "минутное", "минутную", "минутными", "मिनट", "دقيقة", "دقائق"),
    "h": ("hours", "hour", "stunden", "heures", "horas", "ore", "uur", "часов", "часа", "小时", "時間", "시간",
          "घंटे", "घंटों", "ساعة", "ساعات"),
    "parameters": ("parameters", "parameter", "params", "parametern", "parametres", "parametros", "parametri",
                   "параметров", "参数", "パラメータ", "パラメーター", "파라미터", "매개변수", "b parameters"),
    "users": ("users", "user", "nutzer", "utilisateurs", "usuarios", "utenti", "gebruikers", "пользователей", "用户",
              "ユーザー", "사용자", "이용자"),
    "p": ("p",),
    "fps": ("fps", "frames per second", "bilder pro sekunde"),
    "k": ("k",),
    "gb": ("gb", "go", "гб"),
}  # fmt: skip
