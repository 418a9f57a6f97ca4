"""People of all kinds."""

from datetime import date

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group

from golab.accounts.models import Contact, Person, User
from golab.accounts.roles import ROLES, ensure_roles

OF_A_PART = {role.name for role in ROLES if role.below}
PASSWORD = "gorse heather loch fern"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"


class UserFactory(factory.django.DjangoModelFactory):
    """A reader with a proven address and PASSWORD. `role="Editor"` puts them into that group."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"reader{n}@example.org")
    first_name = "Robin"
    last_name = "Reader"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(user, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)

    @factory.post_generation
    def role(user, create, extracted, **kwargs):
        if create and extracted:
            if extracted in OF_A_PART:  # its page may be newer than the role, which migrating has made
                ensure_roles()
            user.groups.add(Group.objects.get(name=extracted))


class TotpFactory(factory.django.DjangoModelFactory):
    """An authenticator app with the secret TOTP_SECRET."""

    class Meta:
        model = Authenticator

    user = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, user, **kwargs):
        return TOTP.activate(user, TOTP_SECRET).instance


class ContactFactory(factory.django.DjangoModelFactory):
    """Someone we write to."""

    class Meta:
        model = Contact

    email_norm = factory.Sequence(lambda n: f"contact{n}@example.org")


class PersonFactory(factory.django.DjangoModelFactory):
    """A profile that readers may see."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Sam Speaker {n}")
    slug = factory.Sequence(lambda n: f"sam-speaker-{n}")
    role = "Head of commissioning"
    organisation = "Harbour City Council"
    description = "Buys services for people who sleep rough."
    is_published = True
    agreed_on = date(2026, 3, 2)
