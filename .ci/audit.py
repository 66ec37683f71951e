"""Known vulnerabilities in what the lock names: `python .ci/audit.py PIP_AUDIT REQUIREMENTS`.

pip-audit asks PyPI, package by package. What PyPI does not answer it leaves out and is content; here, that is told.
Ends with an error where there is one to mend, or where pip-audit itself fails.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

UNREACHABLE = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "Max retries exceeded")
"""How the end of pip-audit's complaint tells that there is no way to PyPI from here."""


def main(pip_audit: str, requirements: str) -> None:
    asked = [pip_audit, "--requirement", requirements, "--disable-pip", "--require-hashes", "--format", "json"]
    done = subprocess.run([*asked, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        said = done.stderr.strip().rpartition("\n")[2]
        if not any(sign in said for sign in UNREACHABLE):
            sys.exit(f"pip-audit failed:\n{done.stderr}")
        print(f"SKIPPED the audit of dependencies: PyPI cannot be reached from here. {said}")
        return
    for line in unasked(packages):
        print(line)
    if found := list(vulnerable(packages)):
        sys.exit("\n".join(found))


def unasked(packages: list[dict[str, Any]]) -> Iterator[str]:
    """What could not be audited, and why; else, how much was."""
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    if len(skipped) == len(packages):
        yield "SKIPPED the audit of dependencies: this index tells of no package what is known to be wrong with it."
    elif skipped:
        yield f"SKIPPED in the audit of dependencies, for the index does not tell of them: {', '.join(skipped)}."
    else:
        yield f"{len(packages)} dependencies were audited."


def vulnerable(packages: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each vulnerability, with the cure."""
    for package in packages:
        for each in package.get("vulns", ()):
            names = ", ".join([each["id"], *each["aliases"]])
            cure = (
                f"Run `uv lock --upgrade-package {package['name']}=={each['fix_versions'][0]}`, then make lock."
                if each["fix_versions"]
                else "No version mends it: do without it, or give pip-audit --ignore-vuln here, with the reason."
            )
            yield f"{package['name']} {package['version']} has a known vulnerability ({names}). {cure}"


if __name__ == "__main__":
    main(*sys.argv[1:])
