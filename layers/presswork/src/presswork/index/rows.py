"""What stands in the table's rows, beside articles and cards."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from presswork.article.model import Address, Article, ArticleId, Digest, MenuEntry, Profile, Rendered, Settings, Value

State = Literal["absent", "published", "draft", "removed"]


class Record(Value, frozen=True):
    """What `validate` has made of an upload. Changed by compare-and-swap only, and each time `revision` rises."""

    revision: int = 0
    state: State = "absent"
    """`absent`: never accepted. A rejected upload does not change the state: the last good version stays."""
    article: Article | None = None
    """The last accepted version; kept when it is removed."""
    former: tuple[Address, ...] = ()
    """Every address that it had and has no more, sorted: each is a redirect, or gone."""
    first: datetime | None = None
    """When it was first accepted: the date of an article that gives none."""
    uploaded: datetime | None = None
    """When the last accepted version was uploaded."""
    version: str = ""
    rejected: bool = False
    wants: tuple[Address, ...] = ()
    """The addresses it was rejected for, as others have them: it is woken when one comes free."""


class Claim(Value, frozen=True):
    """Whose an address is. It stays when the article leaves: the address redirects, until another takes it."""

    id: ArticleId
    hold: Literal["present", "alias", "former"]
    """Only a former address may be taken over."""


class Waiting(Value, frozen=True):
    """An upload that was rejected since another article has the address."""


class Citation(Value, frozen=True, array_like=True):
    """An older article that one has chosen as related, and the rank (see `keys.rank`) under which it stands there."""

    id: ArticleId
    rank: str


class Owned(Value, frozen=True):
    """What an article owns in the table, in short: the keys follow from it."""

    position: str = ""
    lang: str = ""
    lists: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    """Instants."""
    gone: bool = False
    """Whether it stands among the removed articles, whose addresses still answer."""
    references: tuple[str, ...] = ()
    """What it names itself: `kind#reference`, the kinds as in `keys.referring`."""
    pictures: tuple[str, ...] = ()
    """Sources of the pictures that it shows."""
    cites: tuple[Citation, ...] = ()
    page: bool = False
    """Whether it stands among the standing pages."""
    menu: str = ""
    """Its place in the navigation (see `keys.place`); empty if it is not there."""


class Indexed(Value, frozen=True):
    """What `index` has written for an article: committed, and what crashed runs may have written besides."""

    committed: tuple[Owned, ...] = ()
    pending: tuple[Owned, ...] = ()
    proofs: tuple[Digest, ...] = ()
    """Every proof that the committed or a pending standing may name."""
    standing: Standing | None = None
    edition: str = ""
    """The site's edition for which the pages were woken."""

    def owns(self, own: Owned) -> bool:
        """Whether it was committed that the article owns just that, citations aside."""
        return own in [replace(each, cites=()) for each in self.committed]


class Taken(Value, frozen=True):
    """How often `index` has taken an article up: a hint sent at one count waits in the queue until the next."""

    count: int = 0


class Standing(Value, frozen=True):
    """What pages say of an article, as `index` judged it: they never look at the record."""

    state: Literal["live", "scheduled", "expired", "removed", "absent"]
    article: Article | None = None
    former: tuple[Address, ...] = ()
    """Addresses that others may still name it by."""
    related: tuple[Citation, ...] = ()
    """Older articles, best first. Those that came later stand in the table, under `CITED#`."""
    pictures: tuple[Rendered, ...] = ()
    """Those of its pictures that are there, as they were made."""
    uploaded: datetime | None = None
    """When the article was uploaded: for measuring only. No page says it, so no page is woken when it alone changes."""


class Stored(Value, frozen=True):
    """The renditions of a picture in the work bucket, under a name that no other revision of the picture uses."""

    name: str
    rendered: Rendered


class Made(Value, frozen=True):
    """What `images` has made of an upload. Changed by compare-and-swap only, and each time `revision` rises."""

    revision: int = 0
    stored: Stored | None = None
    """None if there is no picture: never accepted, or removed. A rejected upload changes nothing here."""
    former: tuple[Stored, ...] = ()
    """What it had before: pages may show it still, and it is to be taken away."""
    version: str = ""
    """Of the upload that was judged last; empty if there was none."""
    rejected: bool = False
    encoding: str = ""
    """How renditions were made then."""
    settled: bool = False
    """All who show the picture were woken, and nothing is left of what it had before."""

    @property
    def rendered(self) -> Rendered | None:
        return self.stored.rendered if self.stored else None


class Used(Value, frozen=True):
    """A live article that shows a picture, be it there or not."""


class Told(Value, frozen=True):
    """That the world outside has been told of a rejected upload: by the event's id."""

    id: str


class Named(Value, frozen=True):
    """A section or topic that has articles: by whom it was written down, and how often that one had been taken up.

    So its content is another each time, and a compare-and-swap notices that it was written again.
    """

    by: ArticleId
    count: int


class Posting(Value, frozen=True, array_like=True):
    """An article under one of its terms."""

    weight: float


class Due(Value, frozen=True):
    """An article to look at again at an instant."""


class Gone(Value, frozen=True):
    """An article that was removed: there is no upload any more that a rebuild could find it by."""


class Author(Value, frozen=True):
    """What `validate` has made of an author's file. Changed by compare-and-swap only."""

    revision: int = 0
    """Rises with each look at the file."""
    profile: Profile | None = None
    """As last accepted; None when the file is removed."""
    version: str = ""
    rejected: bool = False
    unwoken: tuple[str, ...] = ()
    """The slugs of authors whose profile has changed, and whose pages may not have been woken since."""


class Site(Value, frozen=True):
    """What every page says. Changed by compare-and-swap only, and each time `revision` rises."""

    revision: int = 0
    settings: Settings = Settings()
    """As last accepted."""
    changed: int = 0
    """The revision at which the settings, the theme, the navigation or the stack last became others."""
    theme: Digest = Digest("")
    """The site's own theme as last accepted; empty without one."""
    menu: tuple[MenuEntry, ...] = ()
    """The navigation."""
    reactions: bool = True
    """Whether the stack was deployed with reactions; without, no page asks for them, whatever the settings say."""


class ThemeFile(Value, frozen=True):
    """A file of the site's own theme."""

    body: bytes


class Rebuilt(Value, frozen=True):
    """The edition for which a rebuild has last woken everything."""

    edition: str = ""
    assets: tuple[Address, ...] = ()
    """Every address at which a file of a theme may stand."""
