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
    view_draft workflow_history workflow_history_detail revisions_index
    """
ADDING_PAGES = "add add_subpage preview_on_add"
PUBLISHING_PAGES = "delete move revisions_unschedule set_privacy unpublish"
LISTS = "index index_results"
HISTORY = "history history_results"
SNIPPET_VIEWS = f"add edit list list_results usage {HISTORY}"
DRAFT_VIEWS = "preview_on_add preview_on_edit revisions_compare revisions_revert revisions_view"
PUBLISHING_SNIPPETS = "delete lock unlock unpublish revisions_unschedule"
APPROVING = "collect_workflow_action_data workflow_action workflow_preview"
# These say what would happen, or lead on; the POST that follows asks for the permission.
ASKING_FIRST = "choose_parent confirm_workflow_cancellation move_confirm"
TYPES = "type_use type_use_results"
CHOOSING = "choose choose_results chosen chosen_multiple"
WORKFLOW_HISTORY = "workflow_history workflow_history_detail"

WHO = {
    # --- records -------------------------------------------------------------------------------------------------
    "wagtailsnippets_accounts_person": {f"{SNIPPET_VIEWS} inspect": "EPVZ", "delete": "PZ"},
    "wagtailsnippets_pages_glossaryterm": {f"{SNIPPET_VIEWS} {DRAFT_VIEWS}": "EPZ", PUBLISHING_SNIPPETS: "PZ"},
    "wagtailsnippets_journey_worksheet": {
        f"{SNIPPET_VIEWS} revisions_compare revisions_revert": "EPZ",
        PUBLISHING_SNIPPETS: "PZ",
    },
    "wagtailsnippets_journey_guideopinion": {  # readers write them
        "list list_results": "EPZ",
        f"delete {HISTORY}": "PZ",
        "add edit usage": "Z",
    },
    "guide_opinions": {LISTS: "EPZ"},
    "wagtailsnippets_search_synonym": {SNIPPET_VIEWS: "EPZ", "delete": NOBODY},
    "wagtailsnippets_library_publication wagtailsnippets_sibdb_project": {
        f"{SNIPPET_VIEWS} {DRAFT_VIEWS} {WORKFLOW_HISTORY} inspect": "EPDZ",
        PUBLISHING_SNIPPETS: "PDZ",
        APPROVING: "PZ",
        "confirm_workflow_cancellation": EVERYONE,  # one sentence, about nothing
    },
    "deflator organisation outcomesfund priceprogramme projectchange ratecard": {
        f"add delete edit usage {LISTS} {HISTORY}": "DZ"
    },
    "monthlysnapshot": {f"edit usage {LISTS} {HISTORY}": "DZ", "add delete": NOBODY},  # cited, they stay
    "organisation": {"merge": "DZ"},
    "suggestion": {f"inspect {LISTS}": "DZ", f"add delete edit usage {HISTORY}": NOBODY},  # readers write them
    "organisation_chooser": {"choose choose_results chosen chosen_multiple": EVERYONE, "create": "DZ"},
    "policyarea resourcetype topic": {f"add edit usage {LISTS} {HISTORY}": "PZ", "delete": NOBODY},
    "stage step": {f"inspect {LISTS}": "PZ", f"add delete edit usage {HISTORY}": NOBODY},
    "country place": {f"inspect {LISTS}": "Z", f"add delete edit usage {HISTORY}": NOBODY},
    "imports": {f"{LISTS} upload detail confirm discard undo": "DZ"},
    "coverage": {LISTS: "EPZ"},
    "data_quality": {f"export {LISTS}": "DZ"},
    "zero_results": {f"forget {LISTS}": "EPZ"},
    "wagtailredirects": {f"add edit start_import process_import {LISTS}": "PZ", "delete": "Z"},
    # --- surgeries: an adviser is tried with what is theirs ---------------------------------------------------------
    "surgery_diary": {"index week book cancel_day": "SAZ", "report": "SZ"},
    "surgery_bookings": {
        f"inspect accept decline move cancel outcome {LISTS}": "SAZ",
        "replace_link": "SZ",
        "send_link": "SZ",
        f"add delete edit usage {HISTORY}": NOBODY,
    },
    "surgery_times": {
        f"inspect withdraw {LISTS}": "SAZ",
        f"add {HISTORY}": "SZ",
        "delete edit usage": NOBODY,
    },
    "surgery_rules": {f"add edit usage {LISTS} {HISTORY}": "SAZ", "delete": "SZ"},
    "surgery_exceptions": {f"add edit usage booked {LISTS} {HISTORY}": "SAZ", "delete": "SZ"},
    "surgery_answered": {
        f"add edit inspect usage {LISTS} {HISTORY}": "SAZ",
        "approve publish withdraw": "SZ",
        "delete": NOBODY,
    },
    "surgery_advisers": {f"inspect new_feed {LISTS}": "SAZ", f"add edit usage {HISTORY}": "SZ", "delete": NOBODY},
    "surgery_requests": {f"edit inspect usage {LISTS} {HISTORY}": "SZ", "add delete": NOBODY},
    "surgery_topics surgery_stages surgery_questions": {f"add edit usage {LISTS} {HISTORY}": "SZ", "delete": NOBODY},
    # --- people, messages, settings ------------------------------------------------------------------------------
    "wagtailusers_users": {f"add copy delete edit usage {LISTS} {HISTORY}": "Z"},
    "wagtailusers_groups": {f"add delete edit usage {LISTS} {HISTORY}": "Z"},
    "messages": {
        f"inspect retry cancel hold wording reword example {LISTS}": "Z",
        f"correct add delete edit usage {HISTORY}": NOBODY,  # the one tried is of a kind that no role may read
    },
    "wagtailsites": {f"add copy delete edit usage {LISTS} {HISTORY}": "Z"},
    "wagtailsettings of hubsettings": {"edit": "Z", "preview_on_edit": NOBODY},
    "wagtailsettings of surgerypolicy": {"edit": "SZ", "preview_on_edit": NOBODY},
    "wagtailforms": {LISTS: PAGES, "list_submissions list_submissions_results delete_submissions": NOBODY},  # no forms
    "wagtailadmin_workflows": {
        f"add edit disable enable remove usage usage_results {LISTS}": "Z",
        "add_task edit_task disable_task enable_task select_task_type task_index task_index_results": "Z",
        "task_chooser task_chooser_create task_chooser_results task_chosen": "Z",
    },
    "wagtailadmin_collections": {"add delete edit index set_privacy": NOBODY},  # there is one, and no need of more
    # --- pages -----------------------------------------------------------------------------------------------------
    # Editor, Publisher and Administrator work on the whole tree, and are tried with a standing page only.
    "wagtailadmin_pages of standing": {
        f"{PAGE_VIEWS} {ADDING_PAGES}": "EPZ",
        f"{PUBLISHING_PAGES} lock unlock set_page_position": "PZ",
        APPROVING: "PZ",
        TYPES: PAGES,
        ASKING_FIRST: EVERYONE,
        "convert_alias": NOBODY,
    },
    "wagtailadmin_pages of events": {
        f"{PAGE_VIEWS} {ADDING_PAGES}": "V",
        f"{PUBLISHING_PAGES} lock unlock set_page_position": "V",
        TYPES: "VSM",
        ASKING_FIRST: "VSM",
        f"convert_alias {APPROVING}": NOBODY,
    },
    "wagtailadmin_pages of news": {
        f"{PAGE_VIEWS} lock unlock": "M",
        TYPES: "VSM",
        ASKING_FIRST: "VSM",
        f"{ADDING_PAGES} {PUBLISHING_PAGES} set_page_position convert_alias {APPROVING}": NOBODY,
    },
    "wagtailadmin_pages of surgeries": {
        f"{PAGE_VIEWS} {PUBLISHING_PAGES} lock unlock": "S",
        TYPES: "VSM",
        ASKING_FIRST: "VSM",
        f"{ADDING_PAGES} set_page_position convert_alias {APPROVING}": NOBODY,
    },
    "wagtailadmin_pages": {"search search_results": PAGES},
    "wagtailadmin_api:pages": {"listing": EVERYONE, "detail find": PAGES, "action": NOBODY},
    "wagtailadmin_reports": {
        "site_history site_history_results workflow workflow_results workflow_tasks workflow_tasks_results": PAGES,
        "aging_pages aging_pages_results page_types_usage page_types_usage_results": PAGES,
        "locked_pages locked_pages_results": "PVSMZ",
    },
    # --- pictures, files and other pieces --------------------------------------------------------------------------
    "wagtailimages": {
        f"add add_multiple {LISTS}": "EPDVZ",
        "edit edit_multiple delete delete_multiple image_usage preview": "EPZ",
        # an upload belongs to who made it; addresses of pictures are turned off
        "create_multiple_from_uploaded_image delete_upload_multiple url_generator url_generator_output": NOBODY,
    },
    "wagtaildocs": {
        f"add add_multiple {LISTS}": "EPDVZ",
        "edit edit_multiple delete delete_multiple document_usage": "EPZ",
        "create_multiple_from_uploaded_document delete_upload_multiple": NOBODY,
    },
    # To those who may choose none the list is empty. What lies here is public by its address.
    "wagtailimages_chooser": {
        "choose choose_results chosen_multiple": EVERYONE,
        "chosen create select_format": "EPDVZ",
    },
    "wagtaildocs_chooser": {"choose choose_results chosen_multiple": EVERYONE, "chosen create": "EPDVZ"},
    "wagtailadmin_api:images wagtailadmin_api:documents": {"listing detail find": EVERYONE},
    "wagtailembeds": {"chooser chooser_upload": EVERYONE},
    "wagtailsnippetchoosers_accounts_person": {CHOOSING: PAGES, "create": "EPVZ"},
    "wagtailsnippetchoosers_library_publication wagtailsnippetchoosers_sibdb_project": {
        CHOOSING: "EPDVSMZ",
        "create": "EPDZ",
    },
    "wagtailsnippetchoosers_pages_glossaryterm wagtailsnippetchoosers_search_synonym": {
        CHOOSING: PAGES,
        "create": "EPZ",
    },
    "wagtailsnippetchoosers_journey_worksheet": {CHOOSING: PAGES, "create": "EPZ"},
    "wagtailsnippetchoosers_journey_guideopinion": {CHOOSING: PAGES, "create": "Z"},  # shows a yes or no and a day
    "wagtail of page": {"delete move publish unpublish": PAGES},  # it leaves out what they may not touch
    "wagtail of person": {"delete": "EPVZ"},
    "wagtail of glossaryterm": {"delete": "EPZ"},
    "wagtail of synonym": {"delete": "EPZ"},
    "wagtail of worksheet": {"delete": "EPZ"},
    "wagtail of guideopinion": {"delete": "PZ"},
    "wagtail of project": {"delete": "EPDZ"},
    "wagtail of publication": {"delete": "EPDZ"},
    "wagtail of hubimage": {"add_tags add_to_collection delete": "EPDVZ"},
    "wagtail of hubdocument": {"add_tags add_to_collection delete": "EPDVZ"},
    "wagtail of user": {"assign_role delete set_active_state": "Z"},
    "wagtailsnippets": {"index": NOBODY},  # each kind has a menu of its own
    # What everyone needs to work here at all: their own account, what they put away, tags, who else is editing.
    "wagtailadmin": {
        "wagtailadmin_home wagtailadmin_account wagtailadmin_dismissibles wagtailadmin_tag_autocomplete": EVERYONE,
        "wagtailadmin_block_preview": EVERYONE,  # what a kind of block looks like, with nothing of ours in it
        "wagtailadmin_explore wagtailadmin_explore_root wagtailadmin_explore_results": PAGES,
        "wagtailadmin_choose_page wagtailadmin_choose_page_child wagtailadmin_choose_page_search": PAGES,
        "wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_anchor_link": PAGES,
        "wagtailadmin_choose_page_email_link wagtailadmin_choose_page_external_link": PAGES,
        "wagtailadmin_choose_page_phone_link": PAGES,
        "wagtailadmin_tag_model_autocomplete wagtailadmin_error_test": NOBODY,
    },
    "wagtailadmin_editing_sessions": {"ping": "Z", "release": EVERYONE},
}
