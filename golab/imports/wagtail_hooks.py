from wagtail import hooks

from golab.imports.viewsets import ImportsViewSet


@hooks.register("register_admin_viewset")
def register_imports():
    return ImportsViewSet()
