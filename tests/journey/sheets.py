"""What tests of worksheets have in common."""

URL = "/my-journey/worksheets/cohort/"
FRAMEWORK = "/my-journey/worksheets/framework/"
GIVEN = {
    "sentence": "Adults  who sleep\nrough in <b>Oxford</b>",
    "people": "1,200",
    "most": "£ 3,500.50",
    "since": "2026-04-01",
    "how": "A rule",
    "criteria-0-0": "Has slept rough",
    "criteria-0-1": "1 200",
    "criteria-1-0": "",
    "criteria-2-0": "=1+1",
    "criteria-2-1": "",
}


def kept(client, key: str = "cohort") -> dict:
    return client.session["journey-sheets"]["worksheet"][key]


def saved(client, url: str = URL, **given: str):
    return client.post(url, {**GIVEN, **given} if url == URL else given)


def text_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
