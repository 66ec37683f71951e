"""The engine of our own templates: Jinja2, without what they have no use for, at three quarters of the time.

Templates of a site's own have another, `bounded`, and so do ours where one of theirs may be among them.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from jinja2 import BaseLoader, Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # `escape` makes a Markup of it

from presswork.pages.theme.syntax import GLOBALS, OPTIONS


class _Generator(CodeGenerator):
    """Makes what is printed a text, and no Markup: nobody asks for one between here and the page."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 (as in Jinja2)
        self.write("environment.shown(")


class _Context(Context):
    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805 (as in Jinja2)
        """Without looking for what else a function wants to be given: none of ours asks for the context."""
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


class QuickEnvironment(Environment):
    """Environment of templates that are ours. A missing value is UndefinedError, a missing attribute AttributeError."""

    code_generator_class = _Generator
    context_class = _Context
    getattr = staticmethod(getattr)  # type: ignore[assignment]  # our values have attributes, and no items by name

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(loader=loader, **OPTIONS)
        self.globals |= GLOBALS

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A dict, since Jinja2's chain of two is slow to go through, as each page and each import does."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def shown(value: object) -> str:
        """A value as a page shows it, escaped."""
        if type(value) is str:
            return _escape_inner(value)
        return value if type(value) is Markup else escape(value)
