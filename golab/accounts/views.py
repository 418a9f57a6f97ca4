"""A person's own account: what we hold, export, erasure, and the second factor of staff."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from golab.accounts import registry
from golab.accounts.actions import StaffAccountKept, erase_account
from golab.accounts.forms import EraseForm, NameForm
from golab.accounts.second_factor import lacks_second_factor

NEXT_KEY = "second_factor_next"


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Who you are, how you sign in and what we hold."""
    held = [(part, len(part.export(request.user))) for part in registry.parts()]
    passkeys = Authenticator.objects.filter(user=request.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return render(request, "account/overview.html", {"held": held, "second_factor_count": passkeys.count()})


@require_http_methods(["GET", "POST"])
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """What we call you."""
    form = NameForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your name is saved.")
        return redirect("account_overview")
    return render(request, "account/name.html", {"form": form})


@require_GET
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything we hold about you, as a JSON file."""
    document = {
        "site": settings.SITE_URL,
        "exported_at": timezone.now(),
        "parts": [
            {"name": part.name, "explanation": part.explanation, "rows": part.export(request.user)}
            for part in registry.parts()
        ],
    }
    file_name = f"golab-account-{timezone.localdate():%Y-%m-%d}.json"
    response = JsonResponse(document, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@require_http_methods(["GET", "POST"])
@login_required
@reauthentication_required(app="golab.accounts")
def erase(request: HttpRequest) -> HttpResponse:
    """Asks whether to erase the account, and does."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not form.is_confirmed:
            return redirect("account_overview")
        try:
            erase_account(user=request.user, by=request.user, now=timezone.now())
        except StaffAccountKept as reason:
            form.add_error(None, str(reason))
        else:
            logout(request)
            return redirect("account_erased")
    return render(request, "account/erase.html", {"form": form, "held": registry.parts()})


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Says that the account is gone."""
    return render(request, "account/erased.html")


@require_safe
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Leads staff to prove a second factor or to set one up, then on to where they wanted to go."""
    wanted = request.GET.get("next") or request.session.get(NEXT_KEY, "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = reverse("wagtailadmin_home")
    if not lacks_second_factor(request, request.user):
        request.session.pop(NEXT_KEY, None)
        return redirect(wanted)
    request.session[NEXT_KEY] = wanted  # setting up takes several pages, which do not hand `next` on
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "next": wanted,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_app": Authenticator.Type.TOTP in kinds,
    }
    return render(request, "account/second_factor.html", context)
