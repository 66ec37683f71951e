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
    menu = "メニュー"
    feeds = "フィード"
    sections = "ジャンル"
    sections_index = "ジャンル一覧"
    topics_index = "トピック一覧"
    sections_line = "ジャンル"
    separator = "、"
    topics = "トピック"
    authors_line = "執筆"
    about_author = "筆者紹介"
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
    days_nav = "日別"
    earlier_day = "前の日"
    later_day = "次の日"
    home = "トップページへ"

    search = "検索"
    search_for = "検索する語句"
    no_results = "見つかりませんでした"

    nothing = "ここには何もありません"
    nothing_text = "このアドレスのページはありません。リンクが古いか、アドレスに入力の誤りがある可能性があります。"
    gone = "この記事は削除されました"
    gone_text = "ここでの掲載は終了しました。"
    moved = "この記事は移動しました"
    moved_text = "現在のアドレス："
    empty = "最初の記事はこれからです"
    empty_text = "ここにはまだ何も掲載されていません。"

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

    def quoted(self, text: str) -> str:
        return f"「{text}」"

    def by_author(self, name: str) -> str:
        return f"{name}の記事"

    def newest_of_month(self, count: int) -> str:
        return f"この月の新しい{count}件。"

    def first_of(self, count: int) -> str:
        return f"最初の{count}件を表示しています。"

    def results_for(self, query: str) -> str:
        return f"{self.quoted(query)}の検索結果"

    def picture_credit(self, name: str) -> str:
        return f"写真：{name}"


WORDS = Japanese()
