from __future__ import annotations

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from presswork.article.model import Address
from presswork.pages import addresses
from tests.browser.shots import PAGES, orders, served


def test_every_page_that_is_taken_is_there_but_for_the_one_that_is_not() -> None:
    with served() as url:
        for name, address in PAGES.items():
            page = url + addresses.encode(Address(address))
            if name == "nothing":
                with pytest.raises(HTTPError, match="404"):
                    urlopen(page)
            else:
                assert urlopen(page).status == 200


def test_no_two_pictures_have_the_same_file() -> None:
    files = [each.file for each in orders("")]
    assert len(files) == len(set(files))
