"""The text configuration (English stems, accents aside) and the extensions that search needs."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CONFIGURATION = """
    CREATE TEXT SEARCH CONFIGURATION golab_english (COPY = pg_catalog.english);
    ALTER TEXT SEARCH CONFIGURATION golab_english
        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
        WITH unaccent, english_stem;
"""
# golab_words parts what hyphens, slashes and dots join, as golab/search/text.py does; golab_stems gives the stems of
# such words in order, repeated ones too, so that two texts can be compared by their words. They name their search
# path, because a backup is restored without one while the generated column of synonyms is filled.
FUNCTIONS = r"""
    CREATE FUNCTION golab_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = public, pg_catalog AS $$
        SELECT regexp_replace(regexp_replace(given, '\m(\w)&(?=\w\M)', '\1', 'g'), '[^[:alnum:]'']+', ' ', 'g')
    $$;
    CREATE FUNCTION golab_stems(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = public, pg_catalog AS $$
        SELECT coalesce(string_agg(stem.lexeme, ' ' ORDER BY place), '')
        FROM unnest(to_tsvector('golab_english', words)) AS stem, unnest(stem.positions) AS place
    $$;
    CREATE FUNCTION golab_stem_list(terms varchar[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = public, pg_catalog AS $$
        SELECT ARRAY(SELECT golab_stems(golab_words(term)) FROM unnest(terms) WITH ORDINALITY AS each(term, place)
                     ORDER BY place)
    $$;
"""
NO_FUNCTIONS = """
    DROP FUNCTION golab_stem_list(varchar[]);
    DROP FUNCTION golab_stems(text);
    DROP FUNCTION golab_words(text);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION golab_english"),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]
