"""Who gets in where in the CMS. This table is what the test of it walks, and is meant to be read.

A key names views by the namespace of their addresses, alone or with what they are tried with after "of": a part of
the page tree, a kind of bulk action, a setting. Below it, names of addresses and the roles that get in, by letter.
"""

# Capital letters, in the order in which roles stand in golab/accounts/roles.py.
ROLES = {
    "E": "Editor",
    "P": "Publisher",
    "D": "Data steward",
    "V": "Event manager",
    "S": "Surgery manager",
    "A": "Surgery adviser",
    "M": "Moderator",
    "Z": "Administrator",
}
EVERYONE, NOBODY = "EPDVSAMZ", ""
PAGES = "EPVSMZ"  # those who work on some part of the page tree
PAGE_VIEWS = """
    copy edit history history_results preview_on_edit revisions_compare revisions_revert revisions_view usage
    view_draft workflow_history workflow_history_detail
    """
ADDING_PAGES = "add add_subpage preview_on_add"
PUBLISHING_PAGES = "delete move revisions_unschedule set_privacy unpublish"
LISTS = "index index_results"
HISTORY = "history history_results"
SNIPPET_VIEWS = f"add edit list list_results usage {HISTORY}"
DRAFT_VIEWS = "preview_on_add preview_on_edit revisions_compare revisions_revert revisions_view"
PUBLISHING_SNIPPETS = "delete lock unlock unpublish revisions_unschedule"
APPROVING = "collect_workflow_action_data workflow_action workflow_preview"
WORKFLOW_HISTORY = "workflow_history workflow_history_detail"

WHO = {
    # --- records -------------------------------------------------------------------------------------------------
    "wagtailsnippets_accounts_person": {f"{SNIPPET_VIEWS} inspect": "EPVZ", "delete": "PZ"},
    "wagtailsnippets_pages_glossaryterm": {f"{SNIPPET_VIEWS} {DRAFT_VIEWS}": "EPZ", PUBLISHING_SNIPPETS: "PZ"},
    "wagtailsnippets_search_synonym": {SNIPPET_VIEWS: "EPZ", "delete": "PZ"},
    "wagtailsnippets_library_publication wagtailsnippets_sibdb_project": {
        f"{SNIPPET_VIEWS} {DRAFT_VIEWS} {WORKFLOW_HISTORY} inspect": "EPDZ",
        PUBLISHING_SNIPPETS: "PDZ",
        APPROVING: "P",
        "confirm_workflow_cancellation": EVERYONE,  # one sentence, about nothing
    },
    "organisation outcomesfund priceprogramme ratecard": {f"add delete edit usage {LISTS} {HISTORY}": "DZ"},
    "organisation_chooser": {"choose choose_results chosen chosen_multiple": EVERYONE, "create": "DZ"},
    "policyarea resourcetype topic": {f"add edit usage {LISTS} {HISTORY}": "PZ", "delete": NOBODY},
    "stage step": {f"inspect {LISTS}": "PZ", f"add delete edit usage {HISTORY}": NOBODY},
    "country place": {f"inspect {LISTS}": "Z", f"add delete edit usage {HISTORY}": NOBODY},
    "imports": {f"{LISTS} upload detail confirm discard undo": "DZ"},
    "zero_results": {LISTS: "EPZ"},
    "wagtailredirects": {f"add edit start_import process_import {LISTS}": "PZ", "delete": "Z"},
    # --- surgeries: an adviser is tried with what is theirs ---------------------------------------------------------
    "surgery_bookings": {
        f"inspect cancel outcome {LISTS}": "SAZ",
        "replace_link": "SZ",
        f"add delete edit usage {HISTORY}": NOBODY,
    },
    "surgery_times": {
        f"inspect withdraw {LISTS}": "SAZ",
        f"add {HISTORY}": "SZ",
        "delete edit usage": NOBODY,
    },
    "surgery_rules surgery_exceptions": {f"add edit usage {LISTS} {HISTORY}": "SAZ", "delete": "SZ"},
    "surgery_advisers": {f"inspect {LISTS}": "SAZ", f"add edit usage {HISTORY}": "SZ", "delete": NOBODY},
    "surgery_requests": {f"edit inspect usage {LISTS} {HISTORY}": "SZ", "add delete": NOBODY},
    "surgery_topics surgery_stages": {f"add edit usage {LISTS} {HISTORY}": "SZ", "delete": NOBODY},
    # --- people, messages, settings ------------------------------------------------------------------------------
    "wagtailusers_users": {f"add copy delete edit usage {LISTS} {HISTORY}": "Z"},
    "wagtailusers_groups": {f"add delete edit usage {LISTS} {HISTORY}": "Z"},
    "messages": {f"inspect retry cancel {LISTS}": "Z", f"add delete edit usage {HISTORY}": NOBODY},
    "wagtailsites": {f"add copy delete edit usage {LISTS} {HISTORY}": "Z"},
    "wagtailsettings of hubsettings": {"edit": "Z", "preview_on_edit": NOBODY},
    "wagtailsettings of surgerypolicy": {"edit": "SZ", "preview_on_edit": NOBODY},
    "wagtailadmin_collections": {"add delete edit index set_privacy": NOBODY},  # there is one, and no need of more
    # --- pages -----------------------------------------------------------------------------------------------------
    # Editor, Publisher and Administrator work on the whole tree, and are tried with a standing page only.
    "wagtailadmin_pages of standing": {
        f"{PAGE_VIEWS} {ADDING_PAGES}": "EPZ",
        f"{PUBLISHING_PAGES} lock unlock set_page_position": "PZ",
        APPROVING: "P",
    },
    "wagtailadmin_pages of events": {
        f"{PAGE_VIEWS} {ADDING_PAGES}": "V",
        f"{PUBLISHING_PAGES} lock unlock set_page_position": "V",
        APPROVING: NOBODY,
    },
    "wagtailadmin_pages of news": {
        f"{PAGE_VIEWS} lock unlock": "M",
        f"{ADDING_PAGES} {PUBLISHING_PAGES} set_page_position {APPROVING}": NOBODY,
    },
    "wagtailadmin_pages of surgeries": {
        f"{PAGE_VIEWS} {PUBLISHING_PAGES} lock unlock": "S",
        f"{ADDING_PAGES} set_page_position {APPROVING}": NOBODY,
    },
}
