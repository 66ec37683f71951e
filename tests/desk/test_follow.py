"""Where an upload is on its way: each function runs when the test says so, and not before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.follow import Fate, Footprint, Upload, begin, fates, footprint, told_to_forget
from presswork.article.model import Address, Problem, Report
from presswork.article.uploads import SITE_YAML
from presswork.index import keys
from tests.desk.test_dev import WorldPipeline
from tests.world import World

KEY = "articles/2026-11-01-a.md"
ADDRESS = Address("/2026/11/a")


@dataclass
class Stage:
    """A pipeline that moves one function at a time."""

    pipeline: WorldPipeline
    root: Path

    def put(self, *front: str, key: str = KEY) -> Upload:
        file = self.root / "file"
        file.write_text("\n".join(["---", "title: A", *front, "---", "Text.", ""]))
        upload = begin(key, self.pipeline)
        upload.version = self.pipeline.put(key, file)
        return upload

    def remove(self) -> Upload:
        upload = begin(KEY, self.pipeline)
        self.pipeline.remove(KEY)
        return upload

    def run(self, *queues: str) -> None:
        """Let functions handle all that is in their queues now."""
        world = self.pipeline.world
        for queue in queues:
            messages, world.queues[queue] = world.queues[queue], []
            for message in messages:
                world.do(queue, message)

    def fate(self, upload: Upload) -> Fate:
        (fate,) = fates([upload], self.pipeline, self.pipeline.world.now)
        return fate


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(WorldPipeline(World(0, crash=0)), tmp_path)


def test_an_upload_waits_for_one_function_after_the_other(stage: Stage) -> None:
    for text in ("topics: [ships]", "topics: [harbour]"):  # a new article, and the same again, changed
        upload = stage.put(text)
        assert stage.fate(upload) == Fate(None, "validate")
        stage.run("upload")
        assert stage.fate(upload) == Fate(None, "index")
        stage.run("index")
        assert stage.fate(upload) == Fate(None, "render", ADDRESS)
        stage.run("render")
        assert stage.fate(upload) == Fate("live", address=ADDRESS)
        assert not told_to_forget(upload, ADDRESS, stage.pipeline)
        stage.run("invalidate")
        assert told_to_forget(upload, ADDRESS, stage.pipeline)


def test_a_page_in_the_bucket_is_not_told_before_its_render_has_logged_that(stage: Stage) -> None:
    upload = stage.put()
    stage.run("upload", "index", "render")
    logged = [*stage.pipeline.written], [*stage.pipeline.rendered]
    stage.pipeline.written.clear()
    stage.pipeline.rendered.clear()
    assert stage.fate(upload) == Fate("live", address=ADDRESS)
    assert not told_to_forget(upload, ADDRESS, stage.pipeline)

    stage.pipeline.written[:], stage.pipeline.rendered[:] = logged
    stage.run("invalidate")
    assert told_to_forget(upload, ADDRESS, stage.pipeline)


def test_what_an_older_event_brings_is_not_the_upload(stage: Stage) -> None:
    stage.put()
    stage.run("upload", "index", "render")
    upload = begin(KEY, stage.pipeline)
    stage.pipeline.wakes.validate([KEY])
    stage.run("upload")
    upload.version = stage.put("topics: [ships]").version

    assert stage.fate(upload) == Fate(None, "validate")


def test_a_removal_has_ended_when_its_page_says_so(stage: Stage) -> None:
    stage.put()
    stage.run("upload", "index", "render")
    removal = stage.remove()
    assert stage.fate(removal) == Fate(None, "validate")
    stage.run("upload")
    assert stage.fate(removal) == Fate(None, "index")
    stage.run("index")
    assert stage.fate(removal) == Fate(None, "render", ADDRESS)
    stage.run("render")
    assert stage.fate(removal) == Fate("gone", address=ADDRESS)


def test_the_removal_of_what_never_was_on_the_site_needs_no_page(stage: Stage) -> None:
    upload = stage.put("date: someday")
    stage.run("upload")
    assert stage.fate(upload).end == "rejected"
    removal = stage.remove()
    stage.run("upload")

    assert stage.fate(removal) == Fate("gone")


def test_a_rejected_upload_that_waits_for_an_address_says_so(stage: Stage) -> None:
    stage.put("slug: strike")
    stage.run("upload", "index", "render")
    upload = stage.put("slug: strike", "date: 2026-11-02", key="articles/b.md")
    stage.run("upload")
    fate = stage.fate(upload)

    assert (fate.end, fate.wants, [each.field for each in fate.problems]) == ("rejected", True, ["slug"])


def test_settings_are_in_when_the_report_on_them_is(stage: Stage) -> None:
    world, table = stage.pipeline.world, stage.pipeline.index.table
    world.reports[SITE_YAML] = Report(SITE_YAML, "accepted")
    (stage.root / "file").write_text("time_zone: Europe/Nowhere\n")
    upload = begin(SITE_YAML, stage.pipeline)
    upload.version = stage.pipeline.put(SITE_YAML, stage.root / "file")
    assert stage.fate(upload) == Fate(None, "validate")
    site = stage.pipeline.index.site()
    table.write({keys.site(): replace(site, revision=site.revision + 1)})
    assert stage.fate(upload) == Fate(None, "validate")
    problem = Problem("There is no such zone.", "Write another.")
    world.reports[SITE_YAML] = Report(SITE_YAML, "rejected", problems=(problem,))

    assert stage.fate(upload) == Fate("rejected", problems=(problem,))


def test_an_authors_file_has_ended_when_its_pages_are_woken(stage: Stage) -> None:
    def put(text: str) -> Upload:
        (stage.root / "ann.yaml").write_text(text)
        upload = begin("authors/ann.yaml", stage.pipeline)
        upload.version = stage.pipeline.put("authors/ann.yaml", stage.root / "ann.yaml")
        return upload

    upload = put("name: Ann\n")
    assert stage.fate(upload) == Fate(None, "validate")
    stage.run("upload")
    assert stage.fate(upload) == Fate("author")
    upload = put("bio: Sails.\n")
    assert stage.fate(upload) == Fate(None, "validate")
    stage.run("upload")
    fate = stage.fate(upload)
    assert (fate.end, [each.message for each in fate.problems]) == ("rejected", ["The author has no name."])
    upload = begin("authors/ann.yaml", stage.pipeline)
    stage.pipeline.remove("authors/ann.yaml")
    stage.run("upload")
    assert stage.fate(upload) == Fate("gone")


def test_an_upload_counts_the_pages_that_show_it_or_showed_it(stage: Stage) -> None:
    every = ("upload", "index", "render", "invalidate")
    stage.put("date: 2026-10-01", key="articles/older.md")
    stage.run(*every)
    upload = stage.put("topics: [ships]")
    stage.run(*every)
    # Its own page, its day, its month with a sitemap, a topic with its month, and the index of topics are new. The
    # front page has two paths; the month and the day before now link to its own, as does the older article's page;
    # three feeds show it, and the index of sitemaps its month.
    assert footprint(upload, stage.pipeline) == Footprint(15, 9)

    upload = stage.put("topics: [harbour]")
    stage.run(*every)
    # Its own page, the front page only if it shows topics, and two topics with their months, one of them gone.
    written = {*stage.pipeline.written[upload.writes :]}
    assert {"/topics/ships", "/topics/ships/2026/11", "/topics/harbour", "/topics/harbour/2026/11"} <= written
    assert footprint(upload, stage.pipeline).pages == len(written)


def test_a_picture_waits_for_images_and_may_be_rejected(stage: Stage) -> None:
    def put(text: str) -> Upload:
        (stage.root / "file").write_text(text)
        upload = begin("media/port.jpg", stage.pipeline)
        upload.version = stage.pipeline.put("media/port.jpg", stage.root / "file")
        return upload

    upload = put("a picture")
    assert stage.fate(upload) == Fate(None, "images")
    stage.run("media")
    assert stage.fate(upload) == Fate("picture")
    bad = put("no picture")
    assert stage.fate(bad) == Fate(None, "images")
    stage.run("media")
    problem = Problem("The file is not a picture that can be read.", "Save it as JPEG.")
    assert stage.fate(bad) == Fate("rejected", problems=(problem,))
    gone = begin("media/port.jpg", stage.pipeline)
    stage.pipeline.remove("media/port.jpg")
    stage.run("media")
    assert stage.fate(gone) == Fate("gone")
