"""What staff fill in, and how they are refused."""


def rule_form(adviser, **changes) -> dict:
    form = {
        "adviser": adviser.pk, "weekday": 1, "start_local": "10:00", "end_local": "12:00", "duration_minutes": 45,
        "gap_minutes": "", "formats": ["video"], "every_n_weeks": 1, "anchor_date": "", "valid_from": "",
        "valid_to": "", "tz": "Europe/London", "is_active": "on",
    }  # fmt: skip
    return {**form, **changes}


def is_refused(response) -> bool:
    """Wagtail sends whoever may not look back to the start, or to the sign-in page."""
    sent_away = response.status_code == 302 and response["Location"].startswith(("/admin/", "/account/login/"))
    return response.status_code == 403 or sent_away and "surgery" not in response["Location"].split("?")[0]
