"""What news about AI video is about, in the words of a dozen languages: a table for concepts.py.

A topic is a thing an event turns on (a watermark, a lawsuit, a listing, an avatar): finer than the kind of a claim,
coarse enough to survive translation. Spellings as in entities.py: beginnings of words in Latin and Cyrillic letters
(`$`: the whole word), anywhere in Han, Kana and Hangul. What nearly every item says (AI, video, model) is left out.
"""

from __future__ import annotations

# topic -> spellings, parted by "|"
PRODUCT = {
    "app": "app$|apps$|appli$|application|applicazione|aplicacion|aplicativo|приложени|应用|客户端|アプリ|앱",
    "android": "android|google play|play store|安卓|アンドロイド|안드로이드|андроид",
    "ios": "iphone|ios$|app store|苹果手机|아이폰|айфон",
    "phone": "smartphone|telefono|handy|movil$|手机|スマホ|スマートフォン|스마트폰|смартфон|celular|movil|cellulare|"
            "portable$",
    "gallery": "gallery|galerie|galeria|galleria|相册|图库|ギャラリー|갤러리|галере",
    "social network": "social network|social media app|social app|red social|rede social|reseau social|"
            "soziales netz|social feed|feed|flux|社交|社群|信息流|交友|sns|タイムライン|フィード|피드|소셜|соцсет|"
            "лента|ленты|social media|sociales netzwerk|rete social",
    "invitation": "invit|einladung|邀请|招待|초대|приглаш|convit|convid",
    "api": "api$|apis$|接口|インターフェース",
    "developers": "developer|entwickler|developpeur|desarrollador|desenvolvedor|sviluppator|开发者|開発者|개발자|"
            "разработчик|programador",
    "open source": "open source|open-source|open weight|open-weight|code ouvert|codigo abierto|codigo aberto|"
            "quelloffen|开源|开放权重|オープンソース|オープンウェイト|オープンモデル|오픈소스|открыты|открыто",
    "enterprise": "enterprise|business customers|unternehmen$|unternehmenskund|firmenkund|entreprises|empresas|"
            "aziend|企业|企業向け|法人|기업용|корпоратив|бизнес-клиент|corporativ|businesskunden|professionnel",
    "free": "free$|kostenlos|gratuit|gratis|gratuito|免费|無料|무료|бесплатн",
    "price": "price|pricing|preis|prix|precio|preco|prezz|tarif|价格|定价|涨价|降价|料金|値上げ|値下げ|가격|요금|"
            "цена|цены|цену|стоимост|custara|costara|kostet|coutera|barato|gunstiger|moins cher|mas barato|"
            "piu economic",
    "subscription": "subscri|abonne|abo$|suscri|assina|abbonament|会员|订阅|サブスク|月額|구독|подписк|assinant|"
            "abonnent|pro-nutzer",
    "credits": "credit$|credits|kredit|guthaben|creditos|crediti|cents|cent$|积分|额度|点数|クレジット|충전|크레딧|"
            "кредит|credito|centavo|centim",
    "limit": "limit|obergrenze|kontingent|limite|限额|次数|上限|限制|制限|한도|лимит|begrenz|teto$",
    "cloud": "vertex ai|cloud$|云端|云平台|クラウド|클라우드|облак|nuvem|nube$|nuage",
    "beta": "beta$|preview|vorschau|avant-premiere|vista previa|内测|公测|预览|プレビュー|ベータ|베타|бета|"
            "предпросмотр|превью|teste$|testes|prueba|essai|previa$|versao de teste|anteprima|testphase",
    "general availability": "generally available|general availability|allgemein verfugbar|disponible para todos|"
            "全面开放|全量|正式上线|一般提供|정식 출시|정식 공개",
    "waiting list": "waitlist|waiting list|warteliste|liste d'attente|lista de espera|候补|排队|待機|대기|очеред|"
            "fila$|attente",
    "browser": "browser|浏览器|ブラウザ|브라우저|браузер|navegador|navigateur|nel browser",
    "conference": "i/o|keynote|konferenz|conferenc|大会|发布会|カンファレンス|콘퍼런스|컨퍼런스|конференци|evento$|"
            "congresso de desenvolvedores|desarrolladores de google",
    "record": "ranking|leaderboard|arena$|rangliste|spitze|classific|clasificacion|classement|榜首|榜单|登顶|夺冠|"
            "盲测|首位|ランキング|1위|순위|아레나|рейтинг|lidera$|primeiro lugar|primer puesto|en tete|in testa|"
            "an der spitze|erster platz|numero uno",
    "mystery": "myster|anonym|misterios|unbekannt|ratselhaft|神秘|匿名|谜|謎|정체|익명|загадочн|аноним|misteri|"
            "desconhecid|desconocid|inconnu",
    "server down": "outage|goes down|went down|is down$|down again|down for|disruption|not working|gestort|storung|"
            "overload|ausfall|lahmgelegt|nicht erreichbar|panne$|inaccessible|hors service|caida|se cae$|no funciona|"
            "fuera de servicio|non funziona|disserviz|down in$|irraggiungibil|fora do ar|instabilidade|"
            "parou de funcionar|nao funciona|сбой|сбои|сбоя|не работает|недоступ|故障|瘫痪|宕机|当机|崩了|"
            "服务器|服务中断|无法访问|落ちる|障害|サーバー|がダウン|つながらな|먹통|장애|서버|접속 불가|storing|"
            "awari|nie dziala|coktu|kesinti|driftstorning|ligger nere|gangguan|عطل|تعطل|ठप",
    "export": "export|download your|sicherung|exportar|esportare|exporter|导出|下载|保存|エクスポート|내보내|내려받|"
            "сохран|экспорт",
    "farewell": "goodbye|farewell|say bye|au revoir|adieu|adios|addio|abschied|tschuss|adeus|告别|再见|永别|"
            "さよなら|さようなら|お別れ|작별|굿바이|안녕을|прощай|прощани|despede|despide|se despid|tchau$|"
            "verabschied|congedo",
    "rename": "rename|rebrand|renomm|umbenann|renombra|改名|更名|改称|名称変更|이름을 바|переименов",
    "plug-in": "plugin|plug-in|erweiterung$|extension$|extensiones|estensione|插件|プラグイン|拡張機能|플러그인|"
            "확장 프로그램|плагин|расширени",
    "benchmark": "benchmark|sota$|基准|跑分|ベンチマーク|벤치마크|бенчмарк",
    "multimodal": "multimodal|多模态|マルチモーダル|멀티모달|мультимодал",
    "account": "account$|accounts|konto$|compte$|comptes|cuenta$|cuentas|账号|账户|アカウント|계정|аккаунт",
    "interview": "interview|entretien|entrevista|intervista|采访|专访|インタビュー|인터뷰|интервью",
}  # fmt: skip
CRAFT = {
    "avatar": "avatar|digital twin|数字人|数字分身|虚拟人|数位分身|アバター|아바타|аватар|ventriloqu|"
            "digitale zwilling|doppelganger|gemelo digital|gemeo digital|gemello digitale|jumeau numerique",
    "selfie": "selfie|自拍|自撮り|セルフィー|셀카|селфи",
    "dubbing": "dub$|dubs$|dubbing|dubbed|synchronis|dobla$|doblar|doblaje|dublag|dublar|doppiag|doppia$|配音|吹替|"
            "吹き替え|"
            "더빙|дубляж|озвуч|دبلجة|डबिंग",
    "emotion": "emotion|gefuhl|emocion|emozion|emocoes|情感|感情|감정|эмоци|مشاعر|भावना",
    "lighting": "lighting|relight|beleuchtung|eclairage|iluminaci|iluminaca|illuminazione|打光|光影|ライティング|"
            "조명|освещен",
    "background": "background|hintergrund|arriere-plan|fondos$|sfondi|fundos$|背景|배경|фонов",
    "effects": "visual effects|vfx$|effets visuels|efectos visuales|efeitos visuais|effetti visivi|特效|視覚効果|"
            "시각효과|спецэффект",
    "canvas": "canvas|leinwand|lienzo|画布|キャンバス|캔버스|холст",
    "timeline": "timeline|zeitleiste|linea de tiempo|linha do tempo|时间轴|时间线|타임라인|таймлайн",
    "upscaling": "upscal|hochskal|超分|アップスケ|업스케일|апскейл",
    "several languages": "languages$|sprachen|langues$|idiomas|lingue$|多语|多言語|か国語|カ国語|语种|개 언어|"
            "다국어|языках|языков|لغة|لغات|भाषाओं",
    "jailbreak": "jailbreak|bypass|umgeh|contourn|eludir|aggir|burlar|绕过|越狱|回避|우회|обход|تجاوز",
    "bug": "bug$|bugs$|glitch|bogue|漏洞|不具合|버그|баг$|баги|خلل",
    "voice": "voice|doubleur|synchronsprecher|声优|성우|"
            "lip-sync|lip sync|stimme|voix|voz$|voces|voce$|voci|dialog|配音|语音|口型|人声|对白|"
            "リップシンク|声優|목소리|음성|립싱크|голос|диалог|vozes|dublagem|doblaje|doublage|doppiag|fala$|falas$|"
            "dialogos|sprache$|labios|labial",
    "sound": "sound|audio|ton$|geraus|son$|sons$|sonido|suono|音效|音频|音画|有声|声音|影音|音声|サウンド|効果音|"
            "오디오|음향|звук|аудио|som$|effets sonores|efectos de sonido|efeitos sonoros|effetti sonori|vertont|"
            "sonor",
    "music": "music|musik|musique|musica|音乐|配乐|歌曲|音楽|楽曲|음악|노래|музык|cancion|canzon|chanson",
    "consistency": "consisten|konsisten|coheren|一致性|一貫|일관|последовательн|согласован|유지되",
    "director": "director$|directors|regisseur|realisateur|realisatrice|directora|diretor|regista|registi|导演|監督|"
            "감독|"
            "режиссёр|مخرج|निर्देशक",
    "duration": "two-minute|minute-long|minutenlang|plusieurs minutes|分钟级|数分|長時間|长时|분짜리",
    "camera": "camera angle|camera control|kamerafahrt|camara$|运镜|镜头|机位|カメラワーク|카메라|камера|камеры|"
            "camera$|cameras|camaras|inquadratur|kamera",
    "storyboard": "storyboard|multi-shot|multishot|mehrere einstellungen|varios planos|分镜|多镜头|マルチショット|"
            "絵コンテ|멀티샷|멀티숏|раскадров",
    "editing": "edit$|editing|editor|edita|bearbeit|montage|modific|剪辑|编辑|編集|편집|монтаж|редактир|edic|"
            "edicion|edicao|montag|schnitt$|retouch|retoc|ritocc|corrige",
    "draft": "first draft|rough cut|quick cut|初稿|粗剪|粗编|下書き|초안",
    "character": "character|figuren|figur$|personnage|personaj|personagen|personagg|角色|キャラ|캐릭터|персонаж|"
            "герой|герои|героя|heroi|heroe|heros|helden|eroi$",
    "cameo": "cameo|客串|カメオ|카메오|камео",
    "image to video": "image-to-video|写真|snapshot|old photo|vecchie immagini|alte bilder|alten bildern|"
            "photo to video|foto in|foto a|fotos a|图生视频|照片|静止画|写真から|사진|фото|"
            "fotos|foto$|photo$|photos|imagem|imagen$|bilder|standbild|fotografia",
    "template": "template|vorlage|plantilla|模板|模版|テンプレート|템플릿|шаблон",
    "style": "anime|animation|zeichentrick|动漫|动画片|アニメ|애니|аниме|анима|desenho animado|dibujos animados|"
            "dessin anime|cartone|trickfilm",
    "world": "world model|weltmodell|modele du monde|modelo de mundo|modelli del mondo|interactive world|spielwelt|"
            "mondes|mundos|3d|世界模型|虚拟世界|世界モデル|仮想世界|월드 모델|월드모델|가상 세계|модель мира|"
            "модели мира|миров|mundo$|monde$|mondi|welten|spielbar|explorable|explorabl",
    "real time": "real time|real-time|realtime|echtzeit|temps reel|tiempo real|tempo real|tempo reale|实时|即时|"
            "リアルタイム|실시간|реальном времени",
    "physics": "physic|physik|fisica|物理|물리|физик",
    "text": "typograph|schrift$|文字渲染|テキスト表示",
    "lora": "lora$|fine-tun|finetun|微调|训练器|ファインチューニング|파인튜닝|дообуч",
    "local": "locally|lokal$|en local|in locale|consumer gpu|vram|本地|显存|ローカル|家庭用|로컬|локальн",
    "router": "router|路由|ルーター|라우터|маршрутизатор",
    "agent": "agent$|agents$|智能体|代理人|エージェント|에이전트|агент",
    "chat": "chatbot|chat$|conversando|对话|聊天|チャット|챗봇|чат$|чат-бот",
    "mcp": "mcp$",
    "long video": "longer|long video|langer|plus long|mas largo|长视频|加长|延长|延长到|長尺|延長|길어|длинн|"
            "mas larg|mais long|piu lung|langere",
    "resolution": "4k|1080p|720p|high resolution|hochauflos|分辨率|高清|高画質|高解像|고화질|разрешени|"
            "alta resolucao|alta resolucion|haute resolution|alta risoluzione|auflosung",
    "speed": "faster|schneller|plus rapide|mas rapid|提速|更快|加速|高速|빨라|быстрее",
    "subtitles": "subtitle|untertitel|sous-titre|subtitul|legenda|sottotitol|字幕|자막|субтитр",
    "translation": "translat|ubersetz|traduc|traduzion|翻译|翻訳|번역|перевод",
    "vertical": "vertical|hochformat|竖屏|縦型|縦長|세로|вертикальн",
    "frames": "keyframe|first frame|last frame|首尾帧|首帧|尾帧|キーフレーム|최초 프레임|ключев",
    "reference": "reference image|reference video|referenzbild|image de reference|imagen de referencia|参考图|"
            "参考视频|参照|레퍼런스|참조 이미지|референс",
    "motion": "motion control|motion brush|motion capture|bewegungssteuerung|动作控制|运动控制|动作捕捉|モーション|"
            "모션|движени",
    "graphics card": "gpu$|gpus|graphics card|grafikkart|carte graphique|tarjeta grafica|placa de video|"
            "scheda grafica|"
            "显卡|グラフィックボード|グラボ|그래픽카드|видеокарт",
    "laptop": "laptop|notebook|笔记本|ノートpc|노트북|ноутбук|portatil|ordinateur portable|computer portatile",
    "chips": "chip$|chips|芯片|半導体|チップ|반도체|чип$|чипы",
    "data centre": "data cent|datacenter|rechenzentr|centre de donnees|centro de datos|数据中心|データセンター|"
            "데이터센터|дата-центр",
    "energy": "energy|stromverbrauch|energie|energia|电力|能耗|電力|消費電力|전력|энерги",
}  # fmt: skip
CULTURE = {
    "film": "film|movie|cinema|kino|pelicula|filme|spielfilm|电影|影片上映|长片|映画|영화|кино|фильм|peliculas|"
            "filmes|longa$|largometraje|long metrage|lungometraggio|film$|films$|kinofilm|cortometraje|curta$|"
            "court-metrage|cortometraggio|kurzfilm",
    "short drama": "short drama|microdrama|micro-drama|vertical drama|短剧|微短剧|ショートドラマ|숏드라마|숏폼|"
            "короткометраж|короткий метр",
    "series": "tv series|webseries|serie$|series animat|电视剧|连续剧|剧集|ドラマ|드라마|сериал",
    "advert": "advert|commercial$|ads$|ad campaign|werbe|publicit|anuncio|anuncios|propaganda tv|spot$|广告|広告|"
            "cm$|광고|реклам|"
            "anunci|comerciais|propagandas|publicid|pubblicit|werbespot|werbung",
    "festival": "festival|oscar|award|film prize|电影节|颁奖|奥斯卡|映画祭|アカデミー賞|영화제|фестивал|премия",
    "sports": "super bowl|olympic|world cup|basketball|football|олимпи|奥运|世界杯|五輪|オリンピック|올림픽",
    "spring festival": "spring festival|春晚|春节|央视|chinese new year|춘절|nouvel an chinois",
    "game": "game$|games|gaming|spiel$|spiele|jeu video|jeux video|videojueg|jogos|videogioch|游戏|ゲーム|게임|игра|"
            "игры|игро|jogo$|juego|juegos|jeu$|jeux$|gioco|giochi|videogam",
    "several players": "multiplayer|mehrspieler|multijoueur|multijugador|varios jugadores|several people|"
            "several players|"
            "plusieurs joueurs|piu giocatori|multigiocatore|多人|複数人|여러 명|멀티플레이|мультиплеер|"
            "нескольк игрок",
    "news anchor": "news anchor|nachrichtensprecher|presentateur|presentador|apresentador|主播|アナウンサー|앵커|"
            "ведущ",
    "documentary": "documentar|dokumentar|dokumentation|documentaire|纪录片|ドキュメンタリー|다큐|документальн|"
            "وثائقي|वृत्तचित्र",
    "robot": "robot|robotik|机器人|ロボット|로봇|робот|robo$|robos|robots",
    "self-driving": "self-driving|autonomous|autonom|selbstfahr|自动驾驶|自駕|自動運転|자율주행|беспилот",
    "school": "school|teacher|student|schule|ecole|escuel|escola|scuola|education|学校|教育|学生|老师|教師|학교|"
            "교육|школ",
    "journalism": "newsroom|broadcaster|news anchor|tv station|主播|电视台|报社|新闻机构|放送局|アナウンサー|앵커|"
            "방송|телеканал",
    "religion": "faith|church|bible|kirche|eglise|iglesia|宗教|圣经|教会|聖書|교회|церк",
    "contest": "contest|competition|hackathon|wettbewerb|concours|concurso|比赛|大赛|竞赛|コンテスト|공모전|конкурс",
    "viral": "viral|flooded|goes wild|uberschwemm|inonda|刷屏|爆火|疯传|物議|炎上|話題|バズ|화제|바이럴|вирус|"
            "viraliz|bombou|de moda|fait le buzz|virale$",
    "fans": "fan$|fans|fan-clip|粉丝|ファン|팬|фанат",
    "backlash": "backlash|outrage|protest|critici|kritik|critiqu|polemi|critica|protesta|批评|抗议|抵制|反弹|不满|"
            "批判|抗議|反発|声明|반발|비판|논란|критик|возмущ|revolta|indigna|polemica|onda de criticas|tolle$|"
            "kritisi|emporung|gegenwind|rejet",
    "slop": "slop$|ai slop|trash|mull|垃圾内容|スロップ|슬롭|мусор",
    "creator": "creators|influencer|youtuber|kunstler|artiste|artistas|artisti|创作者|博主|网红|クリエイター|"
            "クリエーター|크리에이터|창작자|блогер|художник|criador|creador|createur|creator|influenciador",
    "sequel": "successor|nachfolger|successeur|sucesor|sucessor|successore|next-gen|next gen|second generation|继任|"
            "下一代|新一代|后继|後継|次世代|차세대|후속|преемник|нового поколения|proxima geracao|"
            "proxima generacion|nouvelle generation|nuova generazione|neue generation|nachfolg",
    "partnership": "partner|kooperation|zusammenarbeit|accord|acuerdo|acordo|accordo|licens|lizenz|licenc|合作|授权|"
            "协议|提携|契約|ライセンス|提供|협력|제휴|라이선스|계약|соглашени|партнер|лиценз|parceir|parceria|"
            "partenari|partenaire|alianz|alianca|allianz|alleanza|colabora|collabora|kooperi|acord|pacto$|pacte$|"
            "contrat$|contrato|contratto|vertrag|licenca|licencia|licenza",
    "denial": "deny|denies|denied|dementi|dement|desmient|nega$|smentisc|否认|辟谣|否定|부인|опроверг|negou|nego$|"
            "niega|nie$|nient|desment|smenti|smentit|dementier|weist zuruck|bestreit",
    "europe exit": "withdraw from|exit|ruckzug|quitter|退出|撤出|撤退|철수|уходит с|уходят с",
    "music video": "music video|musikvideo|clip musical|videoclip|mv$|音乐视频|ミュージックビデオ|뮤직비디오|"
            "музыкальный клип",
    "trailer": "trailer|bande-annonce|teaser$|预告片|予告編|예고편|трейлер",
    "fans film": "fan film|fanfilm|二创|同人|同人作品|팬 영화",
}  # fmt: skip
# Topics of many events: two reports that share one may well be of two.
COMMON_TOPICS = frozenset(
    f"topic:{name}"
    for name in (
        "app", "open source", "agent", "api", "film", "free", "partnership", "users", "creator", "style", "world",
        "resolution", "local", "music", "editing", "game",
        "multimodal", "studio", "account", "motion", "again",
    )
)  # fmt: skip
