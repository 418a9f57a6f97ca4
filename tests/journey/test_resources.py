"""Resources on a step: addresses elsewhere and addresses of ours."""

import pytest
from django.core.exceptions import ValidationError

from journey.blocks import ResourceBlock


@pytest.mark.parametrize("url", ["", "/journey/", "/my-journey/", "https://example.org/a?b=1"])
def test_resource_may_be_ours_or_elsewhere(journey, url):
    block = ResourceBlock()
    value = block.to_python({"kind": "tool", "page": None, "label": "A tool", "url": url, "note": "It helps."})
    assert block.clean(value).link == url


@pytest.mark.parametrize(
    "url", ["/no-such-room/", "prices", "javascript:alert(1)", "ftp://example.org/", "//example.org/"]
)
def test_resource_that_leads_nowhere_is_refused(journey, url):
    block = ResourceBlock()
    value = block.to_python({"kind": "tool", "page": None, "label": "A tool", "url": url, "note": "It helps."})
    with pytest.raises(ValidationError):
        block.clean(value)


def test_resource_of_ours_that_is_gone_stands_without_a_link(journey):
    value = ResourceBlock().to_python(
        {"kind": "tool", "page": 999999, "label": "A tool", "url": "/gone/", "note": "It."}
    )
    assert (value.link, value.title, value.node) == ("", "A tool", None)
