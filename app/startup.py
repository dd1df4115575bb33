"""What happens before the first request: something must be published."""

from app.publication.publish import Publisher
from app.settings import Settings


def ensure_published(settings: Settings) -> None:
    """Publish the seeds when nothing is published yet; of several workers one does."""
    Publisher(settings).ensure_published()
