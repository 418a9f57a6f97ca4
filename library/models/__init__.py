from library.models.harvest import HarvestRecord
from library.models.parts import PublicationAuthor, PublicationLink, PublicationProject
from library.models.publication import Publication

__all__ = ["HarvestRecord", "Publication", "PublicationAuthor", "PublicationLink", "PublicationProject"]
