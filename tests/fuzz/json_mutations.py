"""JSON changed with regard for its structure, so that it gets past the reader of JSON itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random

from engine.core.ops import OPS
from tests.fuzz.odd import LETTERS, NUMBERS, TEXTS


class Object(list[tuple[str, object]]):
    """An object as its pairs: a key can stand in it twice."""


class Raw(str):
    """What is written as it is, whether or not it is JSON."""

    __slots__ = ()


Container = Object | list[object]
Place = tuple[Container, int]
"""An entry of an object or of a list."""


def mutated(content: bytes, other: bytes, dice: Random) -> bytes:
    """`content` with one to three of its parts changed, some for parts of `other`."""
    whole: list[object] = [_read(content)]
    donor: list[object] = [_read(other)]
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        places = list(_places(whole))
        if not places:
            break
        dice.choice(_CHANGES)(places, list(_places(donor)), dice)
    text = ", ".join(map(_written, whole))
    return text.encode(errors="surrogatepass")


def _read(content: bytes) -> object:
    return json.loads(content, object_pairs_hook=Object)


def _places(top: Container) -> Iterator[Place]:
    """Every entry below `top`."""
    stack: list[Container] = [top]
    while stack:
        container = stack.pop()
        for index in range(len(container)):
            yield container, index
            value = _value((container, index))
            if isinstance(value, list):
                stack.append(value)


def _value(place: Place) -> object:
    container, index = place
    if isinstance(container, Object):
        return container[index][1]
    return container[index]


def _put(place: Place, value: object) -> None:
    container, index = place
    if isinstance(container, Object):
        container[index] = (container[index][0], value)
    else:
        container[index] = value


def _written(value: object) -> str:
    if isinstance(value, Raw):
        return value
    if isinstance(value, Object):
        pairs = (f"{_written(key)}: {_written(item)}" for key, item in value)
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False)


# The changes. Each is given the places of the file and those of another one.

_Change = Callable[[list[Place], list[Place], Random], None]


def _drop(places: list[Place], _others: list[Place], dice: Random) -> None:
    container, index = dice.choice(places)
    del container[index]


def _double(places: list[Place], _others: list[Place], dice: Random) -> None:
    """An entry stands twice, or many times."""
    container, index = dice.choice(places)
    times = dice.choice((1, 1, 1, 2, 20))
    container[index:index] = [deepcopy(container[index]) for _ in range(times)]


def _rename(places: list[Place], _others: list[Place], dice: Random) -> None:
    keyed = [(container, i) for container, i in places if isinstance(container, Object)]
    if keyed:
        container, index = dice.choice(keyed)
        key, value = container[index]
        known = dice.choice(keyed)
        new = dice.choice((known[0][known[1]][0], dice.choice(TEXTS), key + dice.choice(LETTERS)))
        container[index] = (new, value)


def _odd(places: list[Place], _others: list[Place], dice: Random) -> None:
    """Another value of any type."""
    _put(dice.choice(places), _odd_value(dice))


def _odd_number(places: list[Place], _others: list[Place], dice: Random) -> None:
    numbers = [place for place in places if type(_value(place)) in (int, float)]
    if numbers:
        _put(dice.choice(numbers), Raw(dice.choice(NUMBERS)))


def _likely_number(places: list[Place], _others: list[Place], dice: Random) -> None:
    """A number that may well pass, so that what comes after the reader is reached."""
    numbers = [place for place in places if type(_value(place)) in (int, float)]
    if numbers:
        place = dice.choice(numbers)
        size = 10.0 ** dice.uniform(-3, dice.choice((3, 9, 300)))
        whole = isinstance(_value(place), int)
        _put(place, dice.randint(0, 12) if whole else dice.choice((-1, 1)) * size)


def _odd_text(places: list[Place], _others: list[Place], dice: Random) -> None:
    texts = [place for place in places if type(_value(place)) is str]
    if texts:
        place = dice.choice(texts)
        letters = "".join(dice.choice(LETTERS) for _ in range(dice.choice((1, 2, 12))))
        _put(place, dice.choice((letters, f"{_value(place)}{letters}", dice.choice(TEXTS))))


def _other_op(places: list[Place], _others: list[Place], dice: Random) -> None:
    ops = [p for p in places if isinstance(p[0], Object) and p[0][p[1]][0] == "op"]
    if ops:
        place = dice.choice(ops)
        # Of the same arity, as often as not: then the file still holds a graph.
        name = _value(place)
        arity = OPS[name].arity if isinstance(name, str) and name in OPS else 0
        alike = [op.name for op in OPS.values() if op.arity == arity]
        _put(place, dice.choice((dice.choice(alike or [None]), dice.choice(list(OPS)))))


def _copy(places: list[Place], others: list[Place], dice: Random) -> None:
    """One value in the place of another: an id becomes a repeated one, a wire makes a loop."""
    source = dice.choice(others if others and dice.random() < 0.2 else places)
    kind = type(_value(source))
    alike = [place for place in places if type(_value(place)) is kind] or places
    _put(dice.choice(alike), deepcopy(_value(source)))


def _exchange(places: list[Place], _others: list[Place], dice: Random) -> None:
    one, two = dice.choice(places), dice.choice(places)
    a, b = _value(one), _value(two)
    if not isinstance(a, list) and not isinstance(b, list):
        _put(one, b)
        _put(two, a)


def _graft(places: list[Place], others: list[Place], dice: Random) -> None:
    """A part of another file, in the place of a part here."""
    if others:
        # A copy: a part that came to stand within itself could not be written.
        _put(dice.choice(places), deepcopy(_value(dice.choice(others))))


def _nest(places: list[Place], _others: list[Place], dice: Random) -> None:
    place = dice.choice(places)
    depth = dice.choice((1, 2, 30, 1_000, 100_000))
    opening, closing = dice.choice((("[", "]"), ('{"a": ', "}")))
    _put(place, Raw(opening * depth + _written(_value(place)) + closing * dice.choice((depth, 0))))


def _shuffle(places: list[Place], _others: list[Place], dice: Random) -> None:
    dice.shuffle(dice.choice(places)[0])


def _odd_value(dice: Random) -> object:
    kind = dice.randrange(4)
    if kind == 0:
        return Raw(dice.choice(NUMBERS))
    if kind == 1:
        return dice.choice(TEXTS)
    if kind == 2:
        return Raw(dice.choice(("null", "true", "false", "[]", "{}", "[[]]", '[{"a": 1}]')))
    return [dice.randint(-2, 9) for _ in range(dice.choice((0, 1, 2, 3, 7)))]


_CHANGES: tuple[_Change, ...] = (
    _drop, _double, _rename, _odd, _odd_number, _likely_number, _likely_number, _odd_text,
    _other_op, _copy, _copy, _exchange, _graft, _nest, _shuffle,
)  # fmt: skip
