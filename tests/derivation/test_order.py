"""Nothing depends on the order in which figures and organizations come."""

from hypothesis import given
from hypothesis import strategies as st

from tests.derivation.kernel import INDICATORS, derived, organization, printed

REPORTED = [each["code"] for each in INDICATORS if each["kind"] != "growth"]
FIGURES = st.lists(
    st.builds(
        printed,
        st.sampled_from(["0", "3", "8", "30", "hơn 2", "gần 9", "khoảng 4", "từ 3 đến 6"]),
        st.sampled_from(REPORTED),
        st.sampled_from(["2021", "2022", "2022-06"]),
        source=st.sampled_from("abc"),
        published=st.sampled_from([None, "2020", "2021"]),
        vintage=st.integers(0, 2),
    ),
    max_size=10,
    unique_by=lambda figure: str(figure.key),
)


@st.composite
def twice(draw):
    """A tree, and the same with figures and siblings in another order."""
    root, *below = [(code, draw(FIGURES), draw(st.booleans())) for code in "pabc"]
    tree = [organization(root[0], *root[1], all_listed=root[2])]
    shuffled = [organization(root[0], *draw(st.permutations(root[1])), all_listed=root[2])]
    for code, figures, _ in below:
        tree.append(organization(code, *figures, parent="p"))
    for code, figures, _ in draw(st.permutations(below)):
        shuffled.append(organization(code, *draw(st.permutations(figures)), parent="p"))
    return tree, shuffled


@given(twice())
def test_observations_and_verdicts_are_stable_under_order(trees):
    first, second = (derived(*tree, threshold=5) for tree in trees)
    assert first == second


@given(twice())
def test_checks_and_observations_have_codes_of_their_own(trees):
    for result in derived(*trees[0]).values():
        for rows in (
            [check.code for check in result.checks],
            [str(observation.key) for observation in result.observations],
        ):
            assert len(rows) == len(set(rows))
