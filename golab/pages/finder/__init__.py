"""The finder: one way to search, filter, sort and page through records, for library, projects, events and guides.

A feature says what its finder offers (`Finder`), gives it a queryset and a query string, and draws what is found with
`templates/finder/` within a `form[data-live]` (see `templates/library/list.html`).
"""
