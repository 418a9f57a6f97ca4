"""A small reader of RIS, written from its description and not from our writer."""

import re

_LINE = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")


def read_ris(content: bytes) -> list[dict[str, list[str]]]:
    """Records as tag to values. Fails on anything that is not a tag, or outside TY and ER."""
    records, record = [], None
    for line in content.decode("utf-8").split("\r\n"):
        if not line:
            continue
        tag, value = _LINE.fullmatch(line).groups()
        if tag == "TY":
            assert record is None, "a record began inside another"
            record = {}
        assert record is not None, f"{tag} stands outside a record"
        if tag == "ER":
            records.append(record)
            record = None
        else:
            record.setdefault(tag, []).append(value)
    assert record is None, "the last record does not end"
    return records
