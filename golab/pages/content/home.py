"""The home page."""

import json

from django.conf import settings
from wagtail.models import Page, Site

from golab.contentfiles import read_yaml
from golab.pages.loading import Loader
from golab.pages.markdown import Raw, block, items
from golab.pages.models import HomePage
from golab.pages.tree import site_tree


def load_home(loader: Loader) -> HomePage:
    """The home page at the root of the one site. Wagtail's own welcome page is taken away."""
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2, content_type__model="page").delete()
    copy = read_yaml("pages.yaml")["home"]
    home = loader.page(
        Page.objects.get(pk=root.pk),
        HomePage,
        "home",
        {
            "title": "Home",
            "seo_title": "Government Outcomes Lab: outcomes-based commissioning",
            "headline": copy["headline"],
            "standfirst": copy["standfirst"],
            "search_description": copy["standfirst"],
            "search_label": copy["search_label"],
            "example_questions": [block("link", link, f"home/{link['url']}") for link in copy["example_questions"]],
            "map_heading": copy["map"]["heading"].replace("'", "’"),
            "map_body": copy["map"]["body"],
        },
    )
    home = home or HomePage.objects.first()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": settings.WAGTAIL_SITE_NAME},
    )
    return home


def complete_home(loader: Loader) -> None:
    """What the home page leads to, once it is all there; only where staff have set nothing."""
    home = HomePage.objects.first()
    copy = read_yaml("pages.yaml")["home"]
    pks = {node.url: node.pk for node in site_tree.get().nodes}
    if home.bands:
        return
    aside = copy["aside"]
    home.aside_heading, home.aside_body, home.aside_link_text = aside["heading"], aside["body"], aside["link"]
    home.aside_page_id = pks.get(aside["page"])
    home.bands = json.dumps([block("band", _band(band, pks), f"home/{band['heading']}") for band in copy["bands"]])
    loader.complete(home)


def _band(band: dict, pks: dict[str, int]) -> Raw:
    columns = []
    for column in band["columns"]:
        more = column.get("more", {})
        entries = items([{"page": pks[url], "note": ""} for url in column["pages"] if url in pks], column["heading"])
        names = {"heading": column["heading"], "more_text": more.get("text", ""), "more_url": more.get("url", "")}
        columns.append({**names, "entries": entries})
    return {"heading": band["heading"], "intro": band["intro"], "columns": items(columns, band["heading"])}
