"""Whether two releases were built from the very same packages, so that rules alone differ."""

from collections.abc import Sequence

from app.publication.build import Recipe
from app.publication.catalogs import Stanzas
from app.publication.disclosing import disclosed
from app.publication.package import Package
from app.publication.store import kept_package
from app.releases.files import DataFolder
from app.releases.registry import PublishedRelease


def are_same_packages(
    folder: DataFolder,
    before: PublishedRelease | None,
    packages: Sequence[Package],
    recipe: Recipe,
) -> bool:
    """Whether the packages are those of the release before, as they are kept by this recipe.

    A higher threshold keeps less of a package: what it leaves out is a matter of rules too.
    """
    if before is None:
        return False
    digests = {package.digest for package in packages}
    if digests == before.package_digests:
        return True
    threshold = recipe.disclosure_threshold
    if threshold <= before.recipe["disclosure_threshold"]:
        return False
    if {package.name for package in packages} != {package.name for package in before.packages}:
        return False
    kept = [kept_package(folder, each.digest) for each in before.packages]
    catalog = Stanzas.of(kept).read()
    return digests == {disclosed(each, catalog, threshold=threshold).digest for each in kept}
