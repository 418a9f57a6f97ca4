from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "golab.notifications"
    label = "notifications"
    verbose_name = "Notifications"
