from __future__ import annotations

import pytest

from presswork.article.model import Rendered
from presswork.pictures.renditions import MOVING_WIDTHS, height_at, names, widths_for


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, (1,)),
        (320, (320,)),
        (321, (320, 321)),
        (1000, (320, 640, 960, 1000)),
        (1920, (320, 640, 960, 1280, 1920)),
        (9000, (320, 640, 960, 1280, 1920)),
    ],
)
def test_no_rendition_is_wider_than_the_picture(width: int, widths: tuple[int, ...]) -> None:
    assert widths_for(width) == widths


def test_a_picture_that_moves_has_no_wide_renditions() -> None:
    assert widths_for(1920, MOVING_WIDTHS) == (320, 640, 960)


@pytest.mark.parametrize(("width", "of", "height"), [(320, (3000, 2000), 213), (1, (3, 2), 1), (320, (9000, 1), 1)])
def test_a_height_is_rounded_and_never_nothing(width: int, of: tuple[int, int], height: int) -> None:
    assert height_at(width, of) == height


def test_each_width_is_there_in_both_formats() -> None:
    assert [*names(Rendered("a.png", "hash", 400, 300, (320, 400), "png"))] == [
        *("320.webp", "320.png", "400.webp", "400.png"),
    ]
