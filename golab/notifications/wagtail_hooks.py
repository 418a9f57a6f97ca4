from wagtail import hooks

from golab.notifications.viewsets import MessageViewSet


@hooks.register("register_admin_viewset")
def register_messages():
    return MessageViewSet()
