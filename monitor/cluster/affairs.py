"""What news about AI video is about beyond the product: the law, money, companies; the rest of topics.py's table.

Spellings as there: beginnings of words in Latin and Cyrillic letters (`$`: the whole word), anywhere in Han, Kana and
Hangul.
"""

from __future__ import annotations

# topic -> spellings, parted by "|"
LAW = {
    "copyright": "copyright|urheber|droit d'auteur|droits d'auteur|derechos de autor|direitos autorais|"
            "diritto d'autore|diritti d'autore|propriete intellectuelle|propiedad intelectual|piracy|pirater|"
            "piratage|plunder|版权|著作权|盗版|侵权|知识产权|著作権|知的財産|저작권|지식재산|авторск|пиратств|"
            "propriedade intelectual|plagi|pirataria|pirateria|pirata|raubkopi|saccheg|saqueo|pillage",
    "lawsuit": "lawsuit|class action|action collective|demanda colectiva|acao coletiva|azione collettiva|集体诉讼|"
            "集团诉讼|"
            "sues$|sue$|sued|suing|klage|klagt|verklag|plainte|poursui|attaque en justice|demanda|"
            "processa|causa legale|denuncia|起诉|诉讼|告上|提告|控告|提訴|訴訟|訴え|소송|고소|제소|иск$|иска$|суд$|"
            "суди|подал|processo$|processos|acao judicial|aciona$|querella|litigio|causa contro|fa causa|"
            "cita in giudizio|proces$|assigne$|porte plainte|justica|justicia|justice$|gericht",
    "letter": "cease and desist|cease-and-desist|cease & desist|letter|abmahn|unterlassung|anwaltsschreiben|"
            "mise en demeure|requerimiento|notifica|diffida|intimato|存证信函|律师函|停止侵权|警告信|停止要求|"
            "警告書|書簡|중단 요구|경고장|서한|내용증명|письмо|письма|претензи|carta$|carta de|lettera|lettre$|"
            "schreiben|burofax|notificacao|notificacion",
    "court": "court|judge|gericht|richter|tribunal|juge|juez|juiz|giudice|法院|法官|裁判|法庭|地裁|법원|판사|판결|"
            "суда|суде|суду|судь",
    "ban": "ban$|bans$|banned|block|verbot|sperr|interdi|prohib|bloque|vieta|禁止|封禁|屏蔽|封杀|停用|遮断|ブロック|"
            "차단|금지|запре|блокир|bane$|banido|proibi|blocca|bloquea|bloqueia|untersagt|verbiet|verbied|forbjud|forbyd",
    "safeguard": "safeguard|guardrail|filter|safety|schutzmassnahm|schutzmecha|garde-fou|garantia|garantie|"
            "salvaguard|misure|security measures|护栏|安全措施|过滤|保护措施|防护|防止|ガードレール|安全対策|対策|"
            "안전장치|보호 장치|보호장치|필터|защит|фильтр|ограничи|protec|proteg|schutz|garde-fous|seguranca|"
            "seguridad|sicurezza|sicherheits|protezion|bremst|bridar|brider|restring|restric|einschrank|limiter",
    "deepfake": "deepfake|deep fake|深伪|深度伪造|换脸|ディープフェイク|딥페이크|дипфейк|falso$|falsos|falsi$|faux$|"
            "hypertrucage|montajes",
    "likeness": "likeness|celebrit|prominent|acteur|actor|actress|actores|ator$|atores|attor|schauspieler|estate of|"
            "肖像|名人|明星|演员|艺人|肖像権|俳優|著名人|故人|タレント|배우|초상|유명인|актер|знаменитост|celebrid|"
            "famos|famosi|famoses|estrelas|estrellas|vedette|rosto|rostro|volto|visage|gesicht|herdeiros|herederos|"
            "nachlass|erben|heritiers|eredi",
    "disrespect": "disrespect|respektlos|irrespect|desrespeit|不敬|不尊重|無礼|모욕|불경|неуважит",
    "minors": "minor|teen|child|kinder|jugend|enfant|mineur|menor|nino|crianc|bambin|未成年|儿童|青少年|子供|"
            "未成年者|청소년|미성년|아동|подрост|дети|дете|детй|criancas|ninos|enfants|bambini|jugendlich|adolescen",
    "sexual": "porn|nude|sexual|erotic|nsfw|nackt|色情|裸|性的|ポルノ|음란|성적|порно|эротич",
    "watermark": "watermark|wasserzeichen|filigrane|marca de agua|marca d'agua|filigrana|水印|浮水印|透かし|"
            "ウォーターマーク|워터마크|водян|marcas de agua",
    "opt out": "opt-out|opt out|opt-in|opt in|オプトアウト|オプトイン|选择退出|옵트",
    "revenue share": "revenue shar|umsatzbeteiligung|partage des revenus|分成|収益分配|収益を|수익 배분|수익 공유|"
            "доход",
    "training data": "training data|train on|trained on|trainingsdaten|donnees d'entrainement|"
            "datos de entrenamiento|训练数据|学習データ|無断学習|학습 데이터|обучени|обучал|treinamento|treinar|"
            "entrena|entrain|addestr|trainiert",
    "government": "government|ministry|minister|regierung|gouvernement|gobierno|governo|政府|部长|大臣|官房|"
            "監督官庁|정부|장관|правительств|министр|ministro|ministra|ministre|ministerio",
    "law": "bill$|legislat|gesetz|loi$|ley$|legge|lei de|法案|法规|条例|立法|规定|办法|法律|規制|법안|규제|закон|"
            "projeto de lei|proyecto de ley|projet de loi|disegno di legge|verordnung|regulament",
    "regulator": "regulator|watchdog|behorde|aufsicht|autorite|cnil|garante|ftc$|监管|网信办|当局|行政指導|규제당국|"
            "регулятор",
    "racist": "racist|rassist|racismo|raciste|种族|人種差別|인종차별|расис",
    "misinformation": "misinformation|disinformation|fake news|desinform|falschinform|虚假|谣言|假新闻|造假|偽情報|"
            "フェイク動画|허위|가짜뉴스|가짜 영상|фейк|дезинформ|desinforma|enganos|bulo$|bulos|bufala|canular|"
            "taschung",
    "propaganda": "propaganda|war video|krieg|guerre|guerra|战争|戦争|전쟁|войн",
    "election": "election|wahlkampf|campaign ad|eleccion|eleicao|elezion|选举|選挙|선거|выбора|выборы|выборо",
    "scam": "scam|行骗|骗局|骗取|被骗|fraud|betrug|arnaque|estafa|golpe$|truffa|诈骗|欺诈|詐欺|사기|мошенни",
    "data leak": "data leak|data breach|hack|datenleck|fuite de donnees|filtracion de datos|vazamento de dados|"
            "数据泄露|外泄|情報漏|流出|유출|утечк|vazamento|filtrac|fuga di dati|datenabfluss",
    "rumour": "rumor|rumour|hoax|gerucht|rumeur|boato|indiscrezion|谣言|不实|传闻|辟谣|デマ|事実無根|噂|루머|소문|"
            "사실무근|слух|rumores|bulo$|falso rumor|geruch|spekulation",
    "apology": "apolog|sorry|entschuldig|excus|disculp|desculpa|致歉|道歉|谢罪|謝罪|사과|извин",
    "takedown": "takedown|take down|remov|loscht|geloscht|retire|retira|rimuov|下架|移除|删除|削除|삭제|удал|"
            "remove$|removid|apaga|elimina|supprim|rimoss|entfern",
    "pause": "pause|suspend|halt|aussetz|gestoppt|suspens|pausa|sospen|暂停|中止|搁置|推迟|延期|一時停止|보류|중단|"
            "연기|приостанов|отлож|adia$|adiad|adiamento|aplaz|pospon|paralis|congela|rinvia|rinvio|reporte$|"
            "verschieb|verschoben|stoppt",
    "restart": "resum|wieder auf|reprend|reanud|retoma|ripren|恢复|重启|重新上线|再開|재개|возобнов|volta a|"
            "vuelve a|de retour|kehrt zuruck",
    "again": "again$|second time|third time|another outage|erneut|schon wieder|abermals|zum zweiten mal|"
            "zum dritten mal|de nouveau|a nouveau|encore une fois|nouvelle panne|deuxieme fois|otra vez|de nuevo|"
            "nuevamente|segunda vez|outra vez|de novo$|novamente|di nuovo|nuovamente|ancora una volta|"
            "seconda volta|снова|опять|вновь|повторн|второй раз|再次|再度|又一次|第二次|又双|又崩|又遭|再遭|再び|"
            "またも|2度目|二度目|또다시|또 |다시|재차|두 번째로|잇따라|opnieuw|alweer|znowu|ponownie|ikinci kez|"
            "yeniden|kedua kalinya|مجددا|مرة أخرى|दोबारा|फिर से",
    "investigation": "investigat|probe$|probes|inquiry|ermittl|untersuch|enquete|investiga|indagin|inchiesta|调查|"
            "調査|実態把握|조사|수사|расследован|проверк",
    "fine": "fine$|fines$|fined|penalty|strafe$|bussgeld|amende|multa$|sanction|罚款|罚单|处罚|制裁金|罰金|과징금|"
            "벌금|штраф",
    "settlement": "settle|vergleich|amiable|extrajudicial|patteggia|和解|합의|мировое соглашение",
    "ruling": "verdict|ruling|dismisses|dismissed|dismissal|tosses|tossed|throws out|thrown out|abgewiesen|"
            "weist klage|weist die klage|abweisung|deboute|rejette la plainte|desestima|desestimad|archiva$|"
            "rigetta|respinge|rejeita|improcedent|отклонил|отказал|驳回|棄却|却下|기각|각하|urteil|jugement|fallo$|"
            "sentencia|sentenza|decisao judicial|判决|裁决|判決|판결|решение суда|приговор",
    "injunction": "injunction|einstweilig|refere$|medida cautelar|liminar|禁令|禁制令|差し止め|差止|가처분|"
            "запрет суда",
    "parliament": "congress|parliament|senat|bundestag|parlament|议会|国会|议员|議員|의회|국회|의원|сенат|парламент|"
            "госдум|депутат",
    "police": "police|polizei|policia|polizia|警方|警察|公安|逮捕|경찰|검찰|полици",
    "patent": "patent|brevet|专利|特許|특허|патент",
    "trademark": "trademark|markenrecht|marque deposee|marca registrada|marchio|商标|商標|상표|товарн",
    "label": "label|marking|kennzeichn|etiquet|rotul|etichett|标注|标识|打标|ラベル|表示義務|라벨|표시 의무|маркиров",
    "president": "president$|praesident|prasident|presidente|总统|总理|大統領|首相|대통령|총리|президент|премьер",
    "leak": "leak|spotted$|surfaces$|surfaced$|taucht|tauchte|aparece|aparecio|apparait|spunta|现身|"
            "존재 확인|засветил|durchgesickert|aufgetaucht|fuite$|fuites|filtra$|filtrad|filtran|vaza$|vazou|vazad|"
            "trapel|爆料|"
            "曝光|首曝|偷跑|リーク|유출|포착|слил|утекл",
}  # fmt: skip
MONEY = {
    "valuation": "valuation|valued|bewert|bewertung|wert$|valoris|valorac|valora|avalia|valutazion|估值|企業価値|"
            "評価額|기업가치|몸값|оценк|avaliad|valorad|valutat|bewertet|valuta$|vale ja|wert ",
    "round": "series a$|series b$|series c$|series d$|series e$|series f$|series g$|series h$|funding round|raises|"
            "raised|finanzierungsrunde|sammelt|levee|leve$|tour de table|ronda|rodada|aporte|round da|轮融资|融资|"
            "资金调达|調達|投資家|시리즈|투자 유치|투자유치|раунд|привлек|инвестици|capta$|captar|capta |levanta$|"
            "leva$|lever$|recauda|raccoglie|raccolt|eingesammelt|finanziamento|financiacion|financement|"
            "financiamento|investidores|inversores|investisseurs|investitori|investoren",
    "stake": "invest|stake|beteilig|steigt|einstieg|invierte|participa|investe|入股|投资|出资|増資|出資|지분|베팅|"
            "투자|вложит|долю|investira|investimento|inversion|investissement|beteiligt|aporta$|inyecta|coloca$|"
            "injeta|entra en el capital|entra no capital",
    "takeover": "acqui|takeover|take over|buy out|buyout|ubernahm|kauft|rachat|rachet|repreneur|compra|adquir|"
            "comprar|收购|并购|出售|买下|買収|売却|인수|매각|покупк|купить|поглощ|aquisi|adquisi|acquisi|acquist|"
            "ubernehm|comprar$|vende$|vendere|vender|venda$|venta$|vendita|vente$|verkauf|oferta|offerta|offre$|"
            "angebot",
    "talks": "talks|negotiat|verhandl|discussions|negocia|trattativ|conversaciones|洽谈|谈判|磋商|接洽|交渉|協議|"
            "협상|논의|переговор|negoci|conversas|gesprach|sondier|colloqui",
    "listing": "ipo$|go public|wall street|nasdaq|纳斯达克|纳指|美股|ナスダック|나스닥|borse|borsengang|bourse|"
            "introduction en|salida a bolsa|abertura de capital|quotazion|上市|招股|港交所|上場|상장|공모|ipo|бирж|"
            "estreia na bolsa|borsa$|quotata|kotier|cotiza|aktienmarkt",
    "shares": "shares|stock$|stocks|aktie|actions$|acciones|bolsa|acoes|azioni|股价|股票|涨停|大涨|暴跌|株価|株が|"
            "주가|주식|급락|폭락|급등|акции|акций|акция|acao$|papeis|despenca|desploma|hunden|crolla|caen$|sobem|"
            "suben",
    "spin-off": "spin-off|spin off|spinoff|abspalt|ausglieder|scission|escision|cisao|scorpor|分拆|拆分|独立融资|"
            "分社|スピンオフ|分離|분사|분할|스핀오프|выдел|escinde|scinde|scorporo|ausgliederung|filial|filiale|"
            "desmembr",
    "revenue": "revenue|umsatz|chiffre d'affaires|ingresos|receita|ricavi|arr$|run rate|年化|收入|营收|売上|収益|"
            "매출|выручк|годовой|faturamento|facturacion|fatturato|umsatze|recettes|ganancias|lucro",
    "cost": "cost$|costs|compute|kosten|rechenleistung|cout|coste$|custo$|custos|costi$|算力|成本|烧钱|亏损|"
            "计算资源|計算コスト|赤字|비용|컴퓨팅|적자|расход|затрат|вычислительн|gasto|gastos|spesa|spese|depens|"
            "ausgaben|pierde|verlust|pertes|prejuizo|consumo",
    "users": "monthly users|users$|nutzerzahl|utilisateurs|usuarios|utenti|downloads|abrufe|用户数|下载量|月活|"
            "ダウンロード|利用者数|이용자 수|다운로드|пользовател|скачива|usuari|descargas|telechargements|scaricat|"
            "baixad|nutzer|utilisateurs actifs",
    "layoff": "layoff|lay off|lays off|laid off|laying off|cuts staff|entlasst|despide a|job cut|entlass|"
            "stellenabbau|licenci|despid|demiss|裁员|人员削减|解雇|リストラ|해고|"
            "감원|увольн|сокращ|despido|licenziament|licenciement|corta$|cortes",
    "departure": "depart|steps down|leaves|leaving|resign|quits|verlasst|rucktritt|quitte|depart de|demission|"
            "renuncia|deja$|lascia|dimission|离职|离开|辞任|出走|跳槽|卸任|退任|退社|辞職|퇴사|사임|떠난|이직|уход|"
            "ушел|покида|покину|saida|salida|abandona|partenza|depart$|weggang|ausstieg|verlass|fuga$",
    "hire": "hire|joins|poach|appoint|abwerb|stellt ein|recrut|ficha$|nomme|contrata|assume|挖角|加入|加盟|任命|"
            "就任|入社|영입|합류|нанял|перешел|назнач|ficha|fichaje|assunt|assunzion|wechselt|rejoint|se une|"
            "se junta|passa a",
    "headquarters": "headquarter|hauptsitz|hauptquartier|siege|sede$|quartier generale|office|buro|bureau|oficina|"
            "escritorio|ufficio|kantoor|总部|办公室|办事处|本社|拠点|오피스|본사|офис|штаб|sede europe|sitz$|"
            "zentrale|siege social|oficinas",
    "staff": "staff|employee|mitarbeiter|belegschaft|salarie|emplead|funcionari|dipendent|员工|团队|社員|従業員|"
            "직원|임직원|сотрудник|funcionarios|empleados|dipendenti|salaries|angestellt|equipo$|equipe$|equipa$|"
            "squadra",
    "doubled": "doubl|verdoppel|dobla$|doblan|duplica|dobra$|raddoppi|翻倍|翻番|翻一番|增长一倍|倍増|두 배|2배|"
            "вдвое|удво",
    "earnings": "earnings|quarterly|quartal|trimestr|财报|业绩|季报|決算|四半期|실적|분기|отчетност|квартал",
    "restructuring": "restructur|reorgani|umstruktur|umbau$|restructura|reestrutura|riorganizz|重组|整合业务|再編|"
            "構造改革|구조조정|개편|реорганиз|реструктур",
    "studio": "studio$|studios$|workshop|工作室|制作公司|スタジオ|스튜디오|студия|студии|студию",
}  # fmt: skip
