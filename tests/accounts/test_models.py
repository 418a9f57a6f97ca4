from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from golab.accounts.emails import normalise_email
from golab.accounts.models import Contact, Person, RateLimit, User
from tests.factories.accounts import ContactFactory, PersonFactory, UserFactory
from tests.factories.taxonomy import TopicFactory

NOW = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def refuses(constraint: str):
    """The database itself says no, and names the constraint."""
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Priya@Council.GOV.uk ", "priya@council.gov.uk"),
        ("ｐｒｉｙａ@council.gov.uk", "priya@council.gov.uk"),
        ("priya@council.gov.uk", "priya@council.gov.uk"),
    ],
)
def test_email_however_typed_has_one_spelling(typed, stored):
    assert normalise_email(typed) == stored


def test_user_email_in_other_case_is_refused():
    UserFactory(email="priya@council.gov.uk")
    with refuses("user_email_is_unique_in_any_case"), transaction.atomic():
        User.objects.bulk_create([User(email="PRIYA@council.gov.uk")])


def test_user_made_by_manager_has_normal_email_and_no_password():
    user = User.objects.create_user(" Priya@Council.gov.uk")
    assert (user.email, user.has_usable_password()) == ("priya@council.gov.uk", False)
    assert User.objects.get_by_natural_key("PRIYA@council.gov.uk") == user


def test_superuser_made_by_manager_may_do_everything():
    user = User.objects.create_superuser("root@example.org", "long enough to be safe")
    assert user.is_superuser
    assert user.is_cms_user


def test_user_without_name_is_shown_by_email():
    assert str(UserFactory.build(first_name="", last_name="", email="a@example.org")) == "a@example.org"
    assert str(UserFactory.build()) == "Robin Reader"


def test_reader_is_no_cms_user_but_editor_is():
    assert not UserFactory().is_cms_user
    assert UserFactory(role="Editor").is_cms_user
    assert not UserFactory(role="Editor", is_active=False).is_cms_user


def test_contact_is_found_however_the_address_is_typed():
    contact = ContactFactory(email_norm="priya@council.gov.uk")
    assert Contact.objects.with_email(" PRIYA@council.gov.uk").get() == contact
    assert not Contact.objects.with_email("other@council.gov.uk").exists()


def test_contact_twice_is_refused():
    ContactFactory(email_norm="priya@council.gov.uk")
    with refuses("email_norm"), transaction.atomic():
        ContactFactory(email_norm="priya@council.gov.uk")


@pytest.mark.parametrize("address", ["Priya@council.gov.uk", "priya@council.gov.uk ", "pri ya@council.gov.uk"])
def test_contact_with_address_as_typed_is_refused(address):
    with refuses("contact_email_is_normalised"), transaction.atomic():
        ContactFactory(email_norm=address)


def test_contact_remembers_a_bounce_until_mail_gets_through():
    contact = ContactFactory()
    contact.mark_bounced(now=NOW)
    assert Contact.objects.get().email_bounced_at == NOW
    contact.mark_reached()
    assert Contact.objects.get().email_bounced_at is None


def test_person_published_without_agreement_is_refused():
    with refuses("person_is_published_only_with_agreement"), transaction.atomic():
        PersonFactory(agreed_on=None)


def test_person_published_without_agreement_is_told_what_to_do():
    with pytest.raises(ValidationError, match="Enter the date on which the person agreed"):
        PersonFactory.build(agreed_on=None).full_clean()


def test_person_who_left_before_agreeing_is_refused():
    with refuses("person_leaves_after_agreeing"), transaction.atomic():
        PersonFactory(agreed_on=date(2026, 3, 2), left_on=date(2026, 3, 1))


def test_person_slug_twice_is_refused():
    PersonFactory(slug="sam")
    with refuses("slug"), transaction.atomic():
        PersonFactory(slug="sam")


@pytest.mark.parametrize(
    ("fields", "is_listed"),
    [
        ({}, True),
        ({"agreed_on": date(2026, 11, 9)}, True),
        ({"agreed_on": date(2026, 11, 10)}, False),
        ({"is_published": False}, False),
        ({"is_published": False, "agreed_on": None}, False),
        ({"left_on": date(2026, 11, 10)}, True),
        ({"left_on": date(2026, 11, 9)}, False),
    ],
)
def test_person_published_follows_agreement_and_leaving(fields, is_listed):
    day = date(2026, 11, 9)
    person = PersonFactory(**fields)
    assert Person.objects.published(on=day).exists() is is_listed
    assert person.is_listed(on=day) is is_listed


def test_person_description_of_61_words_is_refused_and_60_accepted():
    with pytest.raises(ValidationError, match="has 61 words"):
        PersonFactory.build(description="word " * 61).full_clean()
    PersonFactory.build(description="word " * 60).full_clean()


def test_person_withdrawn_keeps_only_the_name():
    person = PersonFactory(user=UserFactory())
    person.subjects.add(TopicFactory())
    person.withdraw()
    person.refresh_from_db()
    assert (person.is_published, person.agreed_on, person.description, person.user) == (False, None, "", None)
    assert not person.subjects.exists()
    assert person.name


def test_person_has_address_of_the_people_pages():
    person = PersonFactory.build(slug="sam", name="Sam")
    assert (person.get_absolute_url(), str(person)) == ("/people/sam/", "Sam")


def test_rate_limit_table_serves_the_database_cache():
    from django.core.cache import caches

    caches["rate_limits"].set("key", [1.0], 60)
    assert caches["rate_limits"].get("key") == [1.0]
    assert "key" in str(RateLimit.objects.get())
