"""A site for the commands that look after one, and the template deployed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.running import Running, deployed_with_roles
from tests.desk.site import Site


@pytest.fixture
def site(moto: None) -> Site:  # noqa: ARG001
    """On moto, with the pages that are there without articles."""
    return Site()


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """One for all tests of the group `stack`, on one worker."""
    with deployed_with_roles() as found:
        yield found
