"""Countries and regions, as the cluster stage calls them, in; what a mail's language calls them out."""

from __future__ import annotations

LANGUAGES = ("en", "zh", "ja", "de", "fr", "es", "ru", "ko")
# name -> in LANGUAGES
REGIONS = {
    "usa": ("the USA", "美国", "米国", "USA", "États-Unis", "EE. UU.", "США", "미국"),
    "canada": ("Canada", "加拿大", "カナダ", "Kanada", "Canada", "Canadá", "Канада", "캐나다"),
    "china": ("China", "中国", "中国", "China", "Chine", "China", "Китай", "중국"),
    "japan": ("Japan", "日本", "日本", "Japan", "Japon", "Japón", "Япония", "일본"),
    "korea": ("Korea", "韩国", "韓国", "Korea", "Corée", "Corea", "Корея", "한국"),
    "india": ("India", "印度", "インド", "Indien", "Inde", "India", "Индия", "인도"),
    "europe": ("Europe", "欧洲", "欧州", "Europa", "Europe", "Europa", "Европа", "유럽"),
    "uk": ("the UK", "英国", "英国", "Großbritannien", "Royaume-Uni", "Reino Unido", "Великобритания", "영국"),
    "germany": ("Germany", "德国", "ドイツ", "Deutschland", "Allemagne", "Alemania", "Германия", "독일"),
    "france": ("France", "法国", "フランス", "Frankreich", "France", "Francia", "Франция", "프랑스"),
    "italy": ("Italy", "意大利", "イタリア", "Italien", "Italie", "Italia", "Италия", "이탈리아"),
    "spain": ("Spain", "西班牙", "スペイン", "Spanien", "Espagne", "España", "Испания", "스페인"),
    "brazil": ("Brazil", "巴西", "ブラジル", "Brasilien", "Brésil", "Brasil", "Бразилия", "브라질"),
    "denmark": ("Denmark", "丹麦", "デンマーク", "Dänemark", "Danemark", "Dinamarca", "Дания", "덴마크"),
    "russia": ("Russia", "俄罗斯", "ロシア", "Russland", "Russie", "Rusia", "Россия", "러시아"),
    "taiwan": ("Taiwan", "台湾", "台湾", "Taiwan", "Taïwan", "Taiwán", "Тайвань", "대만"),
    "hong kong": ("Hong Kong", "香港", "香港", "Hongkong", "Hong Kong", "Hong Kong", "Гонконг", "홍콩"),
    "mexico": ("Mexico", "墨西哥", "メキシコ", "Mexiko", "Mexique", "México", "Мексика", "멕시코"),
    "australia": (
        "Australia", "澳大利亚", "オーストラリア", "Australien", "Australie", "Australia",
        "Австралия", "호주",
    ),
    "ireland": ("Ireland", "爱尔兰", "アイルランド", "Irland", "Irlande", "Irlanda", "Ирландия", "아일랜드"),
    "netherlands": (
        "the Netherlands", "荷兰", "オランダ", "Niederlande", "Pays-Bas", "Países Bajos",
        "Нидерланды", "네덜란드",
    ),
    "sweden": ("Sweden", "瑞典", "スウェーデン", "Schweden", "Suède", "Suecia", "Швеция", "스웨덴"),
    "poland": ("Poland", "波兰", "ポーランド", "Polen", "Pologne", "Polonia", "Польша", "폴란드"),
    "ukraine": ("Ukraine", "乌克兰", "ウクライナ", "Ukraine", "Ukraine", "Ucrania", "Украина", "우크라이나"),
    "turkey": ("Turkey", "土耳其", "トルコ", "Türkei", "Turquie", "Turquía", "Турция", "튀르키예"),
    "israel": ("Israel", "以色列", "イスラエル", "Israel", "Israël", "Israel", "Израиль", "이스라엘"),
    "iran": ("Iran", "伊朗", "イラン", "Iran", "Iran", "Irán", "Иран", "이란"),
    "emirates": (
        "the Emirates", "阿联酋", "アラブ首長国連邦", "Emirate", "Émirats", "Emiratos",
        "Эмираты", "아랍에미리트",
    ),
    "egypt": ("Egypt", "埃及", "エジプト", "Ägypten", "Égypte", "Egipto", "Египет", "이집트"),
    "argentina": (
        "Argentina", "阿根廷", "アルゼンチン", "Argentinien", "Argentine", "Argentina",
        "Аргентина", "아르헨티나",
    ),
    "indonesia": (
        "Indonesia", "印度尼西亚", "インドネシア", "Indonesien", "Indonésie", "Indonesia",
        "Индонезия", "인도네시아",
    ),
    "malaysia": ("Malaysia", "马来西亚", "マレーシア", "Malaysia", "Malaisie", "Malasia", "Малайзия", "말레이시아"),
    "philippines": (
        "the Philippines", "菲律宾", "フィリピン", "Philippinen", "Philippines", "Filipinas",
        "Филиппины", "필리핀",
    ),
    "singapore": ("Singapore", "新加坡", "シンガポール", "Singapur", "Singapour", "Singapur", "Сингапур", "싱가포르"),
    "thailand": ("Thailand", "泰国", "タイ", "Thailand", "Thaïlande", "Tailandia", "Таиланд", "태국"),
    "vietnam": ("Vietnam", "越南", "ベトナム", "Vietnam", "Viêt Nam", "Vietnam", "Вьетнам", "베트남"),
    "africa": ("Africa", "非洲", "アフリカ", "Afrika", "Afrique", "África", "Африка", "아프리카"),
    "latin america": (
        "Latin America", "拉丁美洲", "中南米", "Lateinamerika", "Amérique latine", "América Latina",
        "Латинская Америка", "중남미",
    ),
    "southeast asia": (
        "Southeast Asia", "东南亚", "東南アジア", "Südostasien", "Asie du Sud-Est", "Sudeste Asiático",
        "Юго-Восточная Азия", "동남아시아",
    ),
}  # fmt: skip


def region(name: str, language: str) -> str:
    """Return the name of a region in a language by its primary subtag; of an unknown one the name itself.

    >>> region("europe", "de"), region("atlantis", "de")
    ('Europa', 'atlantis')
    """
    names = REGIONS.get(name)
    return names[LANGUAGES.index(language)] if names and language in LANGUAGES else name
