from django.core.mail.backends.filebased import EmailBackend


class EmlFileBackend(EmailBackend):
    pass
