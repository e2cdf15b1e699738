from mifcheck.integrations.promptfoo import get_assert  # noqa: F401
