from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "golab.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from allauth.core.internal import ratelimit
        from allauth.mfa.signals import authenticator_added
        from django.core.cache import caches

        from golab.accounts import personal, registry, second_factor
        from golab.accounts.roles import ensure_roles_after_migrate

        # Allauth counts attempts in the default cache, whose loss would lift every limit. PostgreSQL keeps them.
        ratelimit.cache = caches["rate_limits"]
        for part in (personal.ACCOUNT, personal.SIGN_IN, personal.CONTACT, personal.PROFILE):
            registry.register(part)
        authenticator_added.connect(second_factor.remember_new_factor, dispatch_uid="remember_new_factor")
        # After the last app, because permissions are made app by app.
        last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
        post_migrate.connect(ensure_roles_after_migrate, sender=last, dispatch_uid="ensure_roles")
