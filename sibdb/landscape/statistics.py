"""What many amounts come to: medians beside means, as the database works them out."""

from django.db.models import Aggregate, DecimalField


class Percentile(Aggregate):
    """The value below which a share of all lie, between two where need be: `Percentile("price", share=0.5)`."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DecimalField()

    def __init__(self, expression: object, *, share: float, **extra: object) -> None:
        super().__init__(expression, share=float(share), **extra)
