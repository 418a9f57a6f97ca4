from wagtail import hooks
from wagtail.snippets.models import register_snippet

from golab.search.panels import panels_for
from golab.search.report import UnansweredViewSet
from golab.search.viewsets import SynonymViewSet

register_snippet(SynonymViewSet)


@hooks.register("register_admin_viewset")
def register_unanswered():
    return UnansweredViewSet()


@hooks.register("construct_homepage_panels")
def add_unanswered_panel(request, panels):
    panels.extend(panels_for(request.user))
