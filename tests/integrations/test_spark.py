"""The recipe on the page of Spark, on a real session on this machine."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from doc_blocks import python_blocks
from suites import REPLIES, ROWS

import mifcheck as mif
from mifcheck.integrations.rows import columns_of

FULL = [
    (number, reply, json.dumps(row["instruction_id_list"]), json.dumps(row["kwargs"]), row["language"])
    for number, (row, reply) in enumerate(list(zip(ROWS, REPLIES, strict=True)) * 5)
]  # fmt: skip
FIELDS = "number int, response string, instruction_id_list string, kwargs string, language string"


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if not (shutil.which("java") or "JAVA_HOME" in os.environ):
        pytest.skip("Spark needs Java")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        paths = [str(Path(mif.__file__).parents[1]), os.environ.get("PYTHONPATH")]
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.default.parallelism", "2")
        session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
        yield session
        session.stop()


def test_the_recipe_on_the_page_gives_the_verdicts_of_check_many(spark):
    (block,) = python_blocks("docs/integrations/spark.md")
    shared: dict = {}
    exec(block, shared)
    assert sorted(row.pif for row in shared["scored"].collect()) == [0.0, 1.0]

    rows = spark.createDataFrame(FULL, FIELDS).repartition(2)
    added = shared["DataType"].fromDDL(shared["SPARK_COLUMNS"])
    columns = shared["StructType"]([*rows.schema, *added])
    scored = rows.mapInPandas(shared["scored_batches"], columns).collect()
    found = sorted((row.asDict(recursive=True) for row in scored), key=lambda row: row["number"])
    asked = [dict(zip(rows.columns, row, strict=True)) for row in FULL]
    results = mif.check_many(asked, workers=1)
    assert found == [
        {**row, **columns_of(result)} for row, result in zip(asked, results, strict=True)
    ]
