"""The data formats: each is one module of this package, which offers its reader as `READER`."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from mifcheck.datasets.readers import Reader

_MODULES = (import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__))

READERS: Final[Mapping[str, Reader]] = {module.READER.name: module.READER for module in _MODULES}
"""The reader of each format, by name."""
