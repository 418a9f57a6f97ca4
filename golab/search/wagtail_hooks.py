from wagtail import hooks
from wagtail.snippets.models import register_snippet

from golab.search.viewsets import SynonymViewSet, ZeroResultViewSet

register_snippet(SynonymViewSet)


@hooks.register("register_admin_viewset")
def register_zero_results():
    return ZeroResultViewSet()
