"""Places that news about AI video shares, in the scripts that spell them differently: a table for concepts.py.

REGIONS are where a product may come, go or be forbidden (render/words/regions.py has their names for mails); CITIES say
where something happens. Spellings as in entities.py: beginnings of words in Latin and Cyrillic letters (`$`: the whole
word), anywhere in other scripts.
"""

from __future__ import annotations

# name -> spellings, parted by "|"
REGIONS = {
    "usa": "ftc$|fcc$|justice department|attorney general|u.s.$|american|amerikan|americain|estadounidense|"
            "estadunidense|america$|америк|us-|usa$|"
            "united states|"
            "estados unidos|etats-unis|stati uniti|vereinigte|eeuu$|ee.uu|ee. uu|eua$|"
            "美国|米国|アメリカ|미국|сша$|अमेरिका|अमेरिकी|أمريكا|أميركا|الولايات المتحدة",
    "canada": "canad|kanada|加拿大|カナダ|캐나다|канад|कनाडा|كندا",
    "mexico": "mexic|mexik|mexiqu|messic|墨西哥|メキシコ|멕시코|мексик|मेक्सिको|المكسيك",
    "china": "网信办|广电总局|工信部|国家网信|china$|chinese|chine$|chinois|chinesisch|cinese|cina$|chino|中国|중국|"
            "китай|चीन|الصين",
    "japan": "個人情報保護委|知財本部|総務省|経産省|経済産業省|文化庁|公取委|公正取引委|"
            "japan|japon|giappon|日本|일본|япони|जापान|اليابان",
    "korea": "개인정보위|개인정보보호위|kftc$|pipc$|방통위|방미통위|공정위|과기정통부|문체부|과기부|"
            "korea|coree|corea|coreia|韩国|南韩|韓国|한국|корея|"
            "кореи|корей|कोरिया|كوريا",
    "india": "meity|india$|indian|inde$|indien|印度|インド|인도|индии|индия|भारत|الهند",
    "australia": "esafety|accc$|oaic$|austral|澳大利亚|澳洲|オーストラリア|豪政府|호주|австрали|ऑस्ट्रेलिया|أستراليا",
    "europe": "brussel|bruxelles|bruselas|bruxelas|布鲁塞尔|ブリュッセル|브뤼셀|брюссел|europ|eu$|ue$|欧盟|欧洲|"
            "欧州|ヨーロッパ|유럽|европ|евросоюз|ес$|यूरोप|أوروبا|الاتحاد الأوروبي",
    "uk": "ofcom|ico$|information commissioner|competition and markets|cma$|uk$|uk-|britain|british|united kingdom|"
            "reino unido|royaume-uni|grossbritannien|britisch|britanni|"
            "britanic|"
            "regno unito|英国|イギリス|영국|британ|великобритан|ब्रिटेन|بريطانيا",
    "ireland": "data protection commission$|dpc$|coimisiun|ireland|irish|irland|irlanda|爱尔兰|アイルランド|"
            "아일랜드|ирланд|आयरलैंड|أيرلندا|ايرلندا",
    "germany": "bundestag|bsi$|bafin|bundesreg|bundeskartell|bundesnetz|german|deutschland|hierzulande|alemania|"
            "alemanha|allemagne|德国|ドイツ|독일|германи|जर्मनी|ألمانيا",
    "france": "cnil|arcom|france|french|franzos|francais|frances$|francese|француз|frankreich|francia|franca$|法国|"
            "フランス|"
            "프랑스|франци|फ्रांस|فرنسا",
    "italy": "garante privacy|agcm$|antitrust italian|garante della privacy|il garante|agcom|italy|italia|italie|"
            "意大利|义大利|イタリア|이탈리아|итали|इटली|إيطاليا",
    "spain": "aepd|cnmc$|spain|spanish|spanisch|espagnol|spagnol|испанс|espana|spanien|spagna|espanh|espagne|"
            "西班牙|スペイン|스페인|испани|स्पेन|إسبانيا",
    "netherlands": "autoriteit persoons|netherlands|dutch|niederland|holland|neerlandais|nederland|pays-bas|"
            "paises bajos|holanda|paesi bassi|荷兰|オランダ|네덜란드|нидерланд|नीदरलैंड|هولندا",
    "denmark": "datatilsyn|denmark|danmark|danemark|danimarca|dinamarca|danish|丹麦|デンマーク|덴마크|дания|дании|"
            "डेनमार्क|الدنمارك",
    "sweden": "imy$|integritetsskydd|sweden|sverige|swedish|schwed|suede$|suecia|svezia|瑞典|スウェーデン|스웨덴|швеци|"
            "स्वीडन|السويد",
    "poland": "uodo$|uokik|poland|polen$|pologne|polonia|波兰|ポーランド|폴란드|польш|польск|पोलैंड|بولندا",
    "ukraine": "ukrain|ucrain|ucrania|乌克兰|ウクライナ|우크라이나|украин|यूक्रेन|أوكرانيا",
    "russia": "роскомнадзор|госдум|минцифр|roskomnadzor|russia|russisch|russe|rusia|俄罗斯|ロシア|러시아|росси|रूस|"
            "روسيا",
    "turkey": "kvkk|btk$|turkey|turkish|turkisch|turc$|turque|turco$|turca$|турец|turkiye|turkei|turquie|turquia|"
            "turchia|土耳其|トルコ|튀르키예|터키|турци|तुर्की|تركيا",
    "israel": "israel|以色列|イスラエル|이스라엘|израил|इजराइल|إسرائيل",
    "iran": "iran$|iranian|iranisch|iranien|伊朗|イラン|иран|ईरान|إيران",
    "emirates": "emirates|u.a.e|uae$|emirate|emirati|emiratos|dubai|abu dhabi|阿联酋|迪拜|アラブ首長国|ドバイ|"
            "아랍에미리트|두바이|эмират|дубай|यूएई|दुबई|الإمارات|دبي",
    "egypt": "egypt|agypt|egipt|egitto|埃及|エジプト|이집트|егип|मिस्र|مصر",
    "brazil": "anpd$|senacon|procon|stf$|brazil|brasil|bresil|巴西|ブラジル|브라질|бразил|ब्राजील|البرازيل",
    "argentina": "argentin|阿根廷|アルゼンチン|아르헨티나|аргентин|अर्जेंटीना|الأرجنتين",
    "taiwan": "taiwan|台湾|대만|тайван|ताइवान|تايوان",
    "hong kong": "hong kong|hongkong|香港|港股|港交所|ホンコン|홍콩|гонконг|हांगकांग|هونغ كونغ",
    "indonesia": "komdigi|kominfo|indones|印尼|印度尼西亚|インドネシア|인도네시아|индонези|इंडोनेशिया|إندونيسيا",
    "malaysia": "malays|malais|malasia|马来西亚|マレーシア|말레이시아|малайзи|मलेशिया|ماليزيا",
    "philippines": "philippin|filipin|菲律宾|フィリピン|필리핀|филиппин|फिलीपींस|الفلبين",
    "singapore": "pdpc$|imda$|singap|新加坡|シンガポール|싱가포르|сингапур|सिंगापुर|سنغافورة",
    "thailand": "thailand|thai$|thai-|tailandia|泰国|タイ政府|タイ王国|태국|таиланд|थाईलैंड|تايلاند",
    "vietnam": "vietnam|越南|ベトナム|베트남|вьетнам|वियतनाम|فيتنام",
    "latin america": "latin america|america latina|amerique latine|lateinamerika|拉美|拉丁美洲|中南米|"
            "ラテンアメリカ|중남미|латинск",
    "southeast asia": "southeast asia|asie du sud-est|sudostasien|sudeste asiatico|东南亚|東南アジア|동남아|"
            "юго-восточн",
    "africa": "africa|nigeri|kenya|kenia|尼日利亚|肯尼亚|南非|ナイジェリア|ケニア|나이지리아|케냐|нигери|кени|"
            "نيجيريا|كينيا|नाइजीरिया|केन्या|"
            "afrique|afrika|非洲|アフリカ|아프리카|африк|अफ्रीका|أفريقيا|إفريقيا",
}  # fmt: skip
CITIES = {
    "london": "london|londres|londra|伦敦|ロンドン|런던|лондон|लंदन|لندن",
    "paris": "paris$|parigi|parisien|巴黎|パリで|パリに|パリの|파리에|파리서|париж|पेरिस|باريس",
    "berlin": "berlin|berlim|柏林|ベルリン|베를린|берлин|बर्लिन|برلين",
    "munich": "munich|munchen|monaco di baviera|慕尼黑|ミュンヘン|뮌헨|мюнхен",
    "brussels": "brussel|bruxelles|bruselas|bruxelas|布鲁塞尔|ブリュッセル|브뤼셀|брюссел",
    "tokyo": "tokyo|tokio|toquio|东京|東京|도쿄|токио|टोक्यो|طوكيو",
    "seoul": "seoul|首尔|ソウル|서울|сеул|सियोल|سيول",
    "beijing": "beijing|peking|pekin|pechino|pequim|北京|베이징|пекин|बीजिंग|بكين",
    "shanghai": "shanghai|xangai|上海|沪|상하이|шанхай|शंघाई|شنغهاي",
    "shenzhen": "shenzhen|深圳|선전시|шэньчжэн",
    "hangzhou": "hangzhou|杭州|항저우|ханчжоу",
    "new york": "new york|nueva york|nova york|nova iorque|纽约|ニューヨーク|뉴욕|нью-йорк|न्यूयॉर्क|نيويورك",
    "los angeles": "los angeles|洛杉矶|ロサンゼルス|로스앤젤레스|лос-анджелес|लॉस एंजिल्स|لوس أنجلوس",
    "san francisco": "san francisco|sao francisco|旧金山|サンフランシスコ|샌프란시스코|сан-франциско",
    "las vegas": "las vegas|拉斯维加斯|ラスベガス|라스베이거스|лас-вегас",
    "cannes": "cannes|戛纳|坎城|カンヌ|칸 영화제|칸영화제|칸국제영화제|канны|каннах|каннск|कान फिल्म|مهرجان كان",
    "venice": "venice|venedig|venise|venecia|veneza|venezia|威尼斯|ヴェネチア|ベネチア|ヴェネツィア|베니스|베네치아|"
            "венеци|वेनिस|البندقية",
    "berlinale": "berlinale|柏林电影节|ベルリン国際映画祭|베를린영화제|берлинал",
    "sundance": "sundance|圣丹斯|サンダンス|선댄스|санденс",
    "tribeca": "tribeca|翠贝卡|トライベッカ|트라이베카|трайбек",
    "toronto": "toronto|多伦多|トロント|토론토|торонто",
    "mumbai": "mumbai|bombay|孟买|ムンバイ|뭄바이|мумба|मुंबई|مومباي",
    "delhi": "delhi|新德里|デリー|델리|дели$|दिल्ली|دلهي",
    "riyadh": "riyadh|riad$|riyad|利雅得|リヤド|리야드|эр-рияд|रियाद|الرياض",
    "california": "californi|kaliforni|加州|カリフォルニア|캘리포니아|калифорни|कैलिफोर्निया|كاليفورنيا",
    "texas": "texas|德克萨斯|得州|テキサス|텍사스|техас",
    "davos": "davos|达沃斯|ダボス|다보스|давос|दावोस|دافوس",
}  # fmt: skip
