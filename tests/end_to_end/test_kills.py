"""Killed at any moment, the program leaves files that open, and misses two seconds at most.

Here a few times; `python -m tests.durability` does so 200 times.
"""

from tests.durability.kills import kill_many

MOST = 2.0
"""Seconds."""


def test_a_dozen_kills_lose_no_more_than_the_last_two_seconds():
    found = list(kill_many(12, (12, 300), seed=1))
    assert all(0 <= remains.kept <= remains.edits for remains in found)
    assert [remains for remains in found if remains.lost > MOST] == []
    assert any(remains.drafts for remains in found)
