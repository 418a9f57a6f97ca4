"""The deflator, the evidence that a definition names, and every price in one list."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import sibdb.models.deflator
from django.db import migrations, models

# What sibdb/models/priced.py reads. A migration that changes a column of these tables drops the view before and
# makes it again after.
VIEW = """
CREATE VIEW sibdb_priced_outcome AS
WITH area_of_fund AS (
  SELECT DISTINCT ON (fund) fund, area FROM (
    SELECT f.outcomesfund_id AS fund, p.policy_area_id AS area, count(*) AS projects
    FROM sibdb_project_funds f JOIN sibdb_project p ON p.id = f.project_id
    WHERE p.live AND p.status <> 'private' GROUP BY 1, 2
  ) areas ORDER BY fund, projects DESC, area
)
SELECT
  'c' || l.id AS id, 'card' AS origin, l.outcome::text AS outcome, l.definition, l.kind, l.evidence,
  '' AS verification, l.price::numeric(18, 2) AS price, l.currency, l.unit::text AS unit, c.price_year AS year,
  NULL::numeric(18, 2) AS person_cap, NULL::numeric(18, 2) AS maximum, '' AS terms, l.quality, l.caveat,
  c.id AS card_id, g.id AS programme_id, p.id AS project_id, coalesce(p.policy_area_id, a.area) AS policy_area_id,
  g.sort_order * 1000 + c.sort_order AS rank, l.sort_order AS place, l.vector
FROM sibdb_ratecardline l
JOIN sibdb_ratecard c ON c.id = l.card_id
JOIN sibdb_priceprogramme g ON g.id = c.programme_id
LEFT JOIN area_of_fund a ON a.fund = g.fund_id
LEFT JOIN sibdb_project p ON p.id = c.project_id AND p.live AND p.status <> 'private'
UNION ALL
SELECT
  'r' || r.id, 'record', coalesce(o.name, ''), concat_ws(' ', nullif(o.definition, ''), nullif(o.target, '')), '',
  coalesce(o.evidence, 'not-named'),
  concat_ws('. ', nullif(o.validation_method, ''), nullif(o.data_source, '')),
  r.price, r.currency, r.unit, p.start_year, r.person_cap, r.maximum,
  concat_ws(' ', nullif(r.description, ''), nullif(r.increases, ''), nullif(r.notes, '')),
  CASE WHEN r.status = 'disputed' OR o.status = 'disputed' THEN 'caveat' ELSE 'plain' END,
  concat_ws(' ', nullif(r.status_note, ''), nullif(o.status_note, '')),
  NULL, NULL, p.id, coalesce(o.policy_area_id, p.policy_area_id), 1000000, coalesce(r.sort_order, 0), o.vector
FROM sibdb_outcomeprice r
JOIN sibdb_project p ON p.id = r.project_id AND p.live AND p.status <> 'private'
LEFT JOIN sibdb_projectoutcome o ON o.project_id = r.project_id AND o.ref = r.metric_ref AND o.ref <> ''
WHERE r.status <> 'private' AND r.price IS NOT NULL AND r.card_line_id IS NULL
  AND (o.id IS NULL OR o.status <> 'private')
  AND NOT EXISTS (
    SELECT 1 FROM sibdb_ratecard c JOIN sibdb_ratecardline l ON l.card_id = c.id
    WHERE c.project_id = p.id AND c.is_of_one_project AND l.price = r.price AND l.currency = r.currency
  )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('sibdb', '0002_indigo'),
        ('taxonomy', '0004_slugs_and_terms_stay'),
    ]

    operations = [
        migrations.CreateModel(
            name='PricedOutcome',
            fields=[
                ('id', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('origin', models.CharField(choices=[('card', 'Published rate cards'), ('record', 'Project records (INDIGO)')], max_length=6)),
                ('outcome', models.TextField()),
                ('definition', models.TextField()),
                ('kind', models.CharField(choices=[('home', 'A home'), ('school', 'School'), ('qualification', 'Training and qualifications'), ('work', 'Work'), ('volunteering', 'Volunteering and work experience'), ('wellbeing', 'Wellbeing and assessment'), ('treatment', 'Treatment for health, alcohol or drugs'), ('hospital', 'Days in hospital avoided'), ('offending', 'Not offending again'), ('starting', 'Starting and staying with the service'), ('not-described', 'Not described')], max_length=14)),
                ('evidence', models.CharField(choices=[('employer', 'Employer’s letter, contract or payslip'), ('landlord', 'Tenancy or landlord’s letter'), ('school', 'Letter or register of a school or provider'), ('certificate', 'Certificate of a qualification'), ('records', 'Records of a public body'), ('assessment', 'Assessment or survey'), ('comparison', 'Comparison with others or with before'), ('checked', 'Checked afterwards: how is not said'), ('not-named', 'None named in the record')], max_length=12)),
                ('verification', models.TextField()),
                ('price', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('unit', models.TextField()),
                ('year', models.SmallIntegerField(null=True)),
                ('person_cap', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('maximum', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('terms', models.TextField()),
                ('quality', models.CharField(choices=[('plain', 'No caveat on the line'), ('caveat', 'Read the caveat first'), ('doubtful', 'Doubtful: do not quote')], max_length=8)),
                ('caveat', models.TextField()),
                ('rank', models.IntegerField()),
                ('place', models.IntegerField()),
                ('vector', django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                'db_table': 'sibdb_priced_outcome',
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Deflator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Such as UK GDP deflator, calendar years.', max_length=120)),
                ('source', models.CharField(help_text='Who publishes it, and the name of the series.', max_length=300)),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('released_on', models.DateField(unique=True, verbose_name='released on')),
                ('figures', models.TextField(help_text="A year and its figure on each line, such as 2012,80.9. Paste the two columns of the publisher's file.", validators=[sibdb.models.deflator.check_figures])),
            ],
            options={
                'ordering': ['-released_on'],
            },
        ),
        migrations.AddField(
            model_name='projectoutcome',
            name='evidence',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('validation_method__iregex', 'employer|pay ?slip|employment contract|timesheet|hmrc|business plan'), ('data_source__iregex', 'employer|pay ?slip|employment contract|timesheet|hmrc|business plan'), ('definition__iregex', 'employer|pay ?slip|employment contract|timesheet|hmrc|business plan'), ('target__iregex', 'employer|pay ?slip|employment contract|timesheet|hmrc|business plan'), _connector='OR'), then=models.Value('employer')), models.When(models.Q(('validation_method__iregex', 'landlord|tenancy agreement|rent book|housing benefit'), ('data_source__iregex', 'landlord|tenancy agreement|rent book|housing benefit'), ('definition__iregex', 'landlord|tenancy agreement|rent book|housing benefit'), ('target__iregex', 'landlord|tenancy agreement|rent book|housing benefit'), _connector='OR'), then=models.Value('landlord')), models.When(models.Q(('validation_method__iregex', '(letter|register|record|confirmation)[^.]{0,40}(school|tutor|college|university|provider|training|attendance|volunteering)|attendance (register|record|sheet)'), ('data_source__iregex', '(letter|register|record|confirmation)[^.]{0,40}(school|tutor|college|university|provider|training|attendance|volunteering)|attendance (register|record|sheet)'), ('definition__iregex', '(letter|register|record|confirmation)[^.]{0,40}(school|tutor|college|university|provider|training|attendance|volunteering)|attendance (register|record|sheet)'), ('target__iregex', '(letter|register|record|confirmation)[^.]{0,40}(school|tutor|college|university|provider|training|attendance|volunteering)|attendance (register|record|sheet)'), _connector='OR'), then=models.Value('school')), models.When(models.Q(('validation_method__iregex', 'certificate|awarding (body|organi)|examination result'), ('data_source__iregex', 'certificate|awarding (body|organi)|examination result'), ('definition__iregex', 'certificate|awarding (body|organi)|examination result'), ('target__iregex', 'certificate|awarding (body|organi)|examination result'), _connector='OR'), then=models.Value('certificate')), models.When(models.Q(('validation_method__iregex', 'administrative data|police|hospital record|national data|chain (data|record)|probation'), ('data_source__iregex', 'administrative data|police|hospital record|national data|chain (data|record)|probation'), ('definition__iregex', 'administrative data|police|hospital record|national data|chain (data|record)|probation'), ('target__iregex', 'administrative data|police|hospital record|national data|chain (data|record)|probation'), _connector='OR'), then=models.Value('records')), models.When(models.Q(('validation_method__iregex', 'assessment|questionnaire|survey|wellbeing scale|outcomes star'), ('data_source__iregex', 'assessment|questionnaire|survey|wellbeing scale|outcomes star'), ('definition__iregex', 'assessment|questionnaire|survey|wellbeing scale|outcomes star'), ('target__iregex', 'assessment|questionnaire|survey|wellbeing scale|outcomes star'), _connector='OR'), then=models.Value('assessment')), models.When(models.Q(('validation_method__iregex', 'randomi[sz]ed|control group|comparison|pre-post|matched'), ('data_source__iregex', 'randomi[sz]ed|control group|comparison|pre-post|matched'), ('definition__iregex', 'randomi[sz]ed|control group|comparison|pre-post|matched'), ('target__iregex', 'randomi[sz]ed|control group|comparison|pre-post|matched'), _connector='OR'), then=models.Value('comparison')), models.When(models.Q(('validation_method__iregex', 'verif|validat|evidence'), ('data_source__iregex', 'verif|validat|evidence'), ('definition__iregex', 'verif|validat|evidence'), ('target__iregex', 'verif|validat|evidence'), _connector='OR'), then=models.Value('checked')), default=models.Value('not-named')), output_field=models.CharField(choices=[('employer', 'Employer’s letter, contract or payslip'), ('landlord', 'Tenancy or landlord’s letter'), ('school', 'Letter or register of a school or provider'), ('certificate', 'Certificate of a qualification'), ('records', 'Records of a public body'), ('assessment', 'Assessment or survey'), ('comparison', 'Comparison with others or with before'), ('checked', 'Checked afterwards: how is not said'), ('not-named', 'None named in the record')], max_length=12, verbose_name='evidence named'), serialize=False),
        ),
        migrations.AddField(
            model_name='projectoutcome',
            name='vector',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('name', config='golab_english', weight='A'), '||', django.contrib.postgres.search.SearchVector('definition', 'target', 'target_population', config='golab_english', weight='C'), django.contrib.postgres.search.SearchConfig('golab_english')), output_field=django.contrib.postgres.search.SearchVectorField(), serialize=False),
        ),
        migrations.AddField(
            model_name='ratecardline',
            name='evidence',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('definition__iregex', 'employer|pay ?slip|employment contract|timesheet|hmrc|business plan')), then=models.Value('employer')), models.When(models.Q(('definition__iregex', 'landlord|tenancy agreement|rent book|housing benefit')), then=models.Value('landlord')), models.When(models.Q(('definition__iregex', '(letter|register|record|confirmation)[^.]{0,40}(school|tutor|college|university|provider|training|attendance|volunteering)|attendance (register|record|sheet)')), then=models.Value('school')), models.When(models.Q(('definition__iregex', 'certificate|awarding (body|organi)|examination result')), then=models.Value('certificate')), models.When(models.Q(('definition__iregex', 'administrative data|police|hospital record|national data|chain (data|record)|probation')), then=models.Value('records')), models.When(models.Q(('definition__iregex', 'assessment|questionnaire|survey|wellbeing scale|outcomes star')), then=models.Value('assessment')), models.When(models.Q(('definition__iregex', 'randomi[sz]ed|control group|comparison|pre-post|matched')), then=models.Value('comparison')), models.When(models.Q(('definition__iregex', 'verif|validat|evidence')), then=models.Value('checked')), default=models.Value('not-named')), output_field=models.CharField(choices=[('employer', 'Employer’s letter, contract or payslip'), ('landlord', 'Tenancy or landlord’s letter'), ('school', 'Letter or register of a school or provider'), ('certificate', 'Certificate of a qualification'), ('records', 'Records of a public body'), ('assessment', 'Assessment or survey'), ('comparison', 'Comparison with others or with before'), ('checked', 'Checked afterwards: how is not said'), ('not-named', 'None named in the record')], max_length=12, verbose_name='evidence named'), serialize=False),
        ),
        migrations.AddIndex(
            model_name='projectoutcome',
            index=django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='project_outcome_vector'),
        ),
        migrations.AddConstraint(
            model_name='deflator',
            constraint=models.CheckConstraint(condition=models.Q(('figures__regex', '\\d'), ('name__regex', '\\S'), ('source__regex', '\\S')), name='deflator_names_its_source', violation_error_message='Give the name, the source and the figures.'),
        ),
        migrations.RunSQL(VIEW, "DROP VIEW sibdb_priced_outcome"),
    ]
