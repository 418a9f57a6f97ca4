"""Pages of this site that may answer a question, by the topic that was chosen."""

from django.conf import settings

from golab.pages.tree import Node, site_tree
from surgeries.models import SurgeryTopic

MOST = 3


def links_to(nodes: list[Node]) -> list[dict[str, str]]:
    """Pages as a message links to them."""
    return [{"title": node.title, "url": f"{settings.SITE_URL}{node.url}"} for node in nodes]


def pages_at(urls: list[str]) -> list[Node]:
    """The live pages at these addresses; what is gone or closed to some is left out."""
    by_url = site_tree.get().by_url
    return [by_url[url] for url in urls if url in by_url and not by_url[url].is_restricted]


def choices_of_pages() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every page that anyone may read, by address, in groups as the site has its rooms: for staff to choose from."""
    groups: dict[str, list[tuple[str, str]]] = {}
    tree = site_tree.get()
    for node in tree.nodes:
        if not node.is_restricted:
            room = next((above for above in tree.ancestors(node.path)[1:2]), node)
            groups.setdefault(room.title, []).append((node.url, node.title))
    return list(groups.items())


def reading_for(topic: int | SurgeryTopic | None) -> list[Node]:
    """The live pages that staff named for a topic, from the tree; what is gone or closed to some is left out."""
    if topic and not isinstance(topic, SurgeryTopic):
        topic = SurgeryTopic.objects.filter(pk=topic).first()
    return pages_at(topic.reading if topic else [])[:MOST]
