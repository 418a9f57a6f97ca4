"""Was this useful? A small form on every guide; the answer names nobody."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from golab.accounts.clients import client_address
from golab.accounts.limits import HOUR, count_try
from golab.pages.samesite import same_site_post
from journey.answers import refuse
from journey.models import GuideOpinion, GuidePage
from journey.models.opinion import LONGEST

MOST_AN_HOUR = 30  # from one address: a whole council may sit behind one


class OpinionForm(forms.Form):
    """Yes or no, and why; `homepage` is a field that people do not see, and machines fill in."""

    useful = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])
    words = forms.CharField(max_length=LONGEST, required=False)
    chapter = forms.SlugField(max_length=80, required=False)
    homepage = forms.CharField(required=False)


@same_site_post
def give_opinion(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what a reader thinks of a guide."""
    guide = get_object_or_404(GuidePage.objects.live().public(), slug=slug)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return refuse(request, f"Choose yes or no. If you say why, use at most {LONGEST} characters.")
    now = timezone.now()
    if count_try("guide-opinion", client_address(request), HOUR, now=now) > MOST_AN_HOUR:
        return refuse(request, "We have had many answers from your network in the last hour. Please try again later.")
    said = form.cleaned_data
    if not said["homepage"]:
        GuideOpinion.objects.create(
            page=guide,
            chapter=said["chapter"],
            was_useful=said["useful"] == "yes",
            words=said["words"],
            given_on=timezone.localdate(now),
        )
    known = {chapter.key: chapter.url for chapter in guide.chapter_list}
    return redirect(f"{known.get(said['chapter'], guide.url)}?thanks=yes#useful-h")
