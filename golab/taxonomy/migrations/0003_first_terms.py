"""Put in the terms that the hub starts with; what staff changed since is left alone."""

from django.db import migrations
from django.utils.text import slugify

from golab.taxonomy import terms


def add_terms(apps, schema_editor):
    for model, names in [("PolicyArea", terms.POLICY_AREAS), ("ResourceType", terms.RESOURCE_TYPES)]:
        for order, (slug, name) in enumerate(names.items(), start=1):
            apps.get_model("taxonomy", model).objects.get_or_create(
                slug=slug, defaults={"name": name, "sort_order": order * 10}
            )


def add_countries(apps, schema_editor):
    country = apps.get_model("taxonomy", "Country")
    country.objects.bulk_create([country(**row) for row in terms.countries()], ignore_conflicts=True)


def add_nations_and_regions(apps, schema_editor):
    place = apps.get_model("taxonomy", "Place")
    place.objects.bulk_create(
        [place(code=code, name=name, slug=slugify(name), kind="nation") for code, name in terms.NATIONS.items()]
        + [
            place(code=code, name=name, slug=slugify(name), kind="region", parent_id="E92000001")
            for code, name in terms.ENGLISH_REGIONS.items()
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0002_places_and_codes")]

    operations = [
        migrations.RunPython(add_terms, migrations.RunPython.noop),
        migrations.RunPython(add_countries, migrations.RunPython.noop),
        migrations.RunPython(add_nations_and_regions, migrations.RunPython.noop),
    ]
