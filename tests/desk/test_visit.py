"""open: where readers find a page, and whether there is one."""

from __future__ import annotations

import webbrowser
from types import SimpleNamespace

import pytest

from desk import visit as module
from desk.connect import Target
from desk.console import Console, DeskError
from desk.visit import visit
from tests.desk.site import Site, article, pointed_at


@pytest.fixture
def opened(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was told to open, on a terminal."""
    site.upload("articles/2026-11-24-größe.md", article("Size"))
    site.settle()
    site.deployment.url = "http://127.0.0.1:8080"
    pointed_at(site, monkeypatch, module)
    urls: list[str] = []
    monkeypatch.setattr(webbrowser, "open", urls.append)
    monkeypatch.setattr(module, "sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
    return urls


def test_the_page_is_opened_and_its_url_printed(opened: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert visit("/2026/11/grösse", Target(), browser=True, console=Console()) == 0
    url = "http://127.0.0.1:8080/2026/11/gr%C3%B6sse"
    assert (opened, capsys.readouterr()) == ([url], (f"{url}\n", ""))


def test_without_a_browser_it_is_only_printed(opened: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert visit("/", Target(), browser=False, console=Console(machine=True)) == 0
    assert (opened, capsys.readouterr().out) == ([], '{"url":"http://127.0.0.1:8080/","stands":true}\n')


def test_an_address_where_nothing_stands_is_told_and_not_opened(
    opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert visit("/nix", Target(), browser=True, console=Console()) == 1
    said = capsys.readouterr()
    assert (opened, said.out) == ([], "http://127.0.0.1:8080/nix\n")
    assert said.err == "Nothing stands at /nix: presswork plan and status say why.\n"


def test_what_is_no_address_and_a_site_that_is_not_served_are_refused(
    site: Site, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DeskError, match=r"nix is no address. Write one like"):
        visit("nix", Target(), browser=True, console=Console())
    monkeypatch.setattr(site.deployment, "url", "")
    with pytest.raises(DeskError, match="Nobody serves this site"):
        visit("/", Target(), browser=True, console=Console())
    assert opened == []
