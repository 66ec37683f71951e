"""A site for the commands that look after one."""

from __future__ import annotations

import pytest

from tests.desk.site import Site


@pytest.fixture
def site(moto: None) -> Site:  # noqa: ARG001
    """On moto, with the pages that are there without articles."""
    return Site()
