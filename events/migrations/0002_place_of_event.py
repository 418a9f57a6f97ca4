import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_initial'),
        ('taxonomy', '0004_slugs_and_terms_stay'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventpage',
            name='place',
            field=models.ForeignKey(blank=True, help_text='Where people meet: lists show it first to readers from near there. Empty for events online.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.place', verbose_name='council, region or nation (ONS)'),
        ),
    ]
