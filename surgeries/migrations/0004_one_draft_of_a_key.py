"""A draft is found by the key that its form sends."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surgeries", "0003_questions_answers_feedback")]

    operations = [
        migrations.AlterField(
            model_name="bookingdraft",
            name="submission_key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
