"""/api/v1/openapi.json and /api/v1/docs: the same description for programs and for people."""

import copy
import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja.responses import NinjaJSONEncoder

from golab.exports.as_json import CONTENT_TYPE
from sibdb.api.answers import PROBLEM, absolute, problem
from sibdb.api.views import api
from sibdb.projects.columns import TERMS

ROOT = "/api/v1/"
NOT_MODIFIED = {"description": "What you have, named by If-None-Match, still holds."}


@cache
def description() -> dict[str, Any]:
    """The API by OpenAPI 3.1."""
    told = json.loads(json.dumps(api.get_openapi_schema(path_prefix=ROOT.strip("/") + "/"), cls=NinjaJSONEncoder))
    told["info"] |= {
        "license": {"name": "Facts: with attribution. Summaries: CC BY 4.0", "url": absolute("/projects/data/")},
        "description": f"{told['info']['description']} {TERMS}",
    }
    told["servers"] = [{"url": settings.SITE_URL.rstrip("/")}]
    for operations in told["paths"].values():
        for operation in operations.values():
            _say_of_answers(operation["responses"])
    return told


def _say_of_answers(responses: dict[str, Any]) -> None:
    responses["304"] = NOT_MODIFIED
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {PROBLEM: next(iter(response["content"].values()))}
    seconds = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    responses["429"] = {**copy.deepcopy(responses["429"]), "headers": {"Retry-After": seconds}}


def openapi(request: HttpRequest) -> HttpResponse:
    """/api/v1/openapi.json"""
    return HttpResponse(json.dumps(description(), ensure_ascii=False), content_type=CONTENT_TYPE)


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """/api/v1/ and what is no address of it."""
    return problem(404, "There is nothing at this address: /api/v1/docs says what there is.")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """/api/v1/docs"""
    operations = [(path, described["get"]) for path, described in description()["paths"].items()]
    context = {
        "operations": operations,
        "per_minute": settings.API_PER_MINUTE,
        "terms": TERMS,
        "section": "projects",
    }
    return render(request, "sibdb/api.html", context)
