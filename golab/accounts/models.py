"""People: who signs in, whom we write to, and who has a public profile."""

from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from golab.accounts.emails import normalise_email
from golab.accounts.querysets import ContactQuerySet, PersonQuerySet, UserQuerySet

DESCRIPTION_WORDS = 60


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes users by email address; there are no user names."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A saved user. Without a password the account signs in by emailed code or passkey only."""
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """A user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractUser):
    """Someone with an account, known by email address."""

    username = None
    email = models.EmailField("email address", unique=True)
    idle_warned_at = models.DateTimeField(
        "warned of erasure at", null=True, blank=True, editable=False, help_text="See golab/accounts/retention.py."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_in_any_case",
                violation_error_message="Someone already has an account with this email address.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        super().clean()
        self.email = normalise_email(self.email)
        if not self.password:  # made in the CMS without one
            self.set_unusable_password()

    @property
    def is_cms_user(self) -> bool:
        """Whether this person works on the site: staff, administrators and everyone whose role opens the CMS."""
        return self.is_active and (self.is_staff or self.has_perm("wagtailadmin.access_admin"))


class Contact(models.Model):
    """Someone who booked, registered or subscribed, by email address: one row a person, and the row to lock."""

    email_norm = models.EmailField("email address", unique=True, help_text="In lower case, without spaces around it.")
    email_bounced_at = models.DateTimeField(
        "email last came back", null=True, blank=True, help_text="When a message to this address was last refused."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_email_is_normalised",
                condition=models.Q(email_norm=Lower("email_norm")) & ~models.Q(email_norm__regex=r"\s"),
                violation_error_message="Write the email address in lower case and without spaces.",
            ),
        ]

    def __str__(self) -> str:
        return self.email_norm

    def mark_bounced(self, *, now: datetime) -> None:
        """Remembers that a message to this address came back."""
        self.email_bounced_at = now
        self.save(update_fields=["email_bounced_at"])

    def mark_reached(self) -> None:
        """Forgets an earlier bounce: a message got through."""
        self.email_bounced_at = None
        self.save(update_fields=["email_bounced_at"])


class Person(models.Model):
    """A public profile: a speaker, author or adviser, shown once they have agreed to it."""

    name = models.CharField(max_length=120, help_text="As the person wants it written, without titles.")
    slug = models.SlugField(
        max_length=80,
        unique=True,
        help_text="Ends the address of the profile: /people/<slug>/. Leave it as it is once the profile is public.",
    )
    role = models.CharField(max_length=120, blank=True, help_text="Such as: Head of commissioning.")
    organisation = models.CharField(max_length=160, blank=True)
    description = models.TextField(
        blank=True,
        help_text=f"Up to {DESCRIPTION_WORDS} words, in plain language. No personal phone number or home address.",
    )
    subjects = models.ManyToManyField(
        "taxonomy.Topic", blank=True, related_name="+", help_text="What readers may ask this person about."
    )
    photo = models.ForeignKey(
        "media.HubImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Only if the person wishes one.",
    )
    user = models.OneToOneField(
        User,
        verbose_name="account",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        help_text="The account this person signs in with, if there is one.",
    )
    is_published = models.BooleanField(
        "show this profile", default=False, help_text="Needs the date on which the person agreed."
    )
    agreed_on = models.DateField(
        "agreed on",
        null=True,
        blank=True,
        help_text="The date on which the person saw this profile and agreed that we publish it.",
    )
    left_on = models.DateField(
        "left on",
        null=True,
        blank=True,
        help_text="From this date the person is no longer listed. What they wrote or said keeps their name.",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                name="person_is_published_only_with_agreement",
                condition=models.Q(is_published=False) | models.Q(agreed_on__isnull=False),
                violation_error_message="Enter the date on which the person agreed, or do not show the profile yet.",
            ),
            models.CheckConstraint(
                name="person_leaves_after_agreeing",
                condition=models.Q(agreed_on__isnull=True)
                | models.Q(left_on__isnull=True)
                | models.Q(left_on__gte=models.F("agreed_on")),
                violation_error_message="The person cannot have left before they agreed: check both dates.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        words = len(self.description.split())
        if words > DESCRIPTION_WORDS:
            raise ValidationError(
                {"description": f"The description has {words} words. Shorten it to {DESCRIPTION_WORDS} or fewer."}
            )

    def get_absolute_url(self) -> str:
        return f"/people/{self.slug}/"  # served by golab.pages, which the kernel cannot name

    def is_listed(self, *, on: date) -> bool:
        """Whether the profile is public on this day; the same rule as `PersonQuerySet.published`."""
        agreed = self.is_published and self.agreed_on is not None and self.agreed_on <= on
        return agreed and (self.left_on is None or self.left_on > on)

    def withdraw(self) -> None:
        """Takes the profile off the site and forgets the agreement, because the person asked for it."""
        self.is_published = False
        self.agreed_on = None
        self.photo = None
        self.description = ""
        self.user = None
        self.save()
        self.subjects.clear()


class RateLimit(models.Model):
    """How often someone tried something, kept in PostgreSQL so that a stopped cache lifts no limit.

    Rows are written by Django's database cache (the alias `rate_limits`), whose column names these are.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
