"""Addresses of guides besides their pages."""

from django.urls import path

from journey.guides import taking

app_name = "guides"

urlpatterns = [path("<slug:slug>/guide.docx", taking.as_document, name="document")]
