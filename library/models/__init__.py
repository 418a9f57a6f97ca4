from library.models.parts import PublicationAuthor, PublicationLink
from library.models.publication import Publication

__all__ = ["Publication", "PublicationAuthor", "PublicationLink"]
