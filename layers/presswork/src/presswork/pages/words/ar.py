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
    menu = "القائمة"
    feeds = "خلاصات الأخبار"
    sections = "الأقسام"
    sections_index = "الأقسام"
    topics_index = "المواضيع"
    sections_line = "في"
    separator = "، "
    topics = "المواضيع"
    authors_line = "بقلم"
    about_author = "عن الكاتب"
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
    days_nav = "الأيام"
    earlier_day = "أقدم"
    later_day = "أحدث"
    home = "الانتقال إلى الصفحة الرئيسية"

    search = "بحث"
    search_for = "البحث عن"
    no_results = "لم يُعثر على شيء"

    nothing = "لا شيء هنا"
    nothing_text = "لا توجد صفحة بهذا العنوان. ربما كان الرابط قديمًا أو في العنوان خطأ مطبعي."
    gone = "أُزيل هذا المقال"
    gone_text = "لم يعد منشورًا هنا."
    moved = "انتقل هذا المقال"
    moved_text = "تجده الآن على العنوان"
    empty = "المقال الأول قادم"
    empty_text = "لم يُنشر شيء هنا حتى الآن."

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

    def quoted(self, text: str) -> str:
        return f"«{text}»"

    def by_author(self, name: str) -> str:
        return f"مقالات {name}"

    def newest_of_month(self, count: int) -> str:
        return f"أحدث مقالات الشهر، وعددها {count}."

    def first_of(self, count: int) -> str:
        return f"تُعرض أول {count}، وهناك المزيد."

    def results_for(self, query: str) -> str:
        return f"نتائج البحث عن {self.quoted(query)}"

    def picture_credit(self, name: str) -> str:
        return f"الصورة: {name}"


WORDS = Arabic()
