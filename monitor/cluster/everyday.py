"""What news of any trade turn on, people, things, feasts, deeds: the fourth part of topics.py's table.

Spellings as there: beginnings of words in Latin and Cyrillic letters (`$`: the whole word), anywhere in other scripts.
Left out is what other words hold: Korean for Dell is in "model", Renault's in the word for pornography; and what a
language says of all releases: "drops", `recurso`, "trains".
"""

from __future__ import annotations

# topic -> spellings, parted by "|"
PEOPLE = {
    "singer": "singer|sanger|chanteu|cantante|cantor$|cantora|певец|певиц|певца|歌手|가수|zanger|piosenkar|sarkici|"
            "مغني|गायक",
    "photographer": "photograph|fotograf|摄影师|写真家|カメラマン|사진작가|фотограф",
    "writer": "novelist|scrittor|ecrivain|schriftsteller|писател|作家|작가|escritor$|escritores|escritora",
    "screenwriter": "screenwriter|drehbuch|scenarist|guionist|roteirist|sceneggiator|сценарист|编剧|脚本家|"
            "시나리오 작가|각본",
    "king": "king's|rey$|re carlo|re filippo|король|короля|国王|국왕|koning|krol$|du roi|le roi|au roi",
    "queen": "queen$|konigin|reine$|reina$|rainha|regina$|королев|女王|여왕",
    "royals": "royal famil|prince$|princess|prinz|princesse|principe|princesa|principessa|принц|王室|王子|公主|왕실|"
            "왕자|공주",
    "scientists": "scientist|researcher|forscher|chercheur|cientific|cientist|investigadores|pesquisador|scienziat|"
            "ricercator|исследовател|учены|科学家|研究人员|研究者|研究チーム|연구진|과학자|연구원|onderzoekers|"
            "naukowc|araştırmac|باحث",
    "lawyer": "lawyer|attorney|anwalt|anwalte|avocat|abogad|advogad|avvocat|адвокат|юрист|弁護士|변호사|律师称|律师团",
    "surgeon": "surge|chirurg|cirujan|cirurgia|хирург|外科|手术|手術|수술|외과",
    "nurse": "nurse|krankenschwester|pflegekraft|infirmier|enfermer|infermier|медсестр|护士|看護師|간호사",
    "farmer": "farmer|landwirt|bauern|agricult|agricolt|фермер|农民|農家|농민|농부",
    "parents": "parents|eltern|padres de|pais de|genitori|родител|家长|父母|保護者|親たち|부모",
    "elderly": "elderly|pensioner|senioren|personnes agees|ancianos|idosos|anziani|пожил|пенсионер|老年|老人|高齢者|"
            "어르신|노인",
    "family": "family$|families$|familie$|familien|famille|familia|famiglia|семья|семьи|семье|家族|가족|一家",
    "mother": "mother$|mother's|mutter$|mere$|madre$|mae$|mamma$|мать$|матери|母亲|妈妈|母親|어머니|엄마",
    "wedding": "wedding|hochzeit|mariage|boda$|casamento|matrimonio|nozze|свадьб|婚礼|結婚式|결혼",
    "funeral": "funeral|beerdigung|obseques|funeraill|entierro|enterro|funerale|похорон|葬礼|葬儀|장례",
    "athlete": "athlet|sportler|deportista|atleta|спортсмен|运动员|アスリート|選手|운동선수",
    "football": "football|fussball|futbol|futebol|calcio$|soccer|футбол|足球|サッカー|축구|voetbal",
    "blind and deaf": "deaf$|blind$|sign language|gehorlos|gebardensprach|sourd|aveugle|sordo|sordos|ciego|surdo|"
            "cego$|cegos|non vedent|ciechi|глух|незряч|聋人|盲人|手语|聴覚障害|視覚障害|手話|청각장애|시각장애|수어",
    "disabled": "disab|behindert|handicap|discapacid|deficienc|disabili|инвалид|残障|残疾|障害者|장애인",
    "refugees": "refugee|fluchtling|refugie|refugiad|rifugiat|беженц|难民|難民|난민",
    "prisoner": "prison|gefangnis|carcel|carcere|prisao|тюрьм|监狱|刑務所|교도소|감옥",
    "pilot": "pilot project|pilotprojekt|projet pilote|proyecto piloto|projeto-piloto|progetto pilota|пилотн|试点|"
            "実証実験|시범",
}  # fmt: skip
LIFE = {
    "book": "book$|books$|buch$|bucher|livres$|libro$|libros$|livro|libri$|книг|书籍|图书|小说|書籍|小説|책을|소설|"
            "도서",
    "fairy tale": "fairy tale|fairytale|bedtime stor|marchen|gutenacht|conte de fee|contes de|cuento$|cuentos$|"
            "conto de fadas|contos de fadas|historias de ninar|fiaba|fiabe|favola|favole|сказк|童话|睡前故事|"
            "おとぎ話|昔話|童話|寝る前|sprookje|verhaaltje|basn|masal|동화책|전래동화|잠자리",
    "toy": "toy$|toys$|toymaker|spielzeug|jouet|juguet|brinqued|giocattol|игруш|玩具|おもちゃ|장난감|speelgoed|"
            "zabawk|oyuncak",
    "board game": "board game|brettspiel|jeux de societe|jeu de societe|juegos de mesa|juego de mesa|"
            "jogos de tabuleiro|giochi da tavolo|настольн|桌游|ボードゲーム|보드게임",
    "comedy": "comedy|comedian|komodie|komiker|humorist|comedia$|comediant|commedia|комеди|喜剧|コメディ|코미디|"
            "코미디언|комика$",
    "satire": "satir|parod|сатир|пароди|恶搞|風刺|パロディ|풍자|패러디",
    "horror": "horror|horreur|ужас|恐怖片|ホラー|공포",
    "dance": "dance$|dancing|dancer|tanz|danse$|danseu|baile$|bailar|danca$|ballo$|balletto|ballet|танец|танц|балет|"
            "舞蹈|跳舞|バレエ|춤을|발레|ダンス動画|댄서|춤",
    "opera": "opera house|opernhaus|oper$|опер|歌剧|オペラ|오페라",
    "concert": "concert$|concerts$|konzert|concierto|show de|concerto|концерт|演唱会|コンサート|ライブ公演|콘서트",
    "painting": "painting$|paintings$|gemalde|tableaux|pintura|dipint|картин|名画|油画|絵画|그림을|명화",
    "radio": "radio$|радио|电台|广播|ラジオ|라디오",
    "newspaper": "newspaper|zeitung|journaux|periodico$|periodicos$|jornal$|jornais|giornal|газет|报纸|新聞社|신문",
    "magazine": "magazine|zeitschrift|revista|rivista|журнал|杂志|雑誌|잡지",
    "poster": "poster$|billboard|plakat|affiche|carteles|cartaz|плакат|海报|看板|ポスター|포스터|광고판",
    "library": "library$|libraries$|bibliothe|bibliotec|библиотек|图书馆|図書館|도서관",
    "exam": "exam$|exams$|homework|prufung|hausaufgab|examen|examenes|devoirs$|deberes|exame|esame|esami|compiti$|"
            "экзамен|考试|作业|試験|宿題|시험|숙제",
    "food": "recipe|food$|restaurant|kochen|kuche$|cuisine$|receta|cocina$|cozinha|cucina$|рецепт|еда$|еды$|ресторан|"
            "餐厅|美食|菜谱|外卖|レストラン|料理|식당|요리|음식",
    "drink": "beer$|brewer|bier$|brauerei|biere$|cerveza|cerveja|birra|пиво|пива|пивовар|啤酒|ビール|맥주",
    "coffee": "coffee|kaffee|cafe$|caffe$|кофе|咖啡|コーヒー|커피",
    "chocolate": "chocolat|schokolad|cioccolat|шоколад|巧克力|チョコ|초콜릿",
    "clothes": "clothes|clothing|kleidung|vetement|ropa$|roupa|abbigliamento|vestiti$|одежд|服装|衣服|洋服|アパレル|"
            "옷을|의류",
    "shoes": "shoes$|sneaker|schuhe|chaussure|zapat|sapato|tenis da|scarpe|кроссовк|обув|鞋|スニーカー|신발|운동화",
    "cosmetics": "cosmetic|kosmetik|cosmetiqu|maquill|cosmetico|косметик|化妆品|美妆|化粧品|コスメ|화장품",
    "furniture": "furniture|mobel|meuble|muebles|moveis$|mobili$|мебел|家具|가구",
    "house": "real estate|immobili|inmobiliari|imobiliari|недвижимост|房产|房地产|地产|不動産|부동산",
    "bank": "bank$|banks$|banque|banco$|bancos$|银行|銀行|은행|بنك|банк$|банка$|банки$|банков",
    "insurance": "insur|versicher|assurance$|assureur|seguros$|aseguradora|seguradora|assicura|страхов|保险|保険会社|"
            "보험",
    "tax": "tax$|taxes$|steuer$|steuern|impot|impuesto|imposto|tasse$|налог|세금|税金|税收|税务|課税|关税",
    "charity": "charit|donat|spende|wohltatig|don$|dons$|donacion|donativ|doacao|caritativ|beneficenza|donazion|"
            "благотвор|慈善|公益|捐|寄付|チャリティ|기부|자선",
    "prize": "award$|awards$|prize|auszeichnung|preistrager|preisgekront|recompens|premio|premios|premia|premiad|"
            "premiat|награ|премию|премии|премия|获奖|大奖|奖项|受賞|最優秀|アワード|어워드|수상작|수상했",
    "oscars": "oscar$|oscars$|academy awards|oscar-|оскар|奥斯卡|アカデミー賞|오스카|아카데미상|아카데미 시상식",
    "emmy": "emmy|艾美奖|エミー賞|에미상|эмми",
    "grammy": "grammy|格莱美|グラミー|그래미|грэмми",
    "golden globe": "golden globe|globos de oro|globo de ouro|globes|金球奖|ゴールデングローブ|골든글로브|"
            "золотой глобус",
    "eurovision": "eurovision|欧洲歌唱|ユーロビジョン|유로비전|евровиден",
    "olympics": "olymp|olimpi|奥运|五輪|オリンピック|올림픽|олимпи",
    "world cup": "world cup|weltmeisterschaft|wm$|coupe du monde|mundial de|copa del mundo|copa do mundo|"
            "coppa del mondo|mondiali|чемпионат мира|чемпионата мира|世界杯|ワールドカップ|W杯|월드컵",
    "super bowl": "super bowl|superbowl|超级碗|スーパーボウル|슈퍼볼|супербоул",
    "halloween": "halloween|万圣节|ハロウィン|핼러윈|хэллоуин",
    "ramadan": "ramadan|斋月|ラマダン|라마단|рамадан|رمضان|रमजान",
    "easter": "easter$|ostern|paques|pascua|pascoa|pasqua|复活节|イースター|부활절|пасх",
    "new year": "new year|silvester|neujahr|nouvel an|ano nuevo|ano novo|capodanno|новый год|новому году|нового года|"
            "元旦|跨年|新年|正月|새해",
    "valentine": "valentine|valentin|情人节|バレンタイン|밸런타인|발렌타인|валентин",
    "black friday": "black friday|双十一|双11|ブラックフライデー|블랙프라이데이|черная пятница",
    "holidays": "summer holiday|holidays|ferien|vacances|vacaciones|ferias|vacanze|каникул|отпуск|暑假|假期|夏休み|"
            "休暇|방학|휴가",
    "dog": "dog$|dogs$|puppy|puppies|hund$|hunde$|chien|perro|perros|cachorro|caes$|собак|щен|小狗|狗狗|子犬|愛犬|"
            "강아지",
    "horse": "horse|pferd|cheval|chevaux|caballo|cavalo|cavallo|cavalli|лошад|конь$|马匹|競馬",
    "panda": "panda$|pandas$|панд|熊猫|パンダ|판다",
    "dinosaur": "dinosau|динозавр|恐龙|恐竜|공룡",
    "forest": "forest|wald$|walder|foret$|bosque|floresta|foresta|лес$|леса$|森林|숲",
    "sea": "ocean$|sea$|meer$|ozean|mer$|oceano|mare$|море|океан|海洋|大海|바다|해양",
    "space": "astronaut|nasa$|weltraum|космос|космич|космонавт|太空|航天|우주|宇宙飛行|宇宙船",
    "moon": "moon$|mond$|lune$|luna$|lua$|луна$|луны$|луну$|月球|月面|달에|달 착륙",
    "mars": "planet$|планета$|планеты$|планете$|火星|행성",
    "fire": "wildfire|fire at|waldbrand|incendi|пожар|火灾|大火|火事|山火事|화재|산불",
    "forecast": "weather$|forecast|wetter$|wettervorhersage|pronostico|previsao do tempo|прогноз погоды|天气|天気|"
            "날씨|일기예보",
    "climate": "climat|klima$|klimawandel|clima$|климат|气候|気候|기후|carbon|co2",
    "water": "water use|wasserverbrauch|trinkwasser|consommation d'eau|consumo de agua|consumo di acqua|"
            "consumo d'acqua|воды$|用水|水の消費|물 사용",
    "weapon": "weapon|waffe|arme$|armes$|armas$|armi$|оружи|武器|무기",
    "drone": "drone$|drones$|drohne|dron$|дрон|беспилотник|无人机|ドローン|드론",
    "plane": "airline|airport|flugzeug|fluglinie|flughafen|avion|aerolinea|aeropuerto|aviao|aeroporto|"
            "compagnie aerienne|авиа|аэропорт|самолет|航空|机场|飞机|空港|飛行機|항공|공항|비행기",
    "train": "railway|zug$|bahn$|deutsche bahn|sncf|tren$|trem$|treno|ferrovi|поезд|железн|高铁|火车|列车|鉄道|"
            "新幹線|電車|철도|열차|기차역|기차표",
    "electric car": "electric car|ev$|elektroauto|e-auto|voiture electrique|coche electrico|carro eletrico|"
            "auto elettrica|электромобил|电动车|新能源车|電気自動車|전기차",
    "truck": "truck|lkw$|lastwagen|camion|caminh|грузовик|卡车|トラック|트럭",
    "ship": "cruise ship|schiff|kreuzfahrt|navire|bateau|crucero|navio|nave$|crociera|корабл|судно|轮船|邮轮|"
            "クルーズ船|船舶|선박|container ship",
    "taxi": "taxi|uber$|такси|出租车|タクシー|택시",
}  # fmt: skip
DEEDS = {
    "again": "again$|second time|third time|another outage|erneut|schon wieder|abermals|zum zweiten mal|"
            "zum dritten mal|de nouveau|a nouveau|encore une fois|nouvelle panne|deuxieme fois|otra vez|de nuevo|"
            "nuevamente|segunda vez|outra vez|de novo$|novamente|di nuovo|nuovamente|ancora una volta|"
            "seconda volta|снова|опять|вновь|повторн|второй раз|再次|再度|又一次|第二次|又双|又崩|又遭|再遭|再び|"
            "またも|2度目|二度目|또다시|또 |다시|재차|두 번째로|잇따라|opnieuw|alweer|znowu|ponownie|ikinci kez|"
            "yeniden|kedua kalinya|مجددا|مرة أخرى|दोबारा|फिर से",
    "replace": "replace|ersetz|remplac|reemplaz|sustitu|substitu|sostitui|замен|取代|替代|置き換え|代替|대체",
    "extend": "extend$|extends$|extended to|verlanger|prolong|amplia$|amplian|prorrog|estende|продл|延长至|延長へ|"
            "연장한",
    "cancel": "cancel|storni|absage|annul|cancela|annulla|отмен|取消|キャンセル|취소",
    "refund": "refund|ruckerstatt|erstatt|rembours|reembols|rimbors|возврат|退款|返金|환불",
    "discount": "discount|rabatt|remise$|descuento|desconto|sconto|sconti$|скидк|打折|优惠|折扣|割引|할인",
    "triple": "triple|tripl|verdreifach|втрое|三倍|3倍|3배",
    "cut": "slashes$|cut by|senkt|baisse$|reduit|rebaja|reduce$|reduz|corta$|taglia$|riduce|сниз|сократ|下调|削减|"
            "引き下げ|削減|인하|감축",
    "raises": "erhoht|augmente$|aumenta|повыси|上调|引き上げ|인상",
    "rehearse": "rehears|practise|ubt$|uben$|s'entrain|ensay|ensaia|si allenano|трениру|репетир|练习|演练|練習|연습",
    "restore": "restaurier|восстанов|修复|復元|修復|복원|restoration|restores$|restored$|restaura$|restauran$|"
            "restauracio|restaurac|restaure$|restauro",
    "colourise": "colouris|coloriz|kolor|coloris|colorea|colore$|раскраш|上色|カラー化|컬러 복원",
    "dead return": "brings back|resurrect|wiederbeleb|ressuscit|resucit|ressuscita|resuscit|riporta in vita|воскре|"
            "оживл|蘇る|よみがえ|되살",
    "mistake": "error$|mistake|fehler$|fehlerhaft|erreur|errores|erro$|errore|ошибк|错误|失误|誤り|오류|실수",
    "warn": "warn$|warns$|warning|warnt|warnung|avertit|mise en garde|advierte|alerta$|avverte|предупре|警告|提醒|"
            "注意喚起|경고",
    "vote": "votes$|vote$|vote on|stimmt fur|abstimm|votent|votacion|votacao|votano|проголос|投票|可决|可決|採決|"
            "표결|투표|голосуют|голосован",
    "hearing": "hearing$|anhorung|audition$|audiencia|udienza|слушани|听证|公聴会|공청회|청문회",
    "appeal": "appeal$|appeals$|berufung|fait appel|apela$|apelacion|recorre$|ricorso|апелляц|上诉|控訴|항소",
    "asked to explain": "questionnaire|demands answers|verlangt auskunft|verlangt von|demande des explications|"
            "exige explica|pide explicaciones|pede explica|chiede spiegazioni|chiede chiariment|требует объясн|"
            "запрос|要求说明|质询|説明を求|是正要請|해명 요구|시정 요구",
    "summon": "summon|ladt vor|vorlad|convoque|convoca|вызва|约谈|召喚|呼び出|소환",
    "committee": "committee|ausschuss|comite$|comision|comissao|commissione|комитет|委员会|委員会|위원회",
    "guidelines": "guideline|leitlinie|richtlinie|lignes directrices|directrices|diretrizes|linee guida|рекомендаци|"
            "指南|指引|指導方針|ガイドライン|가이드라인|지침",
    "certificate": "certif|zertifi|сертифи|认证|認証|인증",
    "dataset": "dataset|datensatz|datensatze|jeu de donnees|conjunto de datos|conjunto de dados|датасет|набор данных|"
            "数据集|データセット|데이터셋",
    "paper": "arxiv|peer-review|siggraph|cvpr|neurips|论文|論文|논문|статье|статья",
    "memory": "vram|gb ram|ram$|arbeitsspeicher|显存|内存|メモリ|메모리|памят",
    "latency": "latency|latenz|latence|latencia|latenza|задержк|延迟|遅延|지연시간",
    "compress": "quantiz|quantis|quantif|квантован|量化|量子化|양자화",
    "green screen": "green screen|greenscreen|绿幕|グリーンバック|그린스크린|хромакей",
    "night shift": "overtime|crunch$|night shift|nachtschicht|nachtdienst|turno de noche|turno notturno|ночн|夜班|"
            "夜勤|야근|야간",
    "salary": "salary|salaries|wage|gehalt|gehalter|lohne|salaire|salario|salarios|stipend|зарплат|工资|薪|給与|賃金|"
            "연봉|임금",
    "bonus": "bonus|gutschein|voucher|bon d'achat|cupon|cupom|buono|бонус|промокод|代金券|クーポン|쿠폰",
    "gift": "gift$|gifts$|geschenk|cadeau|regalo|подар|礼物|선물",
    "birthday greeting": "greeting card|grusskarte|carte de voeux|tarjeta de felicitacion|cartao de|"
            "biglietto d'auguri|открытк|贺卡|祝福视频|グリーティング",
    "dating": "dating|tinder|bumble|namoro|знакомств|交友软件|マッチングアプリ|데이팅|소개팅",
    "horoscope": "tarot|horosk|horoscop|гороскоп|占い|星座|운세",
    "lottery": "lotter|lotto|loteria|lotteria|лотере|彩票|宝くじ|복권",
    "casino": "casino|gambling|glucksspiel|jeux d'argent|apuestas|apostas|scommess|казино|赌|カジノ|도박",
    "alcohol": "alcohol|alkohol|alcool|алкогол|酒类|酒精|酒類|주류",
    "smoking": "tobacco|tabak|tabac|tabaco|tabacco|табак|烟草|たばこ|담배",
    "health": "health|gesundheit|sante$|salud$|saude$|salute$|здоров|健康|医疗|医療|건강|의료",
    "vaccine": "vaccin|impfung|vacuna|vacina|вакцин|疫苗|ワクチン|백신",
    "therapy": "therap|psycholog|terapia|психо|心理|セラピー|심리|치료",
    "suicide": "suicid|selbstmord|suizid|самоуб|自杀|自殺|자살",
    "bullying": "bullying|mobbing|harcel|acoso|assedio|травл|霸凌|いじめ|학교폭력|괴롭힘",
    "terror": "terroris|anschlag|attentat|atentad|attentato|террор|теракт|恐袭|テロ|테러",
    "protest march": "demonstrat|demonstr|manifestation|manifestacion|manifestacao|manifestazione|митинг|示威|游行|"
            "デモ隊|抗議デモ|시위",
    "migration": "immigra|migrant|einwander|мигрант|移民|이민",
    "holocaust": "holocaust|shoah|auschwitz|холокост|大屠杀|ホロコースト|홀로코스트",
    "provenance": "c2pa|content credentials|内容凭证|コンテンツクレデンシャル|콘텐츠 자격",
}  # fmt: skip
