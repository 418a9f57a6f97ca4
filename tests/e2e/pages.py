"""One page of every kind that anyone may read: what it is, and where."""

from datetime import datetime
from zoneinfo import ZoneInfo

STAGE = "/journey/develop-the-business-case/"
STEP = f"{STAGE}price-the-outcomes/"  # step 2.2
GUIDE = "/guides/price-outcomes-and-rate-cards/"
COMPARED = ("entrenched-rough-sleeping-social-impact-bond-greater-manchester", "healthier-devon")
# The demonstration takes this month's.
MONTH = f"/projects/landscape/{datetime.now(tz=ZoneInfo('Europe/London')):%Y-%m}/"

PAGES = {
    "home": "/",
    "journey": "/journey/",
    "journey as a list": "/journey/list/",
    "journey on one sheet": "/journey/print/",
    "stuck": "/journey/stuck/?q=price+outcomes",
    "my area": "/my-journey/area/",
    "stage": STAGE,
    "step": STEP,
    "guides": "/guides/",
    "guide": GUIDE,
    "guide on one page": f"{GUIDE}print/",
    "basics": "/basics/",
    "explainer": "/basics/outcomes-based-commissioning/",
    "decision page": "/basics/is-it-right-for-you/",
    "questions": "/faq/",
    "glossary": "/glossary/",
    "term": "/glossary/payment-by-results/",
    "library": "/library/",
    "library, narrowed": "/library/?type=report&area=homelessness&stage=test-feasibility&year_from=2010&q=outcomes",
    "library, nothing found": "/library/?type=book&area=homelessness",
    "publication": "/library/understanding-social-impact-bonds/",
    "projects": "/projects/",
    "projects, narrowed": "/projects/?area=homelessness&country=GB&stage=complete&year_from=2010&q=rough+sleeping",
    "projects as a table": "/projects/?view=table&sort=people",
    "projects on a map": "/projects/?view=map",
    "changes of projects": "/projects/changes/",
    "suggestion": "/projects/suggest/?project=healthier-devon",
    "projects, nothing found": "/projects/?area=poverty-reduction&year_to=1990",
    "project": "/projects/entrenched-rough-sleeping-social-impact-bond-greater-manchester/",
    "project without prices": "/projects/healthier-devon/",
    "prices": "/prices/",
    "prices, sorted": "/prices/?sort=highest&outcome=work&quality=plain",
    "prices of a programme": "/prices/fair-chance-fund/",
    "month of the landscape": MONTH,
    "organisation": "/organisations/the-national-lottery-community-fund/",
    "funds": "/funds/",
    "comparison": f"/projects/compare/?p={'&p='.join(COMPARED)}&differ=1",
    "data to download": "/projects/data/",
    "data quality": "/projects/data/quality/",
    "events": "/events/",
    "events, narrowed": "/events/?when=past&theme=peer-learning&year=2022",
    "events, nothing found": "/events/?q=zyxwvut",
    "past event": "/events/social-outcomes-conference-2023/",
    "past event without a date": "/events/social-outcomes-conference-2019/",
    "event to come": "/events/example-peer-circle-negotiating-with-investors/",
    "advice surgeries": "/surgeries/",
    "news": "/news/",
    "news by an author": "/news/?author=Chih+Hoong+Sin",
    "news on a theme": "/news/themes/peer-learning/",
    "comment": "/news/commissioning-for-outcomes-challenges-and-opportunities/",
    "about": "/about/",
    "contact": "/contact/",
    "support": "/support/",
    "people": "/people/",
    "privacy": "/privacy/",
    "cookies": "/cookies/",
    "accessibility": "/accessibility/",
    "terms of use": "/terms/",
    "my journey, empty": "/my-journey/",
    "search, nothing asked": "/search/",
    "search": "/search/?q=rate+cards",
    "search, nothing found": "/search/?q=zyxwvut",
    "page not found": "/no-such-page/",
}
# Pages of the account room, and those that ask about a person, hold a form and so a token: they are not a reader's.
ACCOUNT_PAGES = {
    "book a surgery": "/surgeries/book/need/",
    "find my booking": "/surgeries/find/",
    "ask for a time": "/surgeries/request/",
    "keep a search": "/alerts/ask/?about=library&query=type%3Dreport",
    "sign in": "/account/login/",
    "sign up": "/account/signup/",
    "sign in with a code": "/account/login/code/",
    "reset a password": "/account/password/reset/",
}
