"""Pages of this site that may answer a question, by the topic that was chosen."""

from golab.pages.tree import Node, site_tree
from surgeries.models import SurgeryTopic

MOST = 3


def reading_for(topic: int | SurgeryTopic | None) -> list[Node]:
    """The live pages that staff named for a topic, from the tree; what is gone or closed to some is left out."""
    if topic and not isinstance(topic, SurgeryTopic):
        topic = SurgeryTopic.objects.filter(pk=topic).first()
    by_url = site_tree.get().by_url
    named = topic.reading if topic else []
    found = [by_url[url] for url in named if url in by_url and not by_url[url].is_restricted]
    return found[:MOST]
