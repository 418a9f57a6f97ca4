from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "golab.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from golab.accounts.mail import register_sender
        from golab.notifications import kinds, personal, upkeep  # noqa: F401 (upkeep registers its own kind)
        from golab.notifications.account_mail import ACCOUNT_MAIL, send_account_mail
        from golab.notifications.alerts import kinds as alert_kinds
        from golab.notifications.alerts import personal as alerts_personal
        from golab.taxonomy.policies import ReadOnlyPolicy

        kinds.register(ACCOUNT_MAIL)
        alert_kinds.register()
        personal.connect()
        alerts_personal.connect()
        register_sender(send_account_mail)
        model = self.get_model("OutgoingMessage")
        register_permission_policy(model, ReadOnlyPolicy(model), exact_class=True)
