"""`python -m presswork.pages.theme [FOLDER]` compiles the templates, for a bundle."""

from __future__ import annotations

import sys
from pathlib import Path

from presswork.pages.theme import COMPILED, compile_theme

if __name__ == "__main__":
    compile_theme(Path(sys.argv[1]) if len(sys.argv) > 1 else COMPILED)
