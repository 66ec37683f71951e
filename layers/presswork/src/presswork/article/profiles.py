"""Authors' files: from the upload to what readers are told of an author."""

from __future__ import annotations

from presswork.article import formats, limits, names, values, yamlfront
from presswork.article.allowed import little
from presswork.article.characters import decoded
from presswork.article.markup import Source, sanitised
from presswork.article.model import Picture, Problem, Profile, ProfileLink, Upload
from presswork.article.nodes import as_map
from presswork.article.problems import Problems, Unfit, Unreadable, shown
from presswork.article.reader import Reader, Shape

SUFFIXES = (".yaml", ".yml")


def profile(upload: Upload) -> tuple[Profile | None, tuple[Problem, ...]]:
    """The profile that an author's file gives; None if there is an error in it. Never raises, whatever the bytes."""
    problems = Problems()
    try:
        found = _profile(upload, problems)
    except Unreadable as error:
        problems.add(error.problem)
        return None, problems.all()
    return None if problems.fatal else found, problems.all()


def _profile(upload: Upload, problems: Problems) -> Profile:
    from presswork.article.authorfile import AuthorFile, PictureFields  # with pydantic
    from presswork.article.declared import checked, shape

    if formats.suffix(upload.key) not in SUFFIXES:
        raise Unreadable("An author's file ends in .yaml.", "Rename it; pictures go below media/.")
    formats.check(upload, limits.FRONT_MATTER_BYTES)
    reader = Reader(yamlfront.parse(decoded(upload.body)), shape(AuthorFile), problems)
    reader.warn_of_unknown("field of an author")
    found = {
        "name": reader.text("name"),
        "bio": reader.parsed("bio", lambda text: _bio(text, problems)) or "",
        "lang": reader.parsed("lang", values.language) or "",
        "links": dict(reader.map("links", values.link)),
        "same_as": tuple(dict.fromkeys(reader.list("same_as", values.web_address))),
    }
    told = checked(AuthorFile, found, problems)
    if not names.slug(told.name) and not problems.fatal:
        problems.error("The author has no name.", "Write `name: …` as articles name the author.", field="name")
    links = tuple(ProfileLink(label, url) for label, url in told.links.items())
    picture = _picture(reader, shape(PictureFields))
    return Profile(told.name, told.bio, told.lang, picture, links, told.same_as)


def _bio(text: str, problems: Problems) -> str:
    """Paragraphs with emphasis and links. Unfit if it is too long."""
    if len(text) > limits.NOTE:
        raise Unfit(f"`bio` has {len(text):,} characters; {limits.NOTE:,} are allowed.", "Shorten it.")
    html = sanitised(Source(text, "markdown"), problems)
    kept = little().clean(html).strip()
    if kept != html:
        problems.warn(
            "Of the bio, only paragraphs, emphasis and links stay.",
            "Leave headings, lists and pictures out.",
            field="bio",
        )
    return kept


def _picture(reader: Reader, shape: Shape) -> Picture | None:
    node = next(reader.found("picture"), None)
    if node is None:
        return None
    inner = Reader(as_map(node, "src"), shape, reader.problems, {"src": "picture", "alt": "picture.alt"})
    source = inner.parsed("src", values.picture_source)
    if source is None:
        if not any(True for _ in inner.found("src")):
            reader.problems.error(
                "`picture` has no `src`.",
                "Write picture: https://example.com/name.jpg.",
                field="picture",
                place=node.place,
            )
        return None
    alt = inner.text("alt")
    if not source.startswith(("https://", "http://")):
        reader.problems.warn(
            f"`{shown(source)}` is not the whole address of a picture, and is left out.",
            "Write one that begins with https. Pictures of media/ are shown by articles and standing pages only.",
            field="picture",
            place=node.place,
        )
        return None
    return Picture(source, alt)
