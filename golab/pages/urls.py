"""Addresses of the page tree, behind everything that has an address of its own."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_urlpatterns

from golab.pages import contact, styleguide, views

urlpatterns = [
    path("contact/message/", contact.contact_message, name="contact-message"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    *[pattern for pattern in wagtail_urlpatterns if pattern.name == "wagtailcore_authenticate_with_password"],
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]
