"""A real Chromium without a window, on a new empty profile, to open pages with."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
)  # fmt: skip


def visit(driver: Any, address: str) -> None:
    """Opens a page, and waits until all of it has loaded: `driver.get` may return before."""
    driver.get(address)
    end = time.monotonic() + 30
    while driver.execute_script("return document.readyState") != "complete":
        assert time.monotonic() < end, f"{address} never loads"
        time.sleep(0.01)


@contextmanager
def chromium(profile: Path) -> Iterator[Any]:
    """Yields a Selenium driver of Chromium, 1200 by 800; skips the test where there is none."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    binary = shutil.which("chromium") or shutil.which("google-chrome")
    server = shutil.which("chromedriver")
    if binary is None or server is None:
        pytest.skip("no chromium and chromedriver on this machine (Debian: chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1200,800"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(server))
    try:
        yield driver
    finally:
        driver.quit()
