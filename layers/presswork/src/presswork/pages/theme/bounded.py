"""Where a site's own templates run: they see what a page shows and nothing else, and what they may do is counted.

Jinja2's sandbox keeps templates from Python's inside. It does not keep them from going on for ever, or from filling
the memory: so every round of a loop, call, filter and output costs steps, the long ones more, and the steps of a page
are bounded. They are counted, not timed: a page that prints once prints always.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from itertools import chain
from threading import local
from types import NoneType
from typing import Any

from jinja2 import BaseLoader, Template, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from presswork.pages.theme.syntax import GLOBALS, OPTIONS

STEPS = 200_000
"""What one page may take. A month page of 500 articles takes about 5,000."""
LETTERS_A_STEP = 100
TEXT = 2_000_000
"""The longest text that may be made, in characters."""
THINGS = 10_000
"""The longest list, and the longest range."""

_FILTERS = """
    abs attr capitalize count d default dictsort e escape first float groupby int items join last length list lower map
    max min reject rejectattr replace reverse round safe select selectattr sort string striptags sum title tojson trim
    truncate unique upper urlencode wordcount
""".split()  # noqa: SIM905 (a list of words reads best as words)
_METHODS = """
    capitalize casefold count endswith find get index isalpha isdigit isnumeric items keys lower lstrip partition
    removeprefix removesuffix rfind rpartition rsplit rstrip split splitlines startswith strip title upper values
""".split()  # noqa: SIM905
"""Of texts, lists and maps: those whose result is no longer than what they are given."""
_MAKING_TEXT = """
    capitalize e escape lower safe string striptags title trim truncate upper wordcount
""".split()  # noqa: SIM905
"""Those of the filters that make a text of whatever they are given."""
_PRINTED = (str, int, float, date, NoneType, Undefined)
"""What can be printed. Other things have no text but Python's own, with their address in memory: no two processes would
print the same page."""


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Environment of templates that are not ours. What goes too far raises SecurityError."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(loader=loader, finalize=self._shown, **OPTIONS)
        self._state = local()
        of_texts = {**{name: _of_text(FILTERS[name]) for name in _MAKING_TEXT}, "urlencode": _urlencoded}
        self.filters = {name: self._counted(of_texts.get(name, FILTERS[name])) for name in _FILTERS}
        self.filters["join"], self.filters["replace"] = self._join, self._replace
        del self.globals["lipsum"]
        self.globals["range"] = _range
        self.globals |= GLOBALS

    def print(self, template: str, values: dict[str, object]) -> bytes:
        """The page that a template makes of values. Raises whatever goes wrong."""
        self._state.left = STEPS
        return self.get_template(template).render(values).encode()

    def step(self, count: int = 1) -> str:
        """Take steps. Of use in an expression: it is an empty text."""
        self._state.left = left = getattr(self._state, "left", STEPS) - count
        if left < 0:
            raise SecurityError(
                f"the page takes more than {STEPS:,} steps: a loop in a loop, or a text again and again"
            )
        return ""

    def join_texts(self, *parts: object) -> str:
        """What `~` does."""
        return self._join(parts)

    def get_template(self, *args: Any, **kwargs: Any) -> Template:
        self.step()  # a template may include itself
        return super().get_template(*args, **kwargs)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 (as in Jinja2)
        __self.step()
        return super().call(__context, __obj, *args, **kwargs)

    def is_safe_callable(self, obj: Any) -> bool:
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, str | bytes | list | tuple | dict) and not hasattr(type(owner), "_fields"):
            return getattr(obj, "__name__", "") in _METHODS
        return super().is_safe_callable(obj)

    def wrap_str_format(self, value: Any) -> None:
        """None: `format` stays what it is, and so no method that may be called."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        self.step()
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self._join((left, right))
        if operator == "+" and isinstance(left, list | tuple) and isinstance(right, list | tuple):
            if len(left) + len(right) > THINGS:
                raise SecurityError(f"a list has more than {THINGS:,} things")
        elif not _is_number(left) or not _is_number(right) or (operator == "**" and abs(right) > 16):
            raise SecurityError(f"`{operator}` is for numbers")
        found = super().call_binop(context, operator, left, right)
        if isinstance(found, int) and found.bit_length() > 64:
            raise SecurityError("a number is too large")
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _Counting().visit(super()._parse(source, name, filename))  # type: ignore[no-any-return]

    def _shown(self, value: Any) -> Any:
        _check_printed(value)
        self.step(_cost(value))
        return value

    def _counted(self, do: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(do)
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.step(1 + sum(map(_cost, args)))
            return do(*args, **kwargs)

        return counted

    def _join(self, parts: Any, between: str = "", attribute: str | None = None) -> str:
        parts = list(parts) if attribute is None else [self.getattr(each, attribute) for each in parts]
        for each in parts:
            _check_printed(each)
        safe = any(isinstance(each, Markup) for each in (*parts, between))
        texts = [escape(each) if safe else str(each) for each in parts]
        between = escape(between) if safe else str(between)
        self._check(sum(map(len, texts)) + len(between) * len(texts))
        return between.join(texts)

    def _replace(self, text: Any, old: str, new: str) -> str:
        _check_printed(text)
        text = text if isinstance(text, str) else str(text)
        if not old:
            raise SecurityError("`replace` needs a text to look for")
        self._check(len(text) + text.count(old) * 6 * len(str(new)))
        replaced: str = text.replace(old, new)  # of a Markup, which escapes what is put in, a Markup
        return replaced

    def _check(self, letters: int) -> None:
        self.step(1 + letters // LETTERS_A_STEP)
        if letters > TEXT:
            raise SecurityError(f"a text has more than {TEXT:,} characters")


class _Counting(NodeTransformer):
    """Makes rounds, macros, blocks and `~` take steps: more where there is much text in them."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 (as in Jinja2)
        self.generic_visit(node)
        do = nodes.EnvironmentAttribute("join_texts", lineno=node.lineno)
        return nodes.Call(do, node.nodes, [], None, None, lineno=node.lineno)

    def _count(self, node: Any) -> nodes.Node:
        self.generic_visit(node)
        letters = sum(len(each.data) for each in node.find_all(nodes.TemplateData))
        do = nodes.EnvironmentAttribute("step", lineno=node.lineno)
        cost = nodes.Const(1 + letters // LETTERS_A_STEP, lineno=node.lineno)
        call = nodes.Call(do, [cost], [], None, None, lineno=node.lineno)
        if not (isinstance(node, nodes.Block) and node.required):
            node.body.insert(0, nodes.Output([call], lineno=node.lineno))
        return node  # type: ignore[no-any-return]

    visit_For = visit_Macro = visit_CallBlock = visit_Block = _count  # noqa: N815


def _of_text(do: Callable[..., Any]) -> Callable[..., Any]:
    """A filter for what can be printed, and for nothing else."""
    place = 1 if hasattr(do, "jinja_pass_arg") else 0  # behind the environment, where a filter is given that

    @wraps(do)
    def checked(*args: Any, **kwargs: Any) -> Any:
        _check_printed(args[place])
        return do(*args, **kwargs)

    return checked


def _urlencoded(value: Any) -> Any:
    """Of a map, a query: then its names and values are what is printed."""
    for each in chain.from_iterable(value.items()) if isinstance(value, dict) else (value,):
        _check_printed(each)
    return FILTERS["urlencode"](value)


def _check_printed(value: Any) -> None:
    if isinstance(value, list | tuple | dict | set):
        raise SecurityError("a list or a map cannot be printed as it is: loop over it, or join it")
    if not isinstance(value, _PRINTED):
        raise SecurityError("only texts and numbers can be printed: name a part of it, or call it")


def _range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > THINGS:
        raise SecurityError(f"a range has more than {THINGS:,} numbers")
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _cost(value: object) -> int:
    """Steps that it takes to go once through a value."""
    if isinstance(value, str):
        return len(value) // LETTERS_A_STEP
    if isinstance(value, list | tuple | dict | set):
        return len(value) // 10
    return 0
