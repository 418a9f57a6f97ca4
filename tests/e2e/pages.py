"""One page of every kind that anyone may read: what it is, and where."""

STAGE = "/journey/develop-the-business-case/"
STEP = f"{STAGE}price-the-outcomes/"  # step 2.2
GUIDE = "/guides/price-outcomes-and-rate-cards/"

PAGES = {
    "home": "/",
    "journey": "/journey/",
    "journey as a list": "/journey/list/",
    "journey on one sheet": "/journey/print/",
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
    "events": "/events/",
    "events, narrowed": "/events/?when=past&theme=peer-learning&year=2022",
    "events, nothing found": "/events/?q=zyxwvut",
    "past event": "/events/social-outcomes-conference-2023/",
    "past event without a date": "/events/social-outcomes-conference-2019/",
    "event to come": "/events/example-peer-circle-negotiating-with-investors/",
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
# Pages of the account room hold a form and so a token: they are not a reader's.
ACCOUNT_PAGES = {
    "sign in": "/account/login/",
    "sign up": "/account/signup/",
    "sign in with a code": "/account/login/code/",
    "reset a password": "/account/password/reset/",
}
