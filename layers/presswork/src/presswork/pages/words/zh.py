"""Chinese, in simplified characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from presswork.pages.words.en import Plural, Words


class Chinese(Words):
    lang = "zh"
    script = "hans"
    territory = "CN"
    months = ("1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月")

    skip = "跳到正文"
    front_page = "首页"
    breadcrumb = "当前位置"
    sections = "栏目"
    sections_line = "发表于"
    separator = "、"
    topics = "话题"
    authors_line = "作者"
    updated = "更新于"
    corrected = "有更正"
    corrected_on = "更正于"
    contents = "目录"
    see_also = "另请参阅"
    corrections = "更正"
    back_to_text = "返回正文"
    share = "分享"
    share_by_mail = "电子邮件"
    reactions = "您怎么看？"
    reaction_failed = "操作未成功，请稍后再试。"
    related = "相关文章"
    translations = "其他语言版本："
    more = "更多文章"
    previous = "上一篇"
    next = "下一篇"
    newest = "最新文章"
    older = "更早的文章"
    months_nav = "月份"
    older_month = "更早"
    newer_month = "更晚"
    all_sections = "全部栏目"
    all_topics = "全部话题"
    no_sections = "还没有归入栏目的文章。"
    no_topics = "还没有带话题的文章。"
    days_nav = "日期"
    older_day = "更早"
    newer_day = "更晚"
    whole_month = "整月"
    by_day = "按日期查看全部"
    home = "返回首页"
    pages = "关于本站"
    about_authors = "作者简介"
    about_author = "作者简介"

    nothing = "这里什么也没有"
    nothing_text = "此网址没有对应的页面。链接可能已过时，或网址输入有误。"
    gone = "本文已被移除"
    gone_text = "这里不再提供本文。"
    moved = "本文网址已变更"
    moved_text = "新网址是"
    empty = "第一篇文章即将发布"
    empty_text = "这里还没有发布任何内容。"

    search = "搜索"
    search_label = "搜索文章"
    search_hint = "请输入几个词，说明您要找的内容。"
    search_none = "没有找到相关内容。请减少词语，或换用其他词语。"
    search_more = "更多结果"
    search_results = "搜索结果"
    too_long = "搜索内容过长"
    only_read = "此处无法执行该操作"
    only_read_text = "搜索只接受要查找的词语。"

    reaction_names: Mapping[str, str] = {
        "happy": "开心",
        "sad": "难过",
        "excited": "兴奋",
        "sleepy": "犯困",
        "angry": "生气",
        "surprise": "惊讶",
    }

    minutes: Mapping[Plural, str] = {"other": "{}分钟"}
    seconds: Mapping[Plural, str] = {"other": "{}秒"}

    def plural(self, count: int) -> Plural:  # noqa: ARG002
        return "other"

    def reading(self, spans: Sequence[str]) -> str:
        return f"阅读时间：{''.join(spans)}"

    def common(self, reasons: str) -> str:
        return f"同样涉及{reasons}"

    def date(self, day: datetime) -> str:
        return f"{self.month(day.year, day.month)}{day.day}日"

    def time(self, moment: datetime) -> str:
        return f"{self.date(moment)} {moment:%H:%M}"

    def month(self, year: int, month: int) -> str:
        return f"{year}年{self.months[month - 1]}"

    def in_month(self, title: str, month: str) -> str:
        return f"{title}（{month}）" if title else month

    def by_author(self, name: str) -> str:
        return f"{name}的文章"

    def newest_of_month(self, count: int) -> str:
        return f"本月最新的{self.number(count)}篇。"

    def newest_of_day(self, count: int) -> str:
        return f"当日最新的{self.number(count)}篇。"

    def first_sections(self, count: int) -> str:
        return f"前{self.number(count)}个栏目。"

    def first_topics(self, count: int) -> str:
        return f"前{self.number(count)}个话题。"

    def at_most(self, characters: int) -> str:
        return f"请输入几个词，最多{characters}个字符。"


WORDS = Chinese()
