"""What of this app search finds: stages, steps, guides and worksheets."""

from golab.search.sources import Document, SearchSource, register, terms_of
from golab.search.text import text_of
from golab.taxonomy.models import Stage
from journey.models import GuidePage, StagePage, StepPage, Worksheet


def register_sources() -> None:
    """Register steps, stages, guides and worksheets."""
    register(
        SearchSource(
            kind="step",
            label="Journey steps",
            singular="Journey step",
            order=10,
            models=(StepPage,),
            queryset=lambda: StepPage.objects.all(),
            to_document=_step,
            key="key",
            may_be_exact=True,
            action="Open this step",
            is_vocabulary=True,
        )
    )
    register(
        SearchSource(
            kind="stage",
            label="Journey stages",
            singular="Journey stage",
            order=20,
            models=(StagePage,),
            queryset=lambda: StagePage.objects.all(),
            to_document=_stage,
            key="key",
            may_be_exact=True,
            action="Open this stage",
        )
    )
    register(
        SearchSource(
            kind="guide",
            label="How-to guides",
            singular="How-to guide",
            order=30,
            models=(GuidePage,),
            queryset=lambda: GuidePage.objects.filter(retired_on=None),
            to_document=_guide,
            key="slug",
            may_be_exact=True,
            action="Read this guide",
            is_vocabulary=True,
        )
    )
    register(
        SearchSource(
            kind="worksheet",
            label="Worksheets",
            singular="Worksheet",
            order=45,
            models=(Worksheet,),
            queryset=lambda: Worksheet.objects.filter(live=True).select_related("step__stage"),
            to_document=_worksheet,
            key="key",
            may_be_exact=True,
            action="Fill it in",
        )
    )


def _step(page: StepPage) -> Document:
    streams = (page.who, page.activities, page.considerations, page.pitfalls, page.questions, page.resources)
    rich = (page.making_it_real, page.outcomes_for_whom)
    stage = Stage.objects.filter(steps__slug=page.key).first()
    return Document(
        key=page.key,
        url=page.get_url(),
        title=page.title,
        summary=page.summary or page.aim,
        body=" ".join([page.aim, *_texts(streams), page.risk_note, *map(text_of, rich)]),
        context=stage.name if stage else "",
        stages=(stage.slug,) if stage else (),
    )


def _stage(page: StagePage) -> Document:
    streams = (page.right_place_if, page.who_to_involve, page.leave_with)
    return Document(
        key=page.key,
        url=page.get_url(),
        title=page.title,
        summary=page.summary or page.aim,
        body=" ".join([page.if_you, page.aim, page.introduction, *_texts(streams)]),
        stages=(page.key,),
    )


def _guide(page: GuidePage) -> Document:
    return Document(
        key=page.slug,
        url=page.get_url(),
        title=page.title,
        summary=page.summary,
        context=f"{page.reading_minutes} minute{'' if page.reading_minutes == 1 else 's'}",
        body=" ".join([page.audience, *_texts((page.chapters,))]),
        **terms_of(page),
    )


def _worksheet(sheet: Worksheet) -> Document:
    labels = [f"{block.value['label']} {block.value['help']}" for block in sheet.fields]
    return Document(
        key=sheet.key,
        url=sheet.get_absolute_url(),
        title=sheet.title,
        summary=sheet.introduction,
        body=" ".join(labels),
        context=sheet.step.name if sheet.step else "",
        stages=(sheet.step.stage.slug,) if sheet.step else (),
    )


def _texts(streams: tuple) -> list[str]:
    return [text_of(stream.get_prep_value()) for stream in streams]
