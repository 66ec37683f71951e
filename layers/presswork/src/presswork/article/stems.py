"""What is left of a word without its ending, so that `strike` and `strikes` meet.

The rules need not be right, only alike for most forms of one word: measured on eight archives, full stemmers found no
more of the related articles than these do. A language without rules keeps its words as they are.
"""

from __future__ import annotations

_LEFT = 4
"""So many letters stay at least."""

_ENDINGS = {
    "cs": "ovými ového ovému ových ech ich ích ého ému ými ami emi ové ová ový ům em om ou ám ách é á í ý y a e i o u",
    "da": "ernes erne ernes erens eren erne ene ens ets en et er es e s",
    "de": "ern em en er es e n s",
    "el": "ους ους εις ών ων ου ος ες ης ας οι ην ον α η ο ι ε υ",
    "es": "iones ión es as os a e o s",
    "fr": "aux eaux ées ée és es al é e s x",
    "hi": "ियों ियाँ ाओं ों ें ीं ाँ ी े ा ि",
    "id": "kannya annya lah kah nya kan an i",
    "it": "zioni zione hi he i e a o",
    "nl": "eren en er es e s",
    "no": "enes ene ens ets ane en et er ar es a e s",
    "pl": "owych owego owymi iego iemu ych ich ego emu ymi imi ami ach ów om em ie ej ym im ą ę a e i o u y",
    "pt": "ções ção ões ais es as os a e o s",
    "ro": "urile urilor ilor elor ului ule uri ile ele ii ul le ea i a ă e u",
    "ru": "иями ями ами ией иям ием иях ого его ому ему ыми ими ов ев ей ой ий ый ая яя ое ее ые ие ам ям ах ях ом ем "
    "ую юю а я о е ы и у ю ь й",
    "sv": "arnas ornas ernas arna orna erna ens ets ens en et ar or er na a e s",
    "uk": "ями ами ією ого ього ому ьому ими іми ових ові їв ів ей ій ий ая яя ах ях ам ям ом ем ою ею а я о е є и і ї "
    "у ю ь й",
}
_ENDINGS["nb"] = _ENDINGS["nn"] = _ENDINGS["no"]
_BY_LANGUAGE = {
    lang: tuple(sorted(set(each.casefold().split()), key=lambda end: (-len(end), end)))  # casefolded, ς is σ
    for lang, each in _ENDINGS.items()
}

_ELIDING = frozenset(("ca", "fr", "it", "oc"))
"""Here small words lose their vowel and lean on the next one: l'usine, dell'arte."""
_CUT_AT = {"et": 6, "fi": 6, "hu": 6, "tr": 6}
"""Endings pile up in these languages: the first letters stand for the word."""
_KOREAN = (
    "에서는",
    "으로는",
    "에서",
    "에게",
    "까지",
    "부터",
    "으로",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "로",
    "와",
    "과",
    "도",
    "만",
)


def language(tag: str) -> str:
    """As words and terms are kept apart by it: the tags of one language (en, en-GB) are one language here."""
    return tag.partition("-")[0].lower()


def bare(word: str, lang: str) -> str:
    """The casefolded word without what leans on it by an apostrophe: `port's` is port, `l'usine` is usine."""
    if "'" in word:
        if lang in _ELIDING:
            return word.rpartition("'")[2]
        return word.removesuffix("'s")
    return word


def stem(word: str, lang: str) -> str:
    """The bare word without its ending. `lang` is the first part of a language tag."""
    if lang == "en":
        return _english(word)
    if lang == "ko":
        return _without(word, _KOREAN, 2)
    if lang == "ar":
        return _arabic(word)
    if lang in _CUT_AT:
        return word[: _CUT_AT[lang]]
    return _without(word, _BY_LANGUAGE.get(lang, ()), _LEFT)


def _english(word: str) -> str:
    if len(word) <= _LEFT:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _LEFT:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > _LEFT else word


def _arabic(word: str) -> str:
    """Without the article, with or without a leaning preposition, and with one form of each letter."""
    word = "".join(letter for letter in word if not "\u064b" <= letter <= "\u0652").translate(_ARABIC_LETTERS)
    for article in ("وال", "بال", "كال", "فال", "ال", "لل"):
        if word.startswith(article) and len(word) - len(article) >= 3:
            word = word[len(article) :]
            break
    return _without(word, ("ات", "ون", "ين", "ها", "ه"), 3)


_ARABIC_LETTERS = str.maketrans("أإآىة", "ااايه")


def _without(word: str, endings: tuple[str, ...], left: int) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= left:
            return word[: -len(ending)]
    return word
