"""Every tally on every engine: the same figures as from pandas, only small tables fetched, a sentence where none is.

Polars (eager and lazy), PyArrow, DuckDB, Ibis and a real local Spark session, made once for the file.
"""

import os

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from spark_home import use_spark

from sgm_lab import _tables, control, feedback, i18n, kano, sampling, satisfaction, servqual
from sgm_lab._tables import is_lazy
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language

ENGINES = ("polars", "polars lazy", "pyarrow", "duckdb", "ibis", "pyspark")
LAZY = ("polars lazy", "duckdb", "ibis", "pyspark")
SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "1",
    "spark.driver.memory": "600m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.adaptive.enabled": "false",  # which plans small queries twice
    "spark.sql.codegen.wholeStage": "false",  # compiled Java does not pay for a few thousand rows
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    if not use_spark():
        pytest.skip("no Spark or no Java: python -m tests.spark_home fetches the one")
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    build = SparkSession.builder.master("local[1]")
    for name, value in SPARK.items():
        build = build.config(name, value)
    session = build.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse"))).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def place(request, tmp_path_factory):
    """A function from a name of `DATA` to that table in an engine; each table is made there once."""
    folder, con, made = tmp_path_factory.mktemp("tables"), duckdb.connect(), {}

    def arrow(name):
        return pa.Table.from_pandas(DATA[name], preserve_index=False)

    def in_duckdb(name):
        con.from_arrow(arrow(name)).create(f"{name}_{len(made)}")
        return f"{name}_{len(made)}"

    def in_ibis(name):
        import ibis

        return ibis.duckdb.from_connection(con).table(in_duckdb(name))

    def in_spark(name):
        session = request.getfixturevalue("spark")
        pq.write_table(arrow(name), folder / f"{name}.parquet", coerce_timestamps="us")
        return session.read.parquet(str(folder / f"{name}.parquet"))

    make = {
        "polars": lambda name: pl.from_arrow(arrow(name)),
        "polars lazy": lambda name: pl.from_arrow(arrow(name)).lazy(),
        "pyarrow": arrow,
        "duckdb": lambda name: con.table(in_duckdb(name)),
        "ibis": in_ibis,
        "pyspark": in_spark,
    }

    def placed(engine, name):
        if (engine, name) not in made:
            made[engine, name] = make[engine](name)
        return made[engine, name]

    return placed


def _data():
    rng = np.random.default_rng(20)
    people = np.arange(240)
    asked = pd.MultiIndex.from_product([people, ["2024", "2025"], ["wait", "tea", "app"]])
    answers = asked.to_frame(index=False, name=["respondent", "wave", "feature"])
    pairs = rng.integers(1, 6, (len(answers), 2))
    answers[["functional", "dysfunctional"]] = pairs
    answers["importance"] = rng.integers(1, 10, len(answers))
    answers["segment"] = np.where(answers["respondent"] % 3, "new", "old")
    answers = answers.astype({"functional": "Int8", "dysfunctional": "Int64"})
    answers.loc[::29, "functional"] = pd.NA
    items = {1: "tangibles", 2: "tangibles", 5: "reliability", 6: "reliability", 7: "reliability"}
    rows = pd.MultiIndex.from_product([people, ["2024", "2025"], list(items)])
    survey = rows.to_frame(index=False, name=["respondent", "wave", "item"])
    survey["dimension"] = survey["item"].map(items)
    survey["segment"] = np.where(survey["respondent"] % 3, "new", "old")
    survey["expectation"] = pd.array(rng.integers(6, 8, len(survey)), "Int64")
    survey["perception"] = rng.integers(3, 6, len(survey)).astype(float)
    survey.loc[::17, "expectation"] = pd.NA
    survey.loc[::23, "perception"] = np.nan
    survey = survey.drop(index=survey.index[survey["respondent"].eq(7) & survey["item"].eq(5)])
    named = survey.assign(item="第" + survey["item"].astype(str) + "题")
    zones = survey.rename(columns={"expectation": "desired", "perception": "perceived"}).assign(adequate=4)
    scores = pd.DataFrame({"score": pd.array(rng.integers(1, 6, 2000), "Int16")})
    scores.loc[::31, "score"] = pd.NA
    wide = pd.DataFrame(rng.integers(1, 8, (90, 4)), columns=list("abcd"))
    return {
        "kano": answers,
        "servqual": survey,
        "named": named,
        "zones": zones,
        "wide": wide.assign(b=(wide["a"] + rng.integers(0, 2, 90)).clip(upper=7)),
        "scores": scores,
        "nps": pd.DataFrame({"score": rng.integers(0, 11, 2000)}),
        "acsi": pd.DataFrame(rng.integers(1, 11, (300, 3)), columns=["overall", "expected", "ideal"]),
        "days": pd.DataFrame(
            {
                "day": pd.date_range("2025-01-30 23:30", periods=1500, freq="37min"),
                "minutes": rng.gamma(2, 9, 1500),
            }
        ),
        "causes": pd.DataFrame({"cause": rng.choice(["queue", "manner", "price"], 900, p=[0.6, 0.3, 0.1])}),
        "before": pd.DataFrame({"minutes": rng.gamma(2, 9, 800)}),
        "after": pd.DataFrame({"minutes": rng.gamma(2, 8, 700)}),
        "comments": pd.DataFrame({"comment": ["等太久了", "护士很耐心", None, "太慢"]}),
    }


DATA = _data()
#: Name of a tally → the table it takes and the call. The first part stays where it is but for a small result.
SMALL = {
    "kano.cells": ("kano", lambda t: kano.cells(t, by="segment")),
    "kano.tally": ("kano", lambda t: kano.tally(t, by=["segment", "wave"])),
    "kano.tally, weighted": ("kano", lambda t: kano.tally(t, weights="importance")),
    "kano.tally, clusters": (
        "kano",
        lambda t: kano.tally(t, by="wave", weights=sampling.Design("importance", cluster="segment")),
    ),
    "kano.continuous": ("kano", kano.continuous),
    "kano.importance": ("kano", lambda t: kano.importance(t, by="segment")),
    "kano.drift": ("kano", lambda t: kano.drift(t, paired=False)),
    "servqual.gaps": ("servqual", servqual.gaps),
    "servqual.gaps by": ("servqual", lambda t: servqual.gaps(t, by=["segment", "wave"])),
    "servqual.gaps item": ("servqual", lambda t: servqual.gaps(t, "item")),
    "servqual.gaps named": ("named", servqual.gaps),
    "servqual.performance": ("servqual", servqual.performance),
    "servqual.zone_of_tolerance": ("zones", servqual.zone_of_tolerance),
    "servqual.alpha": ("wide", lambda t: servqual.alpha(t).items),
    "satisfaction.csat": ("scores", satisfaction.csat),
    "satisfaction.ces": ("scores", satisfaction.ces),
    "satisfaction.nps": ("nps", satisfaction.nps),
    "satisfaction.daily": ("days", satisfaction.daily),
    "control.pareto": ("causes", control.pareto),
    "control.period_level": ("before", control.period_level),
}
#: These look at persons, or at texts: a row of each is fetched.
PERSONS = {
    "kano.careless": ("kano", lambda t: kano.careless(t, least=2)),
    "kano.drift paired": ("kano", kano.drift),
    "servqual.gaps, weighted": ("servqual", lambda t: servqual.gaps(t, weights="respondent")),
    "servqual.score": ("servqual", lambda t: servqual.score(t).weighted),
    "servqual.compare": ("servqual", servqual.compare),
    "servqual.respondents": ("servqual", servqual.respondents),
    "servqual.reliability": ("servqual", servqual.reliability),
    "satisfaction.acsi": ("acsi", satisfaction.acsi),
    "feedback.code": ("comments", lambda t: feedback.code(t).drop(columns="words")),
}
ALL = SMALL | PERSONS
#: Tables with a row a person or text, which come in any order from an engine.
UNORDERED = {"kano.careless": "respondent", "feedback.code": "text"}
COLUMNS = {
    "satisfaction.csat",
    "satisfaction.ces",
    "satisfaction.nps",
    "control.pareto",
    "control.period_level",
}
COLUMNS |= {"feedback.code"}


def given(name, table):
    """A column is passed as a column where the library has such a thing."""
    return table[DATA[ALL[name][0]].columns[0]] if name in COLUMNS and not is_lazy(table) else table


@pytest.fixture(scope="module")
def expected():
    return {name: call(given(name, DATA[table].copy())) for name, (table, call) in ALL.items()}


def same(found, wanted):
    if hasattr(wanted, "value"):
        assert found.n == wanted.n
        parts = [(one.value, one.low, one.high) for one in (found, wanted)]
        assert parts[0] == pytest.approx(parts[1], rel=1e-10, nan_ok=True)
        return
    found, wanted = found.reset_index(), wanted.reset_index()
    for column in wanted.select_dtypes("integer"):
        assert found[column].tolist() == wanted[column].tolist(), column
    pd.testing.assert_frame_equal(
        found, wanted, check_dtype=False, check_column_type=False, rtol=1e-10, atol=1e-12
    )


@pytest.fixture
def fetched(monkeypatch):
    """How many rows each fetch from a lazy table brought home."""
    rows, collect = [], nw.LazyFrame.collect

    def watched(self, *args, **kwargs):
        found = collect(self, *args, **kwargs)
        rows.append(len(found))
        return found

    def asked(frame, work, ask=_tables._asked):
        found = ask(frame, work)
        if isinstance(found, dict):  # columns of DuckDB, without Narwhals
            rows.append(max(map(len, found.values())))
        return found

    monkeypatch.setattr(nw.LazyFrame, "collect", watched)
    monkeypatch.setattr(_tables, "_asked", asked)
    return rows


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ALL)
def test_figures_are_those_of_pandas_and_only_small_tables_are_fetched(
    name, engine, place, expected, fetched
):
    table, call = ALL[name]
    found, wanted = call(given(name, place(engine, table))), expected[name]
    assert bool(fetched) == (engine in LAZY)
    if name in SMALL:
        assert max(fetched, default=0) < len(DATA[table]) / 4
    if name in UNORDERED and engine in LAZY:
        found, wanted = (one.sort_values(UNORDERED[name]) for one in (found, wanted))
        wanted = wanted if name != "feedback.code" else wanted.set_axis(found.index)
    same(found, wanted)
    for fact in ("left_out", "notes", "incomplete"):
        assert getattr(found, "attrs", {}).get(fact) == getattr(wanted, "attrs", {}).get(fact)


@pytest.mark.parametrize("engine", LAZY)
def test_two_periods_are_compared_where_they_live(engine, place):
    wanted = control.before_after(DATA["before"]["minutes"], DATA["after"]["minutes"]).difference
    same(control.before_after(place(engine, "before"), place(engine, "after")).difference, wanted)


@pytest.mark.parametrize("engine", LAZY)
def test_what_cannot_be_done_there_is_a_sentence(engine, place):
    cannot = {
        "control.no_order": lambda: control.individuals(place(engine, "scores")),
        "errors.one_column": lambda: satisfaction.csat(place(engine, "acsi")),
        "satisfaction.daily_columns": lambda: satisfaction.daily(place(engine, "acsi")),
        "satisfaction.outside": lambda: satisfaction.csat(place(engine, "nps")),
        "errors.engine_kind": lambda: control.period_level(place(engine, "causes")),
        "kano.answer": lambda: kano.importance(place(engine, "kano"), scale=(1, 7)),
        "servqual.outside": lambda: servqual.performance(place(engine, "servqual"), scale=(1, 4)),
        "errors.column_missing": lambda: servqual.gaps(place(engine, "servqual"), by="shop"),
    }
    for key, call in cannot.items():
        with pytest.raises((ArgumentError, DataError)) as wrong:
            call()
        assert wrong.value.key == key
        for lang in ("zh", "en"):
            with use_language(lang):
                assert "{" not in str(wrong.value)
                assert len(str(wrong.value)) > 10


@pytest.mark.parametrize(
    "place",
    [pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table, lambda rows: duckdb.from_arrow(pa.table(rows))],
    ids=["pandas", "polars", "polars lazy", "pyarrow", "duckdb"],
)
def test_a_table_of_one_column_is_that_column_and_says_the_same_of_wrong_answers(place):
    for call in (satisfaction.csat, satisfaction.ces, satisfaction.nps):
        same(call(place({"score": [1, 4, 5, 5, None]})), call([1, 4, 5, 5]))
    same(control.period_level(place({"score": [1, 4, 5, 5]})), control.period_level([1, 4, 5, 5]))
    wrong = {
        "satisfaction.outside": ([5, 9, 0, 9], ["1–5", "3", "scale=("]),
        "satisfaction.not_whole": ([5.0, 4.5], ["4.5"]),
        "satisfaction.number_as_text": (["5", "4"], ["text"]),
        "satisfaction.not_a_number": (["好", None], ["“好”", "1 to 5"]),
    }
    for key, (scores, parts) in wrong.items():
        with pytest.raises(DataError) as found:
            satisfaction.csat(place({"score": scores}))
        assert found.value.key == key
        with use_language("en"):
            assert all(part in str(found.value) for part in parts)
    with pytest.raises(ArgumentError) as two:
        satisfaction.csat(place({"score": [5], "day": [1]}))
    assert (two.value.key, two.value.values["columns"]) == ("errors.one_column", ["score", "day"])


def test_figures_of_no_day_are_left_out_with_a_note():
    rows = pd.DataFrame(
        {
            "day": pd.to_datetime(["2025-01-01 08:00", None, "2025-01-01 09:00", None]),
            "minutes": [1, 2.5, 4, None],
        }
    )
    said = [i18n.t("errors.missing_group", column="day", count=1)]
    found = [satisfaction.daily(rows["day"], rows["minutes"])]
    found += [satisfaction.daily(place(rows)) for place in (pd.DataFrame, pl.from_pandas, duckdb.from_df)]
    for table in found:
        assert (table.index.tolist(), table["total"].tolist()) == ([pd.Timestamp("2025-01-01")], [5])
        assert table.attrs["notes"] == said
    with pytest.raises(DataError):
        satisfaction.daily(rows.assign(day=pd.NaT))


def test_somebody_who_answered_twice_is_found_by_every_engine(place):
    for engine in ENGINES[:5]:
        rows = nw.from_native(place(engine, "servqual"))
        again = rows.filter(nw.col("respondent") == 3, nw.col("item") == 6)
        fewer = rows.filter(~((nw.col("respondent") == 3) & (nw.col("item") == 7)))  # as many rows as before
        with pytest.raises(DataError) as wrong:
            servqual.gaps(nw.concat([fewer, again]).to_native(), "item")
        assert (wrong.value.key, wrong.value.values["item"]) == ("servqual.duplicate", 6)


def test_whole_questionnaires_are_counted_without_a_look_at_each_person(monkeypatch):
    rng = np.random.default_rng(21)
    asked = pd.MultiIndex.from_product([range(60), ["2024", "2025"], [1, 2, 5]])
    rows = asked.to_frame(index=False, name=["respondent", "wave", "item"])
    rows["segment"] = np.where(rows["respondent"] % 3, "new", "old")
    rows[["expectation", "perception"]] = rng.integers(1, 8, (len(rows), 2))
    named = rows.assign(respondent="p" + rows["respondent"].astype(str))
    one = rows[rows["wave"] == "2024"].drop(columns="wave")
    again, other, swapped = one[one["respondent"] == 3], one[one["respondent"] == 4], one["item"] == 5
    wrong = {
        "a questionnaire twice": pd.concat([one, again]),
        "every questionnaire twice": pd.concat([one, one]),
        "one for another": pd.concat([one.drop(index=other.index[2:]), again[again["item"] == 5]]),
        "three for two others": pd.concat(
            [one[~(swapped & one["respondent"].isin([4, 5]))], *[again[again["item"] == 5]] * 2]
        ),
        "one under the number of another": one.replace({"respondent": {4: 3}}),
    }
    # Not what this is about; an exact p imports a lot.
    monkeypatch.setattr(
        "sgm_lab.servqual._gaps.signed_rank_p", lambda gap, times, at, groups: np.ones(groups)
    )
    con = duckdb.connect()
    places = [
        lambda table: pl.from_pandas(table).lazy(),
        lambda table: con.from_arrow(pa.Table.from_pandas(table)),
    ]
    for place in places:
        for table in wrong.values():
            with pytest.raises(DataError) as found:
                servqual.gaps(place(table), "item")
            assert (found.value.key, found.value.values["respondent"]) in {
                ("servqual.duplicate", at) for at in (range(60) if len(table) > 200 else [3])
            }
    monkeypatch.setattr("sgm_lab.servqual._repeats._one_by_one", None)
    for table, groups in (
        (one.sample(frac=1, random_state=1), [None, "segment"]),
        (named, [None]),
        (rows, ["wave"]),
    ):
        for by in groups:
            wanted = servqual.gaps(table, "item", by)
            for place in places:
                found = servqual.gaps(place(table), "item", by)
                same(found, wanted)
                assert found.attrs["left_out"] == wanted.attrs["left_out"]

    # People numbered from 0 or 1 need no look at their numbers; of others those are looked at.
    plain = servqual.gaps(one, "item")
    numbers = [
        one["respondent"] * 2,
        one["respondent"],
        one["respondent"] + 1,
        one["respondent"].astype("int8"),
    ]
    for at, number in enumerate(numbers):
        for place in places:
            same(servqual.gaps(place(one.assign(respondent=number)), "item"), plain)
        if not at:
            monkeypatch.setattr("sgm_lab.servqual._repeats._all_differ", None)

    # By dimension the people are counted anyway, whatever their names are.
    monkeypatch.setattr("sgm_lab.servqual._repeats._numbered", None)
    of_all = named.assign(dimension=np.where(named["item"] < 5, "tangibles", "reliability"))
    wanted = servqual.gaps(of_all)
    for place in places:
        found = servqual.gaps(place(of_all))
        same(found, wanted)
        assert found.attrs["left_out"] == wanted.attrs["left_out"]
    monkeypatch.undo()
    for table in wrong.values():
        for place in places:
            with pytest.raises(DataError) as found:
                servqual.gaps(place(table.assign(dimension=table["item"].map({1: "a", 2: "a", 5: "b"}))))
            assert found.value.key == "servqual.duplicate"


def test_spark_counts_whole_questionnaires_likewise(spark, monkeypatch, tmp_path):
    rng = np.random.default_rng(22)
    rows = pd.MultiIndex.from_product([range(40), [1, 2]]).to_frame(index=False, name=["respondent", "item"])
    rows[["expectation", "perception"]] = rng.integers(1, 8, (len(rows), 2))
    rows = rows.sample(frac=1, random_state=1)
    rows.to_parquet(tmp_path / "rows")
    pd.concat([rows, rows[rows["respondent"] == 3]]).to_parquet(tmp_path / "twice")
    with pytest.raises(DataError):
        servqual.gaps(spark.read.parquet(str(tmp_path / "twice")), "item")
    monkeypatch.setattr("sgm_lab.servqual._repeats._one_by_one", None)
    same(servqual.gaps(spark.read.parquet(str(tmp_path / "rows")), "item"), servqual.gaps(rows, "item"))


def test_an_engine_that_stops_says_why(tmp_path):
    (tmp_path / "answers.csv").write_text("feature,functional,dysfunctional\nwait,1,5\nwait,two,5\n")
    broken = pl.scan_csv(tmp_path / "answers.csv", schema_overrides={"functional": pl.Int64})
    with pytest.raises(DataError) as wrong:
        kano.tally(broken)
    assert wrong.value.key == "errors.engine"
    assert "two" in str(wrong.value)


def test_decimals_of_a_database_are_numbers(place):
    con = duckdb.connect()
    con.sql(
        "create table t as select 'wait' as feature, 1::decimal(3, 0) as functional, 5::decimal(3, 0) as dysfunctional"
    )
    assert kano.tally(con.table("t")).loc["wait", "O"] == 1
    assert kano.tally(con.table("t").to_arrow_table()).loc["wait", "O"] == 1
