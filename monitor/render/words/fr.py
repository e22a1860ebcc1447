"""The mail's own words in French."""

import re
from collections.abc import Mapping

from monitor.render.words.tongue import Tongue

Texts = Mapping[str, str | tuple[str, ...]]


def _bound(texts: Texts) -> Texts:
    """Bind signs to their word, so that no line begins with `:` or `»`, or ends with `«`."""

    def bind(text: str) -> str:
        return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text)

    return {name: bind(said) if isinstance(said, str) else tuple(map(bind, said)) for name, said in texts.items()}


FR = Tongue(
    tag="fr",
    plural="zero_one_other",
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    short_months="janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
    long_date="{weekday} {day} {month} {year}",
    short_date="{day} {short_month}",
    first_day="1er",
    thousands="\u202f",
    colon="\u00a0: ",
    semicolon="\u00a0; ",
    scales=((10**9, "milliards"), (10**6, "millions")),
    texts=_bound({
        "stories": ("{n} sujet", "{n} sujets"),
        "items": ("{n} article", "{n} articles"),
        "languages": ("{n} langue", "{n} langues"),
        "line": "{stories} à partir de {items} en {languages}",
        "line_one_language": "{stories} à partir de {items}",
        "confirmed": "confirmé", "reported": "rapporté", "denied": "démenti",
        "launch": "lancement", "update": "mise à jour", "integration": "intégration", "pricing": "tarifs",
        "shutdown": "arrêt", "funding": "financement", "market": "marché", "legal": "justice",
        "regulation": "réglementation", "partnership": "partenariat", "research": "recherche", "review": "test",
        "by_vendor": "par {name} même", "by_some_vendor": "par l’éditeur même",
        "by_origin": "selon {name}, non confirmé", "by_origin_plain": "selon {name}", "unconfirmed": "non confirmé",
        "one_source": "une seule source à ce stade", "one_independent": "une seule source indépendante à ce stade",
        "beside": "avec {names}",
        "first": "en premier", "official": "officiel", "date_unknown": "date inconnue",
        "plus_minutes": "+{n} min", "plus_hours": "+{n} h", "plus_days": "+{n} j",
        "more": ("{n} autre", "{n} autres"), "more_in": "{more} en {languages}",
        "more_stories": ("{n} autre", "{n} autres"),
        "what_changed": "Ce qui a changé", "earlier": "Auparavant",
        "new": "nouveau", "new_since": "nouveau depuis le {day}",
        "new_status": "désormais {status}, auparavant {before}", "new_status_only": "désormais {status}",
        "new_official": "{name} s’est exprimé", "new_some_official": "l’éditeur s’est exprimé",
        "new_version": "première mention de {name}", "new_number": "nouveau chiffre : {name}",
        "new_region": "nouvelle région : {name}",
        "new_confirms": "confirme #{n}", "new_denies": "dément #{n}", "new_contradicts": "contredit #{n}",
        "new_sources": ("+{n} source", "+{n} sources"),
        "in_brief": "En bref", "source": "Source", "sources": "Sources", "other_topics": "Vidéo par IA",
        "machine": "traduction automatique", "alert": "alerte", "alerted": "déjà envoyé en alerte, {when}",
        "trend": "Cette semaine, comparée à l’habitude", "usual": "d’habitude {n}", "spike": "pic", "dip": "creux",
        "read": "Lu : {read} flux sur {feeds}, {items}, {matched} retenus.",
        "none_read": "Aucun flux n’a pu être lu. Cette édition ne dit rien de l’actualité ; vérifiez le service.",
        "not_read": "Non lus :", "trouble": "{feed} depuis le {day} ({fault})",
        "silent": "Répond, mais rien de nouveau : {feeds}.", "silent_feed": "{feed} depuis le {day}",
        "and_more": ("et {n} autre", "et {n} autres"),
        "next": "Prochaine édition : {when}.",
        "why": "Vous recevez ce message parce que votre adresse figure dans la liste « {digest} ».",
        "stop": "Ne plus recevoir ces messages",
        "quiet": "Rien de nouveau sur les produits suivis.", "last_match": "Dernière mention le {day}.",
        "subject_quiet": "{title} : rien de nouveau ; {read} flux lus sur {feeds}",
        "subject_none_read": "{title} : aucun flux n’a pu être lu",
        "feeds_read": "{read} flux lus sur {feeds}",
        "as_feed": "{title} en flux", "no_edition": "Aucune édition pour l’instant.",
        "part": "partie {n} sur {total}",
        "near_misses": "Écartés de peu",
        "miss_unsupported": "{name} ? « {word} » est ambigu et rien à côté n’aide",
        "miss_excluded": "{name} ? « {word} » à côté l’exclut",
        "miss_passing": "{name} : une simple mention en passant (« {word} »)",
        "miss_round_up": "{name}, mais cela ressemble à une revue de presse (« {word} »)",
        "miss_elsewhere": "{name}, mais cela semble parler d’autre chose (« {word} »)",
        "notices": "À savoir",
        "sites": ("{n} source", "{n} sources"),
        "watchlist_changed": "Liste modifiée : {names}",
        "radar": "Absents de la liste, mais cités à propos de vidéo par IA : {names}. Titres : ai-video-monitor radar",
        "template_failed": "Votre modèle {name} a échoué ({problem}) ; ce message utilise celui fourni.",
        "since": "depuis le {day}", "opinions": "Avis, tutoriels, articles de recherche",
        "config_kept": "Modification de la configuration non appliquée, la dernière valable reste active : {problem}",
        "muted": "{product} est en sourdine : {left}",
        "muted_until": "{product} est en sourdine jusqu’au {until} : {left}",
        "left_out": ("{n} sujet omis", "{n} sujets omis"),
        "paused": "Ce bulletin était en pause du {since} au {until}.",
        "restored": "Restauré depuis une sauvegarde : ce qui a paru avant le {until} est considéré comme annoncé.",
        "fault_refused": "refuse l’accès", "fault_gone": "introuvable", "fault_silent": "pas de réponse",
        "fault_server": "erreur de son serveur", "fault_unsafe": "certificat non valable", "fault_unread": "illisible",
    }),
)  # fmt: skip
