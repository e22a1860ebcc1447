"""Words of dates: the months of two dozen languages, half days, zones by name.

Sources: CLDR 44 (month names, wide and abbreviated, in the form used beside a day), RFC 5322 4.3 (zones of North
America), the IANA time zone database (the other zones, as abbreviated there).
"""

from __future__ import annotations

from datetime import timedelta
from unicodedata import normalize

# January to December; languages share many. Abbreviations come without their point.
_NAMES = (
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari january января январь янв "
    "stycznia sty ocak oca januari січня січ "
    "ianuarie ian ledna led január ιανουαρίου ιαν ינואר يناير जनवरी",
    "february feb februar février févr fév fevrier febrero fevereiro fev febbraio februari февраля февраль фев "
    "февр lutego lut şubat şub лютого лют "
    "februarie února úno február φεβρουαρίου φεβ פברואר فبراير फ़रवरी फरवरी pebruari",
    "march mar märz mär mrz maerz mars marzo março marco maart mrt марта март мар marca mart березня бер "
    "maret martie března bře március marts μαρτίου μαρ מרץ مارس मार्च",
    "april apr avril avr abril abr aprile апреля апрель апр kwietnia kwi nisan nis квітня кві "
    "aprilie dubna dub április απριλίου απρ אפריל أبريل ابريل إبريل अप्रैल",
    "may mai mayo maio maggio mag mei мая май maja maj mayıs травня тра "
    "května kvě május maí μαΐου μαΐ μαϊ מאי مايو मई",
    "june jun juni juin junio junho giugno giu июня июнь июн czerwca cze haziran haz червня чер "
    "iunie iun června čvn június ιουνίου ιουν יוני يونيو जून",
    "july jul juli juillet juil julio julho luglio lug июля июль июл lipca lip temmuz tem липня лип "
    "iulie iul července čvc július ιουλίου ιουλ יולי يوليو जुलाई",
    "august aug août aout agosto ago augustus августа август авг sierpnia sie ağustos ağu augusti серпня сер "
    "agustus agu ags agt srpna srp augusztus αυγούστου αυγ אוגוסט أغسطس اغسطس अगस्त",
    "september sep sept septembre septiembre setembro set settembre сентября сентябрь сен сент września wrz eylül "
    "eyl вересня вер septembrie září zář szeptember σεπτεμβρίου σεπ ספטמבר سبتمبر सितंबर सितम्बर",
    "october oct oktober okt octobre octubre outubro out ottobre ott октября октябрь окт października paź ekim "
    "eki жовтня жов octombrie října říj október οκτωβρίου οκτ אוקטובר أكتوبر اكتوبر अक्टूबर अक्तूबर",
    "november nov novembre noviembre novembro ноября ноябрь ноя нояб listopada lis kasım kas листопада лис "
    "nopember noiembrie noi listopadu νοεμβρίου νοε נובמבר نوفمبر नवंबर नवम्बर",
    "december dec dezember dez décembre déc decembre diciembre dic dezembro dicembre декабря декабрь дек grudnia "
    "gru aralık ara грудня гру desember des decembrie prosince pro δεκεμβρίου δεκ דצמבר ديسمبر दिसंबर दिसम्बर",
)  # fmt: skip
MONTHS = {normalize("NFKC", name): number for number, names in enumerate(_NAMES, 1) for name in names.split()}

# Before a time or after it; True = afternoon.
HALF_DAYS = {
    "am": False, "a.m": False, "上午": False, "午前": False, "오전": False, "凌晨": False, "早上": False,
    "pm": True, "p.m": True, "下午": True, "午後": True, "오후": True, "晚上": True,
}  # fmt: skip


def _hours(hours: float, names: str) -> dict[str, timedelta]:
    return dict.fromkeys(names.split(), timedelta(hours=hours))


# Left out, because they mean two: AST, IST, PHT; CST is China's in Chinese and nobody's elsewhere.
ZONES = {
    **_hours(0, "z gmt ut utc wet"),
    **_hours(-10, "hst"), **_hours(-9, "akst"), **_hours(-8, "pst akdt"), **_hours(-7, "pdt mst"),
    **_hours(-6, "mdt"), **_hours(-5, "est cdt"), **_hours(-4, "edt"), **_hours(-3, "adt brt art"),
    **_hours(1, "cet met mez bst west"), **_hours(2, "cest mest mesz eet"), **_hours(3, "eest msk trt"),
    **_hours(5, "pkt"), **_hours(7, "wib ict"), **_hours(8, "hkt sgt awst"), **_hours(9, "jst kst"),
    **_hours(9.5, "acst"), **_hours(10, "aest"), **_hours(11, "aedt"), **_hours(12, "nzst"), **_hours(13, "nzdt"),
}  # fmt: skip
CHINA = timedelta(hours=8)
# Zones whose names say nothing of summer time. CT is left out, as CST is: in English it may be China's.
PLACES = {
    "et": "America/New_York", "mt": "America/Denver", "pt": "America/Los_Angeles", "est5edt": "America/New_York",
    "cst6cdt": "America/Chicago", "mst7mdt": "America/Denver", "pst8pdt": "America/Los_Angeles",
    "us/eastern": "America/New_York", "us/central": "America/Chicago", "us/mountain": "America/Denver",
    "us/pacific": "America/Los_Angeles",
}  # fmt: skip
