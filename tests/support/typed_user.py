"""A checker as a user writes it: `mypy --strict` accepts it (.ci/run)."""

from __future__ import annotations

import mifcheck as mif


@mif.checker("shop:exclamations", asks="at most {most} exclamation marks", example={"most": 1})
class FewExclamations(mif.Checker):
    """At most so many exclamation marks."""

    most: int

    def judge(self, text: mif.Text) -> mif.Verdict:
        found = text.string.count("!")
        return self.verdict(found <= self.most, found, reason=f"{found} found")


checker: mif.Checker = FewExclamations(2) & FewExclamations(most=1) & ~mif.build("shop:other")
passed: bool | None = checker.check("Hello!", language="en").passed
