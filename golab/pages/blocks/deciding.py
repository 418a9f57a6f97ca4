"""Blocks of a decision aid: questions whose answers carry reasons, rules that make a result of them, other ways."""

from dataclasses import dataclass

from wagtail import blocks

WEIGHTS = [("strong", "Strong"), ("some", "Some"), ("none", "None")]
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Evidence:
    """Where a reason comes from."""

    title: str
    url: str


@dataclass(frozen=True)
class Answer:
    """An answer that can be chosen, with what it says for and against. A weight of "none" says nothing."""

    key: str
    text: str
    weight_for: str = "none"
    reason_for: str = ""
    weight_against: str = "none"
    reason_against: str = ""
    route: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question as pages ask it; `key` names it in an address."""

    key: str
    text: str
    why: str
    answers: tuple[Answer, ...]
    terms: tuple[str, ...] = ()
    find_out: str = ""
    where: Evidence | None = None


def _terms() -> blocks.ListBlock:
    return blocks.ListBlock(
        blocks.CharBlock(max_length=120),
        required=False,
        label="Glossary terms",
        help_text="Their slugs, such as deadweight.",
    )


class ChoiceValue(blocks.StructValue):
    """A question in the short form, read as one in the long form."""

    def as_question(self, key: str) -> Question:
        answers = (
            Answer("go", self["go"], weight_for="strong", reason_for=self["go"]),
            Answer("careful", self["careful"], weight_against="some", reason_against=self["careful"]),
            Answer("stop", self["stop"], weight_against="strong", reason_against=self["stop"]),
        )
        return Question(key, self["question"], self["why"], answers, tuple(self["terms"]))


class ChoiceBlock(blocks.StructBlock):
    """A question in the short form: three answers, whose words are their reasons."""

    question = blocks.CharBlock(max_length=200)
    why = blocks.CharBlock(max_length=250, help_text="Why it matters, in one sentence.")
    go = blocks.CharBlock(max_length=250, label="Go on", help_text="A strong reason for.")
    careful = blocks.CharBlock(max_length=250, label="Go carefully", help_text="Some reason against.")
    stop = blocks.CharBlock(max_length=250, label="Stop", help_text="A strong reason against.")
    terms = _terms()

    class Meta:
        icon = "help"
        label = "Question with three answers"
        value_class = ChoiceValue


class EvidenceBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=250)
    url = blocks.CharBlock(max_length=300, required=False, help_text="A web address, or one on this site.")

    class Meta:
        icon = "link"


class AnswerBlock(blocks.StructBlock):
    """An answer, and what it says for and against paying for outcomes."""

    text = blocks.CharBlock(max_length=250)
    weight_for = blocks.ChoiceBlock(choices=WEIGHTS, default="none", label="Reason for: weight")
    reason_for = blocks.TextBlock(max_length=400, required=False, help_text="In one or two sentences.")
    weight_against = blocks.ChoiceBlock(choices=WEIGHTS, default="none", label="Reason against: weight")
    reason_against = blocks.TextBlock(max_length=400, required=False, help_text="In one or two sentences.")
    route = blocks.CharBlock(
        max_length=40, required=False, label="Points to", help_text="The short name of another way, such as grant."
    )
    evidence = blocks.ListBlock(EvidenceBlock(), required=False)

    class Meta:
        icon = "tick"


class DecisionValue(blocks.StructValue):
    """A question in the long form."""

    def as_question(self, key: str) -> Question:
        answers = tuple(_answer(bound.id[:8], bound.value) for bound in self["answers"].bound_blocks)
        where = Evidence(self["where"], self["where_url"]) if self["where"] else None
        return Question(key, self["question"], self["why"], answers, tuple(self["terms"]), self["find_out"], where)


def _answer(key: str, value: blocks.StructValue) -> Answer:
    names = ("text", "weight_for", "reason_for", "weight_against", "reason_against", "route")
    evidence = tuple(Evidence(entry["title"], entry["url"]) for entry in value["evidence"])
    return Answer(key, **{name: value[name] for name in names}, evidence=evidence)


class DecisionBlock(blocks.StructBlock):
    """A question with answers of its own; "don't know" is always offered besides."""

    question = blocks.CharBlock(max_length=200)
    why = blocks.CharBlock(max_length=250, help_text="Why it matters, in one sentence.")
    answers = blocks.ListBlock(AnswerBlock(), min_num=2, max_num=5)
    find_out = blocks.TextBlock(
        max_length=400, help_text="For those who do not know: what to find out. One or two sentences."
    )
    where = blocks.CharBlock(max_length=200, required=False, help_text="For those who do not know: where to look.")
    where_url = blocks.CharBlock(max_length=300, required=False, help_text="Its address.")
    terms = _terms()

    class Meta:
        icon = "help"
        label = "Question with weighed answers"
        value_class = DecisionValue


def _least(what: str) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(min_value=0, max_value=16, required=False, label=f"At least so many {what}")


class ResultBlock(blocks.StructBlock):
    """A result and its rule. The first result whose rule holds is shown."""

    heading = blocks.CharBlock(max_length=120)
    when = blocks.CharBlock(max_length=200, help_text="The rule in words: readers see it.")
    text = blocks.TextBlock(max_length=600)
    change = blocks.TextBlock(max_length=600, required=False, help_text="What would change this result.")
    tone = blocks.ChoiceBlock(
        choices=[("stop", "No"), ("careful", "Not yet, or with care"), ("go", "Yes")], default="careful"
    )
    strong_against = _least("strong reasons against")
    against = _least("reasons against, strong or not")
    unknown = _least("answers “don’t know”, or none")
    otherwise = blocks.BooleanBlock(required=False, label="If no result above holds")
    names_route = blocks.BooleanBlock(
        required=False, label="Say which other way to use", help_text="The one that most strong reasons point to."
    )

    class Meta:
        icon = "tick"


class RouteBlock(blocks.StructBlock):
    """Another way to commission."""

    key = blocks.RegexBlock(
        r"^[a-z-]{2,40}$", label="Short name", error_messages={"invalid": "Small letters and hyphens."}
    )
    name = blocks.CharBlock(max_length=120, help_text="As an instruction: Use a grant.")
    text = blocks.TextBlock(max_length=400, help_text="When it suits, and how to use it.")

    class Meta:
        icon = "redirect"
