"""Imports of references, step by step, for the tests of both."""

from django.utils import timezone

from golab.imports import actions, work
from golab.imports.models import ImportJob
from tests.factories.imports import ImportJobFactory

RIS = """TY  - JOUR
TI  - Paying for outcomes: what we know
AU  - Carter, Eleanor
AU  - National Audit Office
PY  - 2018/03/01
T2  - Geoforum
VL  - 90
IS  - 2
SP  - 27
EP  - 35
SN  - 0016-7185
DO  - https://doi.org/10.1000/ABC
UR  - https://doi.org/10.1000/ABC
UR  - https://example.org/text
KW  - health
KW  - Rate cards
KW  - Something else
AB  - Other people's words.
ER  -

"""


def read(content: str | bytes, name: str = "pasted.csv") -> ImportJob:
    content = content.encode() if isinstance(content, str) else content
    job = ImportJobFactory(kind="publications", file_name=name, content=content)
    work.work_on(job_id=job.pk)
    job.refresh_from_db()
    return job


def apply(job: ImportJob) -> ImportJob:
    actions.confirm(job=job, by=None, now=timezone.now())
    work.work_on(job_id=job.pk)
    job.refresh_from_db()
    return job


def take_back(job: ImportJob) -> None:
    actions.undo(job=job, by=None, now=timezone.now())
    work.work_on(job_id=job.pk)


def only(job: ImportJob):
    assert job.state != ImportJob.State.FAILED, job.error
    return job.changes.get()


def ris(title="On prices", doi="", year=2019, more="") -> str:
    doi = f"DO  - {doi}\n" if doi else ""
    return f"TY  - RPRT\nTI  - {title}\nPY  - {year}\n{doi}{more}ER  - \n"
