"""The log: bounded, readable, and never the reason why something else fails."""

import threading

import pytest

from app.errors.log import LARGEST, LONGEST, Log


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path / "data" / "logs")


def test_an_entry_has_its_time_and_stands_after_the_last_one(log):
    log.write("first\nof two lines")
    log.write("naïve — 数")
    first, second, third = log.path.read_text(encoding="utf-8").splitlines()
    assert first.endswith(" first")
    assert second == "of two lines"
    assert third.endswith(" naïve — 数")
    assert third.startswith("20")


def test_what_is_no_text_is_written_all_the_same(log):
    log.write("half a character: \ud800")
    assert "\\ud800" in log.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("letters", ["x" * 10_000, "數" * 3_333, "\ud800" * 1_666])
def test_it_never_takes_more_than_two_files_of_a_bound(log, letters):
    for number in range(200):
        log.write(f"{number} {letters}")
    assert {path.name for path in log.path.parent.iterdir()} == {log.path.name, log.older.name}
    assert log.path.stat().st_size <= LARGEST
    assert log.older.stat().st_size <= LARGEST
    kept = log.older.read_text(encoding="utf-8") + log.path.read_text(encoding="utf-8")
    first = letters[0].encode(errors="backslashreplace").decode()
    assert kept.count(f" 199 {first}") == 1
    assert kept.count(f" 150 {first}") == 1
    assert f" 3 {first}" not in kept


def test_of_an_endless_entry_the_end_is_kept(log):
    log.write("x" * 10_000_000 + "the end")
    assert log.path.stat().st_size < LONGEST + 100
    assert log.path.read_text(encoding="utf-8").endswith("the end\n")


def test_where_nothing_can_be_written_nothing_fails(tmp_path):
    (tmp_path / "file").write_text("no folder")
    Log(tmp_path / "file" / "logs").write("lost")
    (tmp_path / "logs").mkdir()
    log = Log(tmp_path / "logs")
    log.path.mkdir()
    log.write("lost")


def test_entries_of_several_threads_and_programs_stay_whole(log, tmp_path):
    others = [log, Log(tmp_path / "data" / "logs")]

    def fill(mine, letter):
        for _ in range(100):
            mine.write(letter * 50)

    threads = [
        threading.Thread(target=fill, args=(others[place % 2], letter))
        for place, letter in enumerate("abcd")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    words = [line.split()[1] for line in log.path.read_text(encoding="utf-8").splitlines()]
    assert len(words) == 400
    assert set(words) == {letter * 50 for letter in "abcd"}
