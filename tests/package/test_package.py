"""The package's front: light to import, complete, silent, and what it says it is."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from core_cases import LANGUAGES, TEXTS, python

import mifcheck as mif

HEAVY = (
    "spacy",
    "jieba",
    "pandas",
    "matplotlib",
    "torch",
    "numpy",
    "pydantic",
    "transformers",
    "py3langid",
    "indicnlp",
    "rich",
    "typer",
)
PROMISED = {
    "check",
    "check_all",
    "build",
    "Instruction",
    "registry",
    "describe",
    "load",
    "drive",
    "score",
    "models",
    "Text",
    "Verdict",
    "Span",
    "Checker",
    "All",
    "AnyOf",
    "AtLeast",
    "Not",
    "Counted",
    "Absent",
    "checker",
    "Message",
    "Turn",
    "Conversation",
    "Signature",
    "from_spec",
    "at_least",
    "less_than",
    "exactly",
    "between",
    "get_language",
    "read_language",
    "known_languages",
    "MifcheckError",
    "__version__",
}


def import_seconds():
    """Cumulative seconds of `import mifcheck`, without the interpreter's own start."""
    lines = python("import mifcheck", options=("-X", "importtime")).splitlines()
    (line,) = (line for line in lines if line.rstrip().endswith("| mifcheck"))
    return int(line.split("|")[1]) / 1e6


def test_the_import_is_quick():
    # The least, since a busy machine only ever adds to it.
    assert min(import_seconds() for _ in range(7)) < 0.2


def test_the_import_loads_nothing_heavy():
    loaded = python(
        f"import sys, mifcheck\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert loaded.strip() == "[]"


def test_a_check_of_words_loads_no_other_language_s_library():
    code = (
        "import sys, mifcheck as mif\n"
        "mif.check('length_constraints:number_words', {'num_words': 1, 'relation': 'at least'}, 'rain', 'en')\n"
        "print([name for name in ('spacy', 'jieba', 'indicnlp', 'torch', 'pandas', 'py3langid') if name in sys.modules])"
    )
    assert python(code).strip() == "[]"


def test_every_public_name_resolves():
    assert set(mif.__all__) >= PROMISED
    assert sorted(mif.__all__) == sorted(set(mif.__all__))
    for name in mif.__all__:
        assert getattr(mif, name) is not None
    assert set(mif.__all__) <= set(dir(mif))


def test_each_public_name_resolves_first_of_all():
    code = (
        f"import subprocess, sys\nfor name in {sorted(PROMISED)!r}:\n"
        "    for other in [m for m in sys.modules if m.split('.')[0] == 'mifcheck']: del sys.modules[other]\n"
        "    import mifcheck\n    getattr(mifcheck, name)\nprint('all')\n"
    )
    assert python(code).strip() == "all"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = mif.nonsense


EVERYTHING = f"""
import logging, socket, sys
sys.stderr = sys.stdout
logging.basicConfig(level=0, stream=sys.stdout)
def refuse(*args, **kwargs):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import mifcheck as mif
texts = {TEXTS!r}
checkers = [mif.build(id, mif.describe(id).example) for id in mif.registry]
for at, (language, text) in enumerate(texts.items()):
    mif.check_all(checkers[at::len(texts)], text, language)
    mif.check("language:response_language", {{"language": language}}, text[:40], language)
    mif.Text(text, language).words
print(len(texts), len(checkers))
"""


def test_a_check_asks_no_network_writes_nothing_and_is_silent(tmp_path):
    places = {name: tmp_path / name for name in ("home", "work", "temporary", "cache")}
    for place in places.values():
        place.mkdir()
        place.chmod(0o555)
    told = python(
        EVERYTHING,
        cwd=places["work"],
        HOME=str(places["home"]),
        XDG_CACHE_HOME=str(places["cache"]),
        TMPDIR=str(places["temporary"]),
        PYTHONDONTWRITEBYTECODE="1",
    )
    assert told.strip() == f"{len(LANGUAGES)} {len(mif.registry)}"
    left = [path for place in places.values() for path in place.rglob("*")]
    assert left == []


def test_the_package_says_that_it_is_typed():
    assert Path(mif.__file__).with_name("py.typed").is_file()


def test_the_version_is_that_of_the_module():
    from mifcheck._version import __version__

    assert mif.__version__ == __version__
    assert os.path.basename(os.path.dirname(mif.__file__)) == "mifcheck"


def test_the_package_is_imported_from_a_zip_file(tmp_path):
    house = Path(mif.__file__).parent
    archive = tmp_path / "mifcheck.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in house.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                file.write(path, Path("mifcheck") / path.relative_to(house))
    code = (
        f"import sys; sys.path.insert(0, {str(archive)!r})\nimport mifcheck as mif\n"
        "print(mif.check('punctuation:no_comma', {}, 'a, b').passed, mif.__file__)"
    )
    told = python(code, PYTHONPATH=str(archive)).split()
    assert told[0] == "False"
    assert told[1].startswith(str(archive))


SLOW_PLUGIN = """
import time
time.sleep(0.5)
import mifcheck as mif
@mif.checker("slow:nothing", asks="nothing")
class Nothing(mif.Checker):
    def judge(self, text):
        return self.verdict(True)
"""
THREADS = """
import sys, threading
sys.path.insert(0, {folder!r})
import mifcheck as mif
found = []
def work():
    try:
        found.append(mif.check("slow:nothing", {{}}, "a").passed)
    except Exception as error:
        found.append(repr(error))
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(found)
"""


def test_threads_wait_until_a_plug_in_is_loaded(tmp_path):
    metadata = tmp_path / "slow_plugin-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: slow-plugin\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[mifcheck.checkers]\nslow = slow_plugin\n")
    (tmp_path / "slow_plugin.py").write_text(SLOW_PLUGIN)
    assert python(THREADS.format(folder=str(tmp_path))).strip() == str([True] * 4)
