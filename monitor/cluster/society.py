"""What news about AI video is about among people and in trade: the third part of topics.py's table, after affairs.py.

Spellings as there: beginnings of words in Latin and Cyrillic letters (`$`: the whole word), anywhere in other scripts.
"""

from __future__ import annotations

# topic -> spellings, parted by "|"
SOCIETY = {
    "union": "union$|unions$|gewerkschaft|syndicat|sindicat|sindacat|工会|労働組合|노조|профсоюз|نقابة|यूनियन",
    "strike": "walk out|walkout|walk off|streiken|strikes$|streik|greve$|huelga|sciopero|罢工|ストライキ|파업|"
            "забастовк|إضراب|हड़ताल",
    "jobs": "jobs$|arbeitsplatz|emploi|empleo|posti di lavoro|emprego|就业|岗位|饭碗|雇用|일자리|рабочих мест|وظائف|"
            "नौकरी|नौकरियां",
    "privacy": "privacy|datenschutz|vie privee|privacidad|privacidade|隐私|プライバシー|개인정보|приватност|"
            "персональн|خصوصية|निजता",
    "consent": "consent|einwilligung|zustimmung|consentement|consentim|consenso|同意|동의|согласи|موافقة|सहमति",
    "permission": "permission|erlaubnis|ungefragt|autorisation|sin permiso|sem autorizacao|senza permesso|擅自|"
            "未经授权|"
            "無断|무단|без разрешен|без спрос|بدون إذن|बिना अनुमति",
    "open letter": "open letter|offener brief|offenen brief|lettre ouverte|carta abierta|carta aberta|lettera aperta|"
            "公开信|公開書簡|공개서한|открытое письмо|открытом письме",
    "petition": "petition|unterschriften|peticion|petizion|peticao|abaixo-assinado|请愿|联名|署名|청원|서명|петици|"
            "عريضة|याचिका",
    "damages": "compensat|damages$|entschadig|schadenersatz|schadensersatz|indemnis|indemniz|indeniz|risarciment|"
            "dommages|赔偿|"
            "索赔|損害賠償|賠償|배상|компенсац|ущерб|تعويض|मुआवजा|हर्जाना",
    "royalties": "royalt|lizenzgebuhr|redevance|regalias|版税|ロイヤリティ|로열티|роялти",
    "antitrust": "antitrust|kartell|antimonop|competencia desleal|abus de position|反垄断|独占禁止|公取委|独禁|독점|"
            "공정위|"
            "антимонопол|фас$|احتكار",
    "export controls": "export control|exportkontroll|controle des exportations|出口管制|輸出規制|수출 통제|экспортн",
    "national security": "national security|nationale sicherheit|securite nationale|seguridad nacional|"
            "seguranca nacional|"
            "sicurezza nazionale|国家安全|安全保障|국가안보|национальн безопасност|الأمن القومي|राष्ट्रीय सुरक्षा",
    "subsidy": "subsid|subvention|foerdergeld|fordermittel|sovvenzion|补贴|扶持|補助金|助成|보조금|지원금|субсиди|"
            "دعم مالي|सब्सिडी",
    "arrest": "arrest|festgenommen|verhaft|detenid|detiene|detenu|detido|preso$|fermat|拘捕|拘留|警拘|落网|抓获|"
            "逮捕|체포|구속|"
            "검거|задерж|арест|اعتقال|اعتقل|गिरफ्तार",
    "dead": "deceased|dead actor|late actor|verstorben|tote schauspieler|defunt|falleci|falecid|已故|故人|"
            "亡くなった|고인|умерш|"
            "покойн|راحل|दिवंगत",
    "party": "political party|partei|partido|partito|parti politique|政党|自民党|정당|국민의힘|민주당|партия|партии|"
            "حزب|पार्टी",
    "mayor": "mayor$|burgermeister|alcalde|sindaco|prefeito|市长|市長|시장 후보|мэр$|мэра|عمدة|मेयर",
    "religious figure": "pope$|papst|pape$|papa francesco|papa leon|papa leao|papa leone|教皇|教宗|교황|папа римск|"
            "البابا",
    "church": "imam|mosque|temple$|moschee|清真寺|モスク",
    "woman": "women$|frauen|femmes$|mujeres|mulheres|donne$|女性|여성|женщин|نساء|महिला",
    "students": "student$|students|studierende|etudiant|estudiant|studenti|大学生|高校生|대학생|학생|студент|طلاب|"
            "छात्र",
    "university": "universit|hochschule|universid|大学|대학|университет|جامعة|विश्वविद्यालय",
    "hospital": "hospital|krankenhaus|hopital|ospedale|patient|arzt$|arzte|medic|医院|医生|病院|医師|병원|의사|"
            "больниц|врач|مستشفى|"
            "डॉक्टर",
    "soldiers": "soldier|soldat|soldad|militar|army$|armee|esercito|ejercito|军队|军方|士兵|兵士|自衛隊|자위대|군인|"
            "солдат|военн|جيش|सेना",
    "accident": "crash$|disaster|katastroph|catastroph|unfall|accident|incident|灾难|事故|災害|지진|재난|авари|"
            "катастроф|كارثة|हादसा",
    "weather": "hurricane|earthquake|flood$|floods|hochwasser|erdbeben|ouragan|seisme|huracan|terremoto|inundac|"
            "alluvion|uragano|台风|"
            "地震|洪水|台風|태풍|홍수|ураган|наводнен|землетряс|إعصار|زلزال|बाढ़|भूकंप",
    "animals": "cat video|cats$|katzen|gatos|gatti|animal video|tiervideo|猫咪|猫の|动物|動物|고양이|동물|котик|"
            "животн|حيوان|जानवर",
    "tourism": "touris|turis|旅游|観光|관광|туриз|سياح|पर्यटन",
    "campaign": "campaign|kampagne|campagn|campana$|campanha|宣传片|キャンペーン|캠페인|кампани|حملة|अभियान",
    "anniversary": "anniversar|jubilaum|geburtstag|anniversaire|aniversari|周年|生日|誕生日|주년|юбиле|годовщин|"
            "ذكرى|सालगिरह",
    "christmas": "christmas|weihnacht|noel$|navidad|natal$|natale$|圣诞|クリスマス|크리스마스|рождеств|новогодн",
    "podcast": "podcast|播客|ポッドキャスト|팟캐스트|подкаст|पॉडकास्ट",
    "news channel": "tv channel|tv-sender|fernsehsender|chaine de tele|canal de tv|emittente|电视频道|テレビ局|"
            "방송사|телеканал",
    "streaming": "streaming|streamer|流媒体|配信サービス|配信チャンネル|스트리밍|стриминг|بث|स्ट्रीमिंग",
    "channel": "channel$|channels|kanal$|kanale|chaine$|chaines|canal$|canales|canais|canale$|频道|チャンネル|채널|"
            "канал$|каналы|قناة|चैनल",
    "archive": "archiv|fondo documental|档案|片库|アーカイブ|아카이브|архив|أرشيف|अभिलेख",
    "highlights": "highlight|meilleurs moments|mejores momentos|集锦|ハイライト|하이라이트|хайлайт",
    "asian games": "asian games|asienspiele|asiad|jeux asiatiques|juegos asiaticos|jogos asiaticos|亚运|アジア大会|"
            "아시안게임|"
            "азиатские игры|एशियाई खेल",
    "league": "nfl$|nba$|bundesliga|premier league|laliga|serie a$|f1$|formula 1|formel 1|联赛|リーグ|리그|лига$",
    "museum": "museum|musee|museo|museu|博物馆|美術館|博物館|박물관|미술관|музей|متحف|संग्रहालय",
    "theatre": "theatre|theater|teatro|剧院|舞台|극장|театр|مسرح",
    "premiere": "premiere$|premieres$|premiered|urauffuhrung|avant-premiere|estren|estrei|debutta|首映|初公開|"
            "プレミア|시사회|премьер|"
            "عرض أول|العرض الأول|प्रीमियर",
    "manga": "manga|webtoon|comic$|comics|漫画|漫剧|웹툰|만화|манга|комикс",
    "childrens": "kids$|kinderfernseh|pour enfants|infantil|儿童|キッズ|어린이|детск|للأطفال|बच्चों",
}  # fmt: skip
TRADE = {
    "paid": "paywall|paid$|paying|kostenpflicht|bezahl|payant|de pago|de pagamento|a pagamento|paga$|pagos$|付费|"
            "收费|有料|"
            "유료|платн|مدفوع|سداد|पेड|भुगतान|पैसे",
    "unlimited": "unlimited|unbegrenzt|illimit|ilimitad|sin limite|sem limite|无限|不限|無制限|使い放題|무제한|"
            "безлимит|"
            "غير محدود|अनलिमिटेड|असीमित",
    "trial": "free trial|testversion|essai gratuit|prueba gratuita|teste gratis|prova gratuita|试用|お試し|体験版|"
            "무료 체험|пробн",
    "half": "halve|halves|halbier|moitie|mitad|meta prezzo|metade|减半|半減|半額|절반|반값|наполовину|نصف|आधा|आधी",
    "fund": "fund$|funds$|fonds$|investment fund|基金|ファンド|펀드|фонд$|фонда|صندوق",
    "bankruptcy": "bankrupt|insolven|faillite|quiebra|bancarrota|falencia|破产|倒産|破産|파산|банкрот|إفلاس|दिवालिया",
    "profit": "profit|gewinn$|gewinne|benefice|beneficio|lucro|utili$|盈利|利润|黒字|利益|흑자|이익|прибыл|أرباح|"
            "मुनाफा",
    "overseas": "overseas|outside china|im ausland|ausserhalb chinas|hors de chine|a l'etranger|fuera de china|"
            "fora da china|"
            "fuori dalla cina|extranjero|海外|出海|해외|за рубеж|за пределами|خارج الصين|चीन के बाहर",
    "worldwide": "worldwide|global rollout|globally|weltweit|monde entier|mondial|mundial|tutto il mondo|全球|"
            "世界展開|글로벌|전 세계|"
            "по всему миру|عالمي|दुनिया भर",
    "supplier": "supplier|sponsor|ausruster|lieferant|fournisseur|proveedor|fornecedor|fornitore|patrocin|供应商|"
            "赞助|公式スポンサー|"
            "サプライヤー|공급사|후원|스폰서|спонсор|поставщик|راعي|प्रायोजक",
    "official": "official partner|offizieller|officiel$|oficial$|ufficiale|官方|公式|공식|официальн",
    "shop": "e-commerce|online shop|onlineshop|merchant|handler$|vendeur|vendedor|tienda|loja$|negozio|电商|商家|"
            "带货|ショッピング|"
            "쇼핑|магазин|маркетплейс|متجر|दुकान",
    "fashion": "fashion|mode-|moda$|luxury|luxus|luxe$|lujo|lusso|时装|时尚|奢侈|ファッション|패션|명품|мода$|моды|"
            "أزياء|फैशन",
    "car": "car maker|carmaker|autobauer|autokonzern|constructeur auto|fabricante de coches|montadora|"
            "casa automobilistica|车企|汽车|"
            "自動車|자동차|автопроизвод|سيارات|कार निर्माता",
    "television set": "smart tv|google tv|fernseher|televis|电视|テレビ|스마트tv|телевизор|تلفزيون|टीवी",
    "glasses": "smart glasses|glasses$|brille$|brillen|lunettes|gafas|oculos|occhiali|眼镜|メガネ|スマートグラス|"
            "안경|글래스|очки|"
            "نظارات|चश्मा",
    "headset": "headset|virtual reality|vr$|realite virtuelle|realidad virtual|realidade virtual|realta virtuale|"
            "头显|虚拟现实|仮想現実|"
            "가상현실|виртуальной реальност|الواقع الافتراضي|वर्चुअल रियलिटी",
    "search": "search engine|search results|suchmaschine|moteur de recherche|buscador|motore di ricerca|搜索|検索|"
            "검색|поисков|محرك بحث|"
            "सर्च",
    "messenger": "messenger|messaging app|chat-app|messagerie|mensajeria|mensagens|messaggistica|聊天应用|即时通讯|"
            "メッセンジャー|"
            "메신저|мессенджер|مراسلة|मैसेजिंग",
    "dingtalk": "dingtalk|钉钉|딩톡",
    "feishu": "feishu|lark$|飞书",
    "presentation": "slides$|slide deck|prasentation|diapositiv|apresentac|presentaciones|presentazioni|演示文稿|"
            "ppt|プレゼン|"
            "프레젠테이션|презентаци|عروض تقديمية|प्रेजेंटेशन",
    "agency": "ad agency|agency$|werbeagentur|agence|agencia|agenzia|广告公司|広告代理|광고대행|агентств|وكالة|एजेंसी",
    "leader": "ceo$|chief executive|geschaftsfuhr|patron$|pdg$|consejero delegado|director ejecutivo|"
            "presidente executivo|"
            "amministratore delegato|首席执行官|最高経営責任|대표이사|гендиректор|الرئيس التنفيذي|सीईओ",
    "founder": "founder|grunder|fondateur|cofondat|fundador|fondatore|创始人|創業者|창업자|основател|مؤسس|संस्थापक",
    "record sum": "largest ever|biggest ever|rekordsumme|史上最大|过去最大|過去最大|역대 최대|крупнейш",
}  # fmt: skip
