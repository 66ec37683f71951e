"""Arabic. Months by their Egyptian names, which the whole Arab press understands.

Digits are European ones: papers from Rabat to Dubai print dates with them, the Maghreb knows no others, and bodies,
addresses and times around them have them, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from presswork.pages.words.en import Plural, Words


class Arabic(Words):
    lang = "ar"
    script = "arab"
    territory = "AR"
    """Arabic anywhere, in the list of locales that Facebook knows."""
    months = (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    )  # fmt: skip

    skip = "الانتقال إلى المحتوى"
    front_page = "الصفحة الرئيسية"
    breadcrumb = "أنت هنا"
    sections = "الأقسام"
    sections_line = "في"
    separator = "، "
    topics = "المواضيع"
    authors_line = "بقلم"
    updated = "آخر تحديث"
    corrected = "مقال مصحَّح"
    corrected_on = "صُحِّح في"
    contents = "المحتويات"
    see_also = "اقرأ أيضًا"
    corrections = "تصحيحات"
    back_to_text = "العودة إلى النص"
    share = "مشاركة"
    share_by_mail = "البريد الإلكتروني"
    reactions = "ما رأيك؟"
    reaction_failed = "لم تنجح العملية. يرجى المحاولة مرة أخرى لاحقًا."
    related = "مقالات ذات صلة"
    translations = "بلغات أخرى:"
    more = "مقالات أخرى"
    previous = "المقال السابق"
    next = "المقال التالي"
    newest = "أحدث المقالات"
    older = "مقالات أقدم"
    months_nav = "الأشهر"
    older_month = "أقدم"
    newer_month = "أحدث"
    all_sections = "كل الأقسام"
    all_topics = "كل المواضيع"
    no_sections = "لا مقالات في أي قسم حتى الآن."
    no_topics = "لم يُحدَّد موضوع لأي مقال حتى الآن."
    days_nav = "الأيام"
    older_day = "أقدم"
    newer_day = "أحدث"
    whole_month = "الشهر كله"
    by_day = "كلها، يومًا بيوم"
    home = "الانتقال إلى الصفحة الرئيسية"
    pages = "عن الموقع"
    about_authors = "عن الكتّاب"
    about_author = "عن الكاتب"

    nothing = "لا شيء هنا"
    nothing_text = "لا توجد صفحة بهذا العنوان. ربما كان الرابط قديمًا أو في العنوان خطأ مطبعي."
    gone = "أُزيل هذا المقال"
    gone_text = "لم يعد منشورًا هنا."
    moved = "انتقل هذا المقال"
    moved_text = "تجده الآن على العنوان"
    empty = "المقال الأول قادم"
    empty_text = "لم يُنشر شيء هنا حتى الآن."

    search = "بحث"
    search_label = "البحث في المقالات"
    search_hint = "اكتب بضع كلمات تصف ما تبحث عنه."
    search_none = "لم يُعثر على شيء. جرّب كلمات أقل أو غيرها."
    search_more = "مزيد من النتائج"
    search_results = "النتائج"
    too_long = "نص البحث طويل جدًا"
    only_read = "لا يمكن فعل ذلك هنا"
    only_read_text = "يقبل البحث كلمات للبحث عنها، ولا شيء غيرها."

    reaction_names: Mapping[str, str] = {
        "happy": "فرح",
        "sad": "حزن",
        "excited": "حماس",
        "sleepy": "نعاس",
        "angry": "غضب",
        "surprise": "دهشة",
    }

    minutes: Mapping[Plural, str] = {"one": "دقيقة واحدة", "two": "دقيقتان", "few": "{} دقائق", "other": "{} دقيقة"}
    seconds: Mapping[Plural, str] = {"one": "ثانية واحدة", "two": "ثانيتان", "few": "{} ثوانٍ", "other": "{} ثانية"}

    def plural(self, count: int) -> Plural:
        """Numbers from 11 on go by their last two digits. There is a form for zero, too: no text here counts to it."""
        if count in {1, 2}:
            return "one" if count == 1 else "two"
        last = count % 100
        return "few" if 3 <= last <= 10 else "many" if last > 10 else "other"

    def reading(self, spans: Sequence[str]) -> str:
        return f"مدة القراءة: {' و'.join(spans)}"

    def common(self, reasons: str) -> str:
        return f"يتناول أيضًا: {reasons}"

    def time(self, moment: datetime) -> str:
        return f"{self.date(moment)}، {moment:%H:%M}"

    def in_month(self, title: str, month: str) -> str:
        return f"{title}، {month}" if title else month

    def by_author(self, name: str) -> str:
        return f"مقالات {name}"

    def newest_of_month(self, count: int) -> str:
        return f"أحدث مقالات الشهر، وعددها {self.number(count)}."

    def newest_of_day(self, count: int) -> str:
        return f"أحدث مقالات اليوم، وعددها {self.number(count)}."

    def first_sections(self, count: int) -> str:
        return f"أول {self.number(count)} من الأقسام."

    def first_topics(self, count: int) -> str:
        return f"أول {self.number(count)} من المواضيع."

    def at_most(self, characters: int) -> str:
        return f"اكتب بضع كلمات لا يزيد عدد أحرفها على {characters}."


WORDS = Arabic()
