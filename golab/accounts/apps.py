from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "golab.accounts"
    label = "accounts"
    verbose_name = "Accounts"
