"""Heads of flow returns as senders write them."""

from hospitals.readers import flow_columns

INSURER = ["结算年月", "insuplc_admdvs", "mdtrtarea_admvs", "病种分类", "病种编码", "结算人次"]


def test_heads_of_other_systems_are_known():
    found = flow_columns.guess(INSURER)

    assert found.mapping == {
        "period": [0],
        "origin_code": [1],
        "dest_code": [2],
        "disease_system": [3],
        "disease_code": [4],
        "n_stays": [5],
    }
    assert flow_columns.missing(found.mapping, has_source=True) == []
    assert flow_columns.missing(found.mapping, has_source=False) == ["source_system"]


def test_what_a_sender_said_before_wins():
    found = flow_columns.guess(
        ["月份", "本地人次", "备注"], {"本地人次": "n_stays", "备注": "gone"}
    )

    assert (found.mapping, found.unused) == ({"period": [0], "n_stays": [1]}, ("备注",))
    assert "dest_code" in flow_columns.missing(found.mapping, has_source=True)


def test_a_second_column_of_one_meaning_is_not_read():
    assert flow_columns.guess(["人次", "例数"]).unused == ("例数",)
