from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "golab.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from golab.accounts.mail import register_sender
        from golab.notifications import kinds, upkeep  # noqa: F401 (upkeep registers its own kind)
        from golab.notifications.account_mail import ACCOUNT_MAIL, send_account_mail

        kinds.register(ACCOUNT_MAIL)
        register_sender(send_account_mail)
