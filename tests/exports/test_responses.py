from io import BytesIO

import pytest

from golab.exports.responses import file_name, kept, streamed


def test_streamed_file_is_a_download_with_a_safe_name():
    response = streamed(
        iter([b"a", b"b"]), name="Prices: 2026", extension="csv", content_type="text/csv; charset=utf-8"
    )
    assert response["Content-Disposition"] == 'attachment; filename="prices-2026.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Robots-Tag"] == "noindex"
    assert list(response.streaming_content) == [b"a", b"b"]


def test_kept_file_is_sent_with_its_length():
    response = kept(BytesIO(b"abc"), name="Prices", extension="xlsx", content_type="application/x")
    assert response["Content-Disposition"] == 'attachment; filename="prices.xlsx"'
    assert response["Content-Length"] == "3"
    assert response.getvalue() == b"abc"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('../../etc/"passwd\r\n', "etcpasswd.csv"),
        ("Ünïcode", "unicode.csv"),
        ("", "export.csv"),
        ("a" * 100, "a" * 80 + ".csv"),
    ],
)
def test_file_name_holds_nothing_that_a_system_minds(name, expected):
    assert file_name(name, "csv") == expected
