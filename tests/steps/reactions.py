"""Reactions in memory, as the table keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from presswork.article.model import ArticleId


class MemoryReactions:
    def __init__(self) -> None:
        self.votes: dict[str, str] = {}
        self.until: dict[str, datetime] = {}
        self.counted: dict[ArticleId, Counter[str]] = {}
        self.others: list[str] = []
        """Choices of the same visitor that come first, one before each change."""

    def key(self, day: date) -> bytes:
        return f"key of {day}".encode()

    def vote(self, visitor: str) -> str:
        return self.votes.get(visitor, "")

    def change(self, article: ArticleId, visitor: str, was: str, to: str, until: datetime) -> bool:
        if self.others:
            self.votes[visitor] = self.others.pop()
        if self.vote(visitor) != was:
            return False
        self.votes[visitor], self.until[visitor] = to, until
        counts = self.counted.setdefault(article, Counter())
        counts.subtract({was: 1} if was else {})
        counts.update({to: 1} if to else {})
        return True

    def counts(self, article: ArticleId) -> Mapping[str, int]:
        return self.counted.get(article, Counter())
