"""What the documentation says before the first request; every link is a request that answers."""

SUMMARY = "Statistics of Party organizations in Viet Nam, honest about their numbers."
SUMMARY_VI = "Số liệu về tổ chức đảng ở Việt Nam, trung thực với từng con số."
# Readers of one language are shown the part before or after this heading (assets/docs.js).
VIETNAMESE = "## Bằng tiếng Việt"
ENGLISH_PART = """
An open service for figures about Party organizations (*tổ chức đảng*), an unofficial compilation
from public sources. No key, no account: ask. Begin with
[the profile of Lào Cai in 2022](/v1/organizations/lao-cai/profile?period=2022), or follow
[one share](/v1/observations/lao-cai.members_share_of_population.2022) down to the print.

**An observation** is the published answer for one cell: an organization, an indicator, a period.
Its id says which: [`lao-cai.members.2022`](/v1/observations/lao-cai.members.2022). Missing is
`null` with a `status` that says why, and never zero.

**Bounds** are what the print allows. *gần 42 %* ("nearly 42 %") is a `value` of 42 that
[certainly lies below 42](/v1/observations?organization=lao-cai&value=lt:42): `upper` is 42 and not
reached (`upper_closed` is false). Bounds do not say how well the thing was measured.

**A verdict** sets what a source *claims* beside what we *compute*. The article says *gần 7 %*; we
compute 6.977381 from
[members and population](/v1/ratios/members_share_of_population?organization=lao-cai&period=2022):
`consistent`.
`compatible`: true, but not as one would read it; `inconsistent`: both cannot be;
`undetermined`: bounds are missing. [Contradictions](/v1/checks?outcome=contradiction) stay visible.

**A release** is a numbered publication that never changes. Every answer names its own in
`meta.release`; `links.self` is its permalink. Ask with `release=1` and get the same bytes next
year; `asOf=` a day asks what we had published by its end; [changes](/v1/releases/1/changes?from=0)
tell what is new since the release you hold.

**Take it away** by `format=` or `Accept`: [CSV](/v1/observations?organization=lao-cai&format=csv),
a workbook to file ([XLSX](/v1/observations?organization=lao-cai&period=2022&format=xlsx)), JSON
Lines, Parquet, [JSON-stat](/v1/observations?organization=lao-cai&period=2022&format=json-stat);
whole releases as files ([CSV](/v1/releases/1/observations.csv)). An `ETag` sent back as
`If-None-Match` tells you when nothing has changed.

**A refusal** names the parameter, what is expected and the nearest code there is (RFC 9457);
[each kind](/problems) has a page. An unknown parameter is refused, not ignored.
"""
VIETNAMESE_PART = """
Dịch vụ mở về số liệu tổ chức đảng, tổng hợp không chính thức từ nguồn công khai. Không cần khóa
truy cập, không cần tài khoản: cứ hỏi. Hãy bắt đầu với
[toàn cảnh Lào Cai năm 2022](/v1/organizations/lao-cai/profile?period=2022), hoặc lần theo
[một tỷ lệ](/v1/observations/lao-cai.members_share_of_population.2022) về tận bản in.

**Số liệu công bố** (*observation*) là câu trả lời cho một ô: một tổ chức, một chỉ tiêu, một kỳ. Mã
của nó cho biết là ô nào: [`lao-cai.members.2022`](/v1/observations/lao-cai.members.2022). Số thiếu
là `null`, kèm `status` cho biết vì sao, và không bao giờ là số không.

**Khoảng giá trị** (*bounds*) là những gì con số in ra cho phép. *Gần 42 %* có `value` là 42 nhưng
[chắc chắn dưới 42](/v1/observations?organization=lao-cai&value=lt:42): `upper` là 42 mà không chạm
tới (`upper_closed` là false). Khoảng giá trị không nói phép đo chính xác đến đâu.

**Kết luận đối chiếu** (*verdict*) đặt điều nguồn *nêu* cạnh điều chúng tôi *tính*. Bài báo viết
*gần 7 %*; chúng tôi tính được 6,977381 từ
[đảng viên và dân số](/v1/ratios/members_share_of_population?organization=lao-cai&period=2022):
`consistent` (khớp).
`compatible`: đúng, nhưng không theo cách hiểu thông thường; `inconsistent`: không thể cùng đúng;
`undetermined`: thiếu khoảng giá trị. [Mâu thuẫn](/v1/checks?outcome=contradiction) luôn được nêu.

**Bản công bố** (*release*) có số thứ tự và không bao giờ thay đổi. Câu trả lời nào cũng ghi bản
công bố của nó trong `meta.release`; `links.self` là địa chỉ cố định. Hỏi với `release=1` thì sang
năm vẫn nhận đúng từng byte; `asOf=` một ngày hỏi những gì đã công bố đến hết ngày đó;
[thay đổi](/v1/releases/1/changes?from=0) cho biết có gì mới so với bản bạn đang giữ.

**Lấy về** bằng `format=` hoặc `Accept`: [CSV](/v1/observations?organization=lao-cai&format=csv),
bảng tính để lưu hồ sơ ([XLSX](/v1/observations?organization=lao-cai&period=2022&format=xlsx)), JSON
Lines, Parquet, [JSON-stat](/v1/observations?organization=lao-cai&period=2022&format=json-stat); cả
bản công bố trong một tệp ([CSV](/v1/releases/1/observations.csv)). Gửi lại `ETag` trong
`If-None-Match` để biết khi nào không có gì mới.

**Từ chối** nêu rõ tham số nào, cần gì, mã nào gần nhất (RFC 9457);
[mỗi loại](/problems?lang=vi) có một trang giải thích. Tham số lạ bị từ chối chứ không bị bỏ qua.
"""
DESCRIPTION = f"{ENGLISH_PART}\n{VIETNAMESE}\n{VIETNAMESE_PART}"
