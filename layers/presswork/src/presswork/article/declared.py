"""What a model declares of its fields, and the judgement by it of what was read.

A model of this kind is the one place that says how a field is written, what it means and how much it may hold. The
reader, the tables of docs/articles.md and the schemas for editors follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, get_args

from annotated_types import MaxLen
from pydantic import AliasChoices, BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from presswork.article.problems import Problems
from presswork.article.reader import Declared, Shape


class Declaration(BaseModel):
    """Base of what authors write. It holds values as they were understood, and converts none."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        strict=True,
        loc_by_alias=False,
        hide_input_in_errors=True,
        field_title_generator=lambda name, _: name.replace("_", " ").capitalize(),
    )


M = TypeVar("M", bound=Declaration)


def shape(model: type[Declaration]) -> Shape:
    """What the reader needs to know of a model."""
    return Shape({name: declared(name, field) for name, field in model.model_fields.items()})


def declared(name: str, field: FieldInfo) -> Declared:
    """How a field is written, and how much it may hold."""
    spelled = field.validation_alias
    keys = tuple(map(str, spelled.choices)) if isinstance(spelled, AliasChoices) else (name,)
    entry = next(iter(get_args(field.annotation)), None)
    return Declared(keys, _most(field.metadata), _most(getattr(entry, "__metadata__", ())))


def checked(model: type[M], values: Mapping[str, object], problems: Problems) -> M:
    """The model with these values, by the names of its fields; every field needs a default.

    The reader has told what does not fit, with its place. Should it ever let a value pass that the model refuses, that
    is a problem as well, and the value is left out.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        refused = {str(each["loc"][0]): each["msg"] for each in error.errors(include_url=False)}
        for field, message in refused.items():
            problems.error(f"`{field}` cannot be accepted: {message.rstrip('.')}.", "Correct it.", field=field)
        return model.model_validate({name: value for name, value in values.items() if name not in refused})


def _most(metadata: object) -> int:
    found = [each for each in metadata if isinstance(each, MaxLen)] if isinstance(metadata, (list, tuple)) else []
    return found[0].max_length if found else 0
