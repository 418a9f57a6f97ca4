"""A slug stands in addresses and never changes; a term is retired and never deleted. The database holds to both."""

from django.db import migrations

TABLES = ["policyarea", "topic", "resourcetype", "stage", "step", "place"]

FUNCTIONS = """
CREATE FUNCTION taxonomy_refuse_new_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The slug % stands in addresses and cannot be changed.', OLD.slug
        USING ERRCODE = 'check_violation', CONSTRAINT = 'slug_never_changes', TABLE = TG_TABLE_NAME;
END $$;
CREATE FUNCTION taxonomy_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Retire % instead of deleting it.', OLD.slug
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'terms_are_never_deleted', TABLE = TG_TABLE_NAME;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER slug_never_changes BEFORE UPDATE OF slug ON taxonomy_{table}
    FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION taxonomy_refuse_new_slug();
CREATE TRIGGER terms_are_never_deleted BEFORE DELETE ON taxonomy_{table}
    FOR EACH ROW EXECUTE FUNCTION taxonomy_refuse_deletion();
"""

UNDO = """
DROP FUNCTION taxonomy_refuse_new_slug() CASCADE;
DROP FUNCTION taxonomy_refuse_deletion() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0003_first_terms")]

    operations = [
        migrations.RunSQL(FUNCTIONS + "".join(TRIGGERS.format(table=table) for table in TABLES), UNDO),
    ]
