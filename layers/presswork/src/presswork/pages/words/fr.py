"""French. A colon and a question mark stand off by a space that does not break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from presswork.pages.words.en import Plural, Words


class French(Words):
    lang = "fr"
    territory = "FR"
    months = (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    )  # fmt: skip

    skip = "Aller au contenu"
    front_page = "Accueil"
    breadcrumb = "Vous êtes ici"
    sections = "Rubriques"
    sections_line = "dans"
    separator = ", "
    topics = "Thèmes"
    authors_line = "Par"
    updated = "Mis à jour le"
    corrected = "Corrigé"
    corrected_on = "Corrigé le"
    contents = "Sommaire"
    see_also = "À lire aussi"
    corrections = "Rectificatifs"
    back_to_text = "Retour au texte"
    share = "Partager"
    share_by_mail = "E-mail"
    reactions = "Qu’en pensez-vous\u202f?"
    reaction_failed = "Cela n’a pas fonctionné. Veuillez réessayer plus tard."
    related = "Sur le même sujet"
    translations = "Dans d’autres langues\u00a0:"
    more = "D’autres articles"
    previous = "Article précédent"
    next = "Article suivant"
    newest = "Les derniers articles"
    older = "Articles plus anciens"
    months_nav = "Mois"
    older_month = "Plus tôt"
    newer_month = "Plus tard"
    all_sections = "Toutes les rubriques"
    all_topics = "Tous les thèmes"
    no_sections = "Aucun article n’est encore dans une rubrique."
    no_topics = "Aucun article n’a encore de thème."
    days_nav = "Jours"
    older_day = "Plus tôt"
    newer_day = "Plus tard"
    whole_month = "Tout le mois"
    by_day = "Tous, jour par jour"
    home = "Aller à la page d’accueil"
    pages = "À propos de ce site"
    about_authors = "À propos des auteurs"
    about_author = "À propos de l’auteur"

    nothing = "Il n’y a rien ici"
    nothing_text = (
        "Aucune page n’existe à cette adresse. Le lien est peut-être ancien, ou l’adresse contient une faute de frappe."
    )
    gone = "Cet article a été retiré"
    gone_text = "Il n’est plus publié ici."
    moved = "Cet article a changé d’adresse"
    moved_text = "Il se trouve désormais à l’adresse"
    empty = "Le premier article est à venir"
    empty_text = "Rien n’a encore été publié ici."

    search = "Recherche"
    search_label = "Rechercher dans les articles"
    search_hint = "Saisissez quelques mots qui disent ce que vous cherchez."
    search_none = "Aucun résultat. Essayez avec moins de mots, ou avec d’autres."
    search_more = "Plus de résultats"
    search_results = "Résultats"
    too_long = "La recherche est trop longue"
    only_read = "Cela n’est pas possible ici"
    only_read_text = "La recherche accepte des mots à chercher, et rien d’autre."

    reaction_names: Mapping[str, str] = {
        "happy": "Joie",
        "sad": "Tristesse",
        "excited": "Enthousiasme",
        "sleepy": "Sommeil",
        "angry": "Colère",
        "surprise": "Surprise",
    }

    minutes: Mapping[Plural, str] = {"one": "{} minute", "other": "{} minutes"}
    seconds: Mapping[Plural, str] = {"one": "{} seconde", "other": "{} secondes"}

    def plural(self, count: int) -> Plural:
        return "one" if count in {0, 1} else "other"

    def reading(self, spans: Sequence[str]) -> str:
        return f"Temps de lecture\u00a0: {' et '.join(spans)}"

    def common(self, reasons: str) -> str:
        return f"aussi à propos de\u00a0: {reasons}"

    def date(self, day: datetime) -> str:
        number = "1er" if day.day == 1 else day.day
        return f"{number} {self.month(day.year, day.month)}"

    def time(self, moment: datetime) -> str:
        return f"{self.date(moment)} à {moment.hour}\u00a0h\u00a0{moment:%M}"

    def in_month(self, title: str, month: str) -> str:
        return f"{title}, {month}" if title else month.capitalize()

    def by_author(self, name: str) -> str:
        return f"Articles de {name}"

    def newest_of_month(self, count: int) -> str:
        return f"Les {self.number(count)} plus récents du mois."

    def newest_of_day(self, count: int) -> str:
        return f"Les {self.number(count)} plus récents du jour."

    def first_sections(self, count: int) -> str:
        return f"Les {self.number(count)} premières rubriques."

    def first_topics(self, count: int) -> str:
        return f"Les {self.number(count)} premiers thèmes."

    def at_most(self, characters: int) -> str:
        return f"Saisissez quelques mots, {characters} caractères au plus."

    def number(self, count: int) -> str:
        return f"{count:,}".replace(",", "\u202f")


WORDS = French()
