"""Proves what was built for Lambda: `python3.13 -I -S .ci/proof.py .aws-sam/build`, on Lambda's own Python.

Each handler is imported from its package and its layers alone, as on Lambda: what the layers do not carry, or carry for
another processor, is missed here. All modules must come with bytecode, and all must fit.
"""

import sys
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path

LIMIT_MB = 80
"""For a function and its layers, unpacked. AWS takes 250; a cold start is the quicker the less there is."""


def main(built: Path) -> None:
    shared = [built / "PressworkLayer" / "python", built / "DependenciesLayer" / "python"]
    pillow = built / "PillowLayer" / "python"
    functions = sorted(built.glob("*Function"))
    if not functions:
        sys.exit(f"{built} holds no function: run sam build.")
    for function in functions:
        verb = function.name.removesuffix("Function").lower()
        layers = [*shared, pillow] if verb == "images" else shared
        places = [str(place) for place in (function, *layers)]
        sys.path[:0] = places
        for name in [name for name in sys.modules if name.split(".")[0] in {"functions", "presswork"}]:
            del sys.modules[name]
        handler = import_module(f"functions.{verb}.handler").lambda_handler
        if not callable(handler):
            sys.exit(f"functions.{verb}.handler has no lambda_handler.")
        if verb == "images":
            import_module("presswork.pictures.make")
        size = sum(path.stat().st_size for place in (function, *layers) for path in place.rglob("*"))
        if size > LIMIT_MB * 2**20:
            sys.exit(f"{verb} and its layers take {size >> 20} MB; {LIMIT_MB} are enough.")
        del sys.path[: len(places)]
        print(f"{verb}: its handler is there, in {size >> 20} MB of {LIMIT_MB}")
    for source in [path for place in (*shared, pillow, *functions) for path in place.rglob("*.py")]:
        if not Path(cache_from_source(source)).exists():
            sys.exit(f"{source} has no bytecode: run make build.")


main(Path(sys.argv[1]))
