"""Checks by program whether a language model's reply follows its instructions.

    import mifcheck as mif

    v = mif.check("length_constraints:number_words", {"num_words": 300, "relation": "at least"},
                  reply, language="hi")
    v.passed, v.measured, v.explain()

The public names are listed in `__init__.pyi`. Each is imported when it is first used, so that
`import mifcheck` is fast.
"""

import lazy_loader

from mifcheck import doors

doors.load_from("mifcheck.report.forms")

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
