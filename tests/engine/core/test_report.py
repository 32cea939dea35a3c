"""describe: a graph as data, for the command line and for the app's export."""

from engine import Value, parse
from engine.core.report import describe


def test_nodes_without_a_name_get_one_that_is_free():
    report = describe(parse("_1 = 2; _1 * 3 + 4")["_"])
    assert [node["name"] for node in report["nodes"]] == ["_1", "_2", "_3", "_4", "_5"]
    assert report["output"] == "_5"
    assert report["nodes"][-1]["children"] == ["_3", "_4"]


def test_a_label_belongs_to_the_first_that_has_it():
    report = describe(Value(1.0, "a") + Value(2.0, "a"))
    assert [node["name"] for node in report["nodes"]] == ["a", "_1", "_2"]


def test_names_from_outside_come_before_labels():
    a, b = Value(1.0, "a"), Value(2.0, "b")
    report = describe(a + b, {id(a): "first"})
    assert [node["name"] for node in report["nodes"]] == ["first", "b", "_1"]


def test_a_report_computes_nothing():
    a = Value(2.0, "a")
    root = a * a
    assert {node["grad"] for node in describe(root)["nodes"]} == {0.0}
    root.backward()
    (first, last) = describe(root)["nodes"]
    assert (first["grad"], first["children"], last["children"]) == (4.0, [], ["a", "a"])
