"""Japanese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from presswork.pages.words.en import Plural, Words


class Japanese(Words):
    lang = "ja"
    script = "jpan"
    territory = "JP"
    months = ("1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月")

    skip = "本文へ移動"
    front_page = "トップページ"
    breadcrumb = "現在の位置"
    sections = "ジャンル"
    sections_line = "ジャンル"
    separator = "、"
    topics = "トピック"
    authors_line = "執筆"
    updated = "更新"
    corrected = "訂正あり"
    corrected_on = "訂正"
    contents = "目次"
    see_also = "あわせて読みたい"
    corrections = "訂正"
    back_to_text = "本文に戻る"
    share = "共有"
    share_by_mail = "メール"
    reactions = "この記事をどう思いましたか？"
    reaction_failed = "うまくいきませんでした。しばらくしてからもう一度お試しください。"
    related = "関連記事"
    translations = "他の言語で読む："
    more = "ほかの記事"
    previous = "前の記事"
    next = "次の記事"
    newest = "最新記事"
    older = "過去の記事"
    months_nav = "月別"
    older_month = "前の月"
    newer_month = "次の月"
    all_sections = "ジャンル一覧"
    all_topics = "トピック一覧"
    no_sections = "ジャンルに入っている記事はまだありません。"
    no_topics = "トピックの付いた記事はまだありません。"
    days_nav = "日別"
    older_day = "前の日"
    newer_day = "次の日"
    whole_month = "この月のすべて"
    by_day = "日ごとにすべて見る"
    home = "トップページへ"
    pages = "このサイトについて"
    about_authors = "筆者紹介"
    about_author = "筆者紹介"

    nothing = "ここには何もありません"
    nothing_text = "このアドレスのページはありません。リンクが古いか、アドレスに入力の誤りがある可能性があります。"
    gone = "この記事は削除されました"
    gone_text = "ここでの掲載は終了しました。"
    moved = "この記事は移動しました"
    moved_text = "現在のアドレス："
    empty = "最初の記事はこれからです"
    empty_text = "ここにはまだ何も掲載されていません。"

    search = "検索"
    search_label = "記事を検索"
    search_hint = "探しているものを表す言葉をいくつか入力してください。"
    search_none = "見つかりませんでした。言葉を減らすか、別の言葉でお試しください。"
    search_more = "ほかの結果"
    search_results = "検索結果"
    too_long = "検索する言葉が長すぎます"
    only_read = "ここではその操作はできません"
    only_read_text = "検索で受け付けるのは、探す言葉だけです。"

    reaction_names: Mapping[str, str] = {
        "happy": "うれしい",
        "sad": "悲しい",
        "excited": "わくわく",
        "sleepy": "眠い",
        "angry": "怒り",
        "surprise": "驚き",
    }

    minutes: Mapping[Plural, str] = {"other": "{}分"}
    seconds: Mapping[Plural, str] = {"other": "{}秒"}

    def plural(self, count: int) -> Plural:  # noqa: ARG002
        return "other"

    def reading(self, spans: Sequence[str]) -> str:
        return f"読了時間：{''.join(spans)}"

    def common(self, reasons: str) -> str:
        return f"共通の話題：{reasons}"

    def date(self, day: datetime) -> str:
        return f"{self.month(day.year, day.month)}{day.day}日"

    def time(self, moment: datetime) -> str:
        return f"{self.date(moment)} {moment.hour}:{moment:%M}"

    def month(self, year: int, month: int) -> str:
        return f"{year}年{self.months[month - 1]}"

    def in_month(self, title: str, month: str) -> str:
        return f"{title}（{month}）" if title else month

    def by_author(self, name: str) -> str:
        return f"{name}の記事"

    def newest_of_month(self, count: int) -> str:
        return f"この月の新しい{self.number(count)}件。"

    def newest_of_day(self, count: int) -> str:
        return f"この日の新しい{self.number(count)}件。"

    def first_sections(self, count: int) -> str:
        return f"最初の{self.number(count)}件のジャンル。"

    def first_topics(self, count: int) -> str:
        return f"最初の{self.number(count)}件のトピック。"

    def at_most(self, characters: int) -> str:
        return f"言葉をいくつか、{characters}文字以内で入力してください。"


WORDS = Japanese()
