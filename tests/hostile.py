"""Texts that try to become markup, end a line or a file, or break a reader of files."""

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "]]><!--",
    "&lt;b&gt; & co",
    "{{ contact_email }} {% now 'Y' %}",
    "line\r\nBEGIN:VEVENT\r\nSUMMARY:planted",
    "comma, semicolon; backslash \\ colon:",
    "control \x0b\x1b[31m and \u2028 separator",
    "‮right to left",
]
# The same in three texts, short enough for a title: a page is drawn three times and not ten.
TOGETHER = [" ".join(HOSTILE[start::3]) for start in range(3)]
