"""The built pages can be read from files: nothing is loaded from elsewhere, and the search works."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from chromium import chromium, visit
from doc_blocks import ROOT

pytest.importorskip("material", reason="mkdocs-material is not installed")

FOUND = "return [...document.querySelectorAll('.md-search-result__item')].map((each) => each.textContent)"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    built = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", built]
    subprocess.run(command, cwd=ROOT, check=True)
    return built


def test_no_page_loads_anything_from_elsewhere(site):
    pages = [page for page in site.rglob("*.html") if page.name != "404.html"]  # for servers
    assert len(pages) > 30
    loads = re.compile(
        r'<(?:script|img|iframe)[^>]* src="([^"]+)|<link rel="(?:stylesheet|icon)" href="([^"]+)'
    )
    for page in pages:
        loaded = [one or other for one, other in loads.findall(page.read_text("utf-8"))]
        assert len(loaded) > 4
        for each in loaded:
            assert (page.parent / each).exists(), (page.name, each)


def test_the_search_works_from_a_file(site, tmp_path):
    with chromium(tmp_path / "profile") as driver:
        visit(driver, (site / "index.html").as_uri())
        # The search begins to load with the first key that a person presses.
        driver.find_element("css selector", ".md-search__input").send_keys("danda")
        found, end = [], time.monotonic() + 60
        while not found and time.monotonic() < end:
            time.sleep(0.5)
            found = driver.execute_script(FOUND)
        assert any("Languages" in each for each in found)
        assert [each for each in driver.get_log("browser") if each["level"] == "SEVERE"] == []
