"""One sentence for each way a number can be: as much as its bounds allow, and no more."""

import re
from datetime import date

import pytest

from app.catalog.indicators import IndicatorKind
from app.sentences.moments import time_words
from app.values.periods import Period
from tests.packages import event, figure, organization, write_package

PLACES = (
    organization("vn", children_complete="yes"),
    organization("p", "vn"),
    organization("q", "vn", children_complete="yes"),
    organization("q-1", "q"),
    organization("q-2", "q"),
)


@pytest.fixture
def tell(publish, tmp_path):
    """The sentence of an observation, after publishing these figures."""

    def told(name, *figures, **tables):
        package = write_package(tmp_path / "it", organizations=PLACES, figures=figures, **tables)
        answer = publish(package).get(f"/v1/observations/{name}/sentence")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]["sentence"]

    return told


@pytest.mark.parametrize(
    ("printed", "vi", "en"),
    [
        ("53.767", "là 53.767 người", "was 53,767 persons"),
        ("gần 42", "là gần 42 người", "was nearly 42 persons"),
        ("hơn 74.000", "là hơn 74.000 người", "was over 74,000 persons"),
        ("dưới 100", "là dưới 100 người", "was below 100 persons"),
        ("ít nhất 30", "là ít nhất 30 người", "was at least 30 persons"),
        ("tối đa 30", "là tối đa 30 người", "was at most 30 persons"),
        ("khoảng 50.000", "là khoảng 50.000 người", "was about 50,000 persons"),
        (
            "từ 40.000 đến 41.000",
            "nằm trong khoảng từ 40.000 đến 41.000 người",
            "was between 40,000 and 41,000 persons",
        ),
    ],
)
def test_every_qualifier_is_told_as_it_is_printed(tell, printed, vi, en):
    said = tell("p.members.2022", figure("p.members.2022", printed))
    assert said["vi"] == f"Đảng bộ p: số members cuối năm 2022 {vi}, theo Cục Thống kê."
    assert said["en"] == (
        f"Party organization p: the figure for “members” at the end of 2022 {en}, "
        "according to Cục Thống kê."
    )


@pytest.mark.parametrize(
    ("name", "figures", "vi", "en"),
    [
        (
            "p.admitted.2022-Q4",
            [figure("p.admitted.2022-Q4", "120")],
            "số admitted trong quý IV năm 2022 là 120 người",
            "“admitted” in the fourth quarter of 2022 was 120 persons",
        ),
        (
            "p.population.2022",
            [figure("p.population.2022", "1.000")],
            "số population năm 2022 (số trung bình của kỳ) là 1.000 người",
            "“population” in 2022 (average over the period) was 1,000 persons",
        ),
        (
            "p.share.2022",
            [figure("p.members.2022", "42"), figure("p.population.2022", "600")],
            "chỉ tiêu “share” cuối năm 2022 là 7 %, tính từ số liệu của Cục Thống kê",
            "“share” at the end of 2022 was 7 %, computed from figures of Cục Thống kê",
        ),
        (
            "p.share.2022",
            [figure("p.members.2022", "gần 42"), figure("p.population.2022", "600")],
            "là dưới 7 %",
            "was below 7 %",
        ),
        (
            "p.share.2022",
            [figure("p.members.2022", "từ 42 đến 48"), figure("p.population.2022", "600")],
            "nằm trong khoảng từ 7 đến 8 %",
            "was between 7 and 8 %",
        ),
        (
            "p.growth.2022",
            [figure("p.members.2021", "100"), figure("p.members.2022", "110")],
            "từ cuối năm 2021 đến cuối năm 2022, số members tăng 10 %",
            "from the end of 2021 to the end of 2022, the figure for “members” rose by 10 %",
        ),
        (
            "p.growth.2022",
            [figure("p.members.2021", "100"), figure("p.members.2022", "90")],
            "số members giảm 10 %",
            "“members” fell by 10 %",
        ),
        (
            "p.growth.2022",
            [figure("p.members.2021", "100"), figure("p.members.2022", "100")],
            "số members không thay đổi",
            "“members” did not change",
        ),
        (
            "p.growth.2022",
            [figure("p.members.2021", "100"), figure("p.members.2022", "từ 90 đến 120")],
            "số members thay đổi từ -10 đến 20 %, chưa rõ là tăng hay giảm",
            "“members” changed by between -10 and 20 %, a rise or a fall",
        ),
        (
            "p.growth.2022",
            [figure("p.members.2021", "100"), figure("p.members.2022", "từ 80 đến 90")],
            "số members giảm từ 10 đến 20 %",
            "“members” fell by between 10 and 20 %",
        ),
    ],
)
def test_every_kind_has_its_time_and_its_verb(tell, name, figures, vi, en):
    said = tell(name, *figures)
    assert vi in said["vi"]
    assert en in said["en"]


def test_a_complete_sum_says_what_it_is_the_sum_of(tell):
    said = tell(
        "q.members.2022", figure("q-1.members.2022", "10"), figure("q-2.members.2022", "20")
    )
    assert "là 30 người, là tổng của 2 tổ chức trực thuộc." in said["vi"]
    assert "was 30 persons, the sum of the 2 organizations directly below." in said["en"]


def test_a_sum_that_lacks_parts_is_a_lower_bound_and_says_how_many_there_are(tell):
    said = tell("q.members.2022", figure("q-1.members.2022", "10"))
    few = "(mới có số liệu của 1 trong 2 tổ chức trực thuộc đã biết)"
    assert f"là ít nhất 10 người {few}." in said["vi"]
    assert "at least 10 persons (only 1 of 2 known organizations directly below" in said["en"]


def test_a_suppressed_number_is_never_told(tell):
    said = tell("p.members.2022", figure("p.members.2022", "3"))
    assert said["vi"] == "Đảng bộ p: số members cuối năm 2022 được giữ kín, không công bố, vì số " \
        "quá nhỏ."  # fmt: skip
    assert "is suppressed and not published" in said["en"]
    assert not re.search(r"\b3\b", said["vi"] + said["en"])


def test_estimates_and_provisional_numbers_are_marked(tell):
    assert (
        "40 người, theo Cục Thống kê (số ước tính)."
        in tell("p.members.2022", figure("p.members.2022", "ước 40"))["vi"]
    )


def test_provisional_numbers_are_marked(tell):
    said = tell("p.members.2022", figure("p.members.2022", "sơ bộ 40"))
    assert said["vi"].endswith("40 người, theo Cục Thống kê (số sơ bộ).")
    assert said["en"].endswith("40 persons, according to Cục Thống kê (provisional).")


def test_the_first_number_after_a_break_warns_of_comparing(tell):
    split = event("split", "p", effective="2022-07-01", breaks="members")
    said = tell(
        "p.members.2022",
        figure("p.members.2021", "40"),
        figure("p.members.2022", "30"),
        events=[split],
    )
    assert said["vi"].endswith("không so sánh trực tiếp được với các kỳ trước.")
    assert said["en"].endswith("the number cannot be compared directly with earlier ones.")


def test_what_is_inferred_or_contradicted_is_said(tell):
    said = tell(
        "p.members.2022",
        figure("p.members.2022", "40", period_basis="inferred"),
    )
    assert said["vi"].endswith("thời điểm được suy ra từ ngữ cảnh.")


def test_a_share_that_a_source_prints_otherwise_says_so(tell):
    said = tell(
        "p.share.2022",
        figure("p.members.2022", "42"),
        figure("p.population.2022", "600"),
        figure("p.share.2022", "9") | {"as_reported": "9%", "printed_unit": "percent"},
    )
    assert said["vi"].endswith("Số liệu khác không khớp: “9%” (Cục Thống kê).")
    assert said["en"].endswith("Not consistent with it: “9%” (Cục Thống kê).")


@pytest.mark.parametrize(
    ("kind", "period", "day", "vi", "en"),
    [
        ("stock", "2022", None, "cuối năm 2022", "at the end of 2022"),
        ("stock", "2022-S1", None, "cuối tháng 6 năm 2022", "at the end of June 2022"),
        ("stock", "2022-Q3", None, "cuối tháng 9 năm 2022", "at the end of September 2022"),
        ("stock", "2022-06-30", None, "ngày 30 tháng 6 năm 2022", "on 30 June 2022"),
        ("stock", "2022", date(2022, 12, 31), "cuối năm 2022", "at the end of 2022"),
        ("stock", "2019", date(2019, 4, 1), "ngày 1 tháng 4 năm 2019", "on 1 April 2019"),
        ("flow", "2022", None, "trong năm 2022", "in 2022"),
        ("flow", "2022-S2", None, "trong 6 tháng cuối năm 2022", "in the second half of 2022"),
        ("flow", "2022-02", None, "trong tháng 2 năm 2022", "in February 2022"),
        ("ratio", "2022-S1", None, "6 tháng đầu năm 2022", "in the first half of 2022"),
    ],
)
def test_periods_are_told_as_people_do(kind, period, day, vi, en):
    told = (Period.parse(period), IndicatorKind(kind))
    assert time_words(told[1], told[0], "vi", day=day) == vi
    assert time_words(told[1], told[0], "en", day=day) == en


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("lao-cai.ethnic_minority_share_of_members.2022", "là gần 42 %, theo Báo Lào Cai."),
        ("lao-cai.members_share_of_population.2022", "cuối năm 2022 là 6,98 %, tính từ số liệu"),
        ("lao-cai.members.2022", "số đảng viên cuối năm 2022 là 53.767 người, theo Báo Lào Cai."),
    ],
)
def test_numbers_of_the_article_are_told_in_vietnamese(client, name, part):
    answer = client.get(f"/v1/observations/{name}/sentence?lang=vi&format=text")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-language"] == "vi"
    sentence, citation = answer.text.splitlines()
    assert part in sentence
    assert citation.endswith(f"/v1/observations/{name}?release=1")


def test_the_language_of_the_text_follows_the_header_unless_it_is_named(client):
    path = "/v1/observations/lao-cai.members.2022/sentence?format=text"
    assert "was 53,767 persons" in client.get(path).text
    asked = client.get(path, headers={"accept-language": "fr, vi;q=0.5"})
    assert (asked.headers["content-language"], "53.767 người" in asked.text) == ("vi", True)
    named = client.get(f"{path}&lang=en", headers={"accept-language": "vi"})
    assert named.headers["content-language"] == "en"
    assert "Accept-Language" in named.headers["vary"]
