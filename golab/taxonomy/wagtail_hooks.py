from wagtail import hooks

from golab.taxonomy.viewsets import TaxonomyViewSetGroup


@hooks.register("register_admin_viewset")
def register_taxonomy():
    return TaxonomyViewSetGroup()
