"""What the landscape came to in each month. The database holds to it: a snapshot never changes and never goes."""

from django.db import migrations, models

# Only one change is let through: the package is erased, and a reason takes its place.
KEEPS = """
CREATE FUNCTION sibdb_refuse_new_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.package IS NULL OR NEW IS NOT DISTINCT FROM OLD)
        AND (NEW.id, NEW.month, NEW.taken_at, NEW.figures, NEW.tables, NEW.size, NEW.sha256)
        = (OLD.id, OLD.month, OLD.taken_at, OLD.figures, OLD.tables, OLD.size, OLD.sha256)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'The snapshot of % is cited and stays as it is.', to_char(OLD.month, 'YYYY-MM')
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'snapshots_never_change', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER snapshots_never_change BEFORE UPDATE OR DELETE ON sibdb_monthlysnapshot
    FOR EACH ROW EXECUTE FUNCTION sibdb_refuse_new_snapshot();
"""
LETS_GO = "DROP FUNCTION sibdb_refuse_new_snapshot() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('sibdb', '0003_prices'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthlySnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.', unique=True)),
                ('taken_at', models.DateTimeField()),
                ('figures', models.JSONField()),
                ('tables', models.JSONField(help_text='How many rows each table of the package has.')),
                ('package', models.BinaryField(null=True)),
                ('size', models.PositiveIntegerField(help_text='Bytes of the package.')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the package')),
                ('withdrawn_because', models.CharField(blank=True, help_text='A sentence that readers see.', max_length=300, verbose_name='why the file is withdrawn')),
            ],
            options={
                'ordering': ['-month'],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1), ('sha256__regex', '^[0-9a-f]{64}$'), ('size__gt', 0)), name='monthly_snapshot_is_of_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('package__isnull', False), ('withdrawn_because', '')), models.Q(('package__isnull', True), ('withdrawn_because__regex', '\\S')), _connector='OR'), name='monthly_snapshot_has_its_package_or_says_why_not')],
            },
        ),
        migrations.RunSQL(KEEPS, LETS_GO),
    ]
