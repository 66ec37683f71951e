import sys; sys.path.insert(0,"/work/main")
import pytest
from tests.desk.test_related import *
def test_a(run):
    run.write("2026-11-01-agency.md", BEA)
    run.write("2026-11-02-copied.md", BEA + "More follows.")
    run.write("2026-11-03-hafen.md", SPOIL, "translation_of: 2026-11-10-ada.md")
    run.write("2026-11-04-spoil.md", SPOIL)
    run.write("2026-11-10-ada.md", "Dredger.", "blocked: [2026-11-04-spoil.md]")
    print(run.explained("2026-11-10-ada.md"))
def test_b(run):
    run.write("2026-11-01-bea.md", "The dredger Bea.")
    run.write("2026-11-03-ada.md", "The dredger Ada.")
    print("\n".join(run.told(explain=Path("2026-11-03-ada.md"))[1]))
