"""What is vendored is what its list says, and the policy knows the one sheet that it writes."""

import hashlib
import re
from base64 import b64encode

from app.explorer.files import STATIC
from app.explorer.pages import POLICY

VENDORED = STATIC / "vendored"


def test_every_file_is_listed_with_its_digest():
    listed = dict(
        re.findall(
            r"`([\w.-]+)` \|(?: [^|]* \|)? `([0-9a-f]{64})`",
            (VENDORED / "VENDORED.md").read_text(encoding="utf-8"),
        )
    )
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDORED.iterdir()
        if path.name != "VENDORED.md"
    }
    assert listed == there


def test_the_policy_allows_the_style_sheet_of_charts_and_no_other():
    script = (VENDORED / "plot.umd.min.js").read_text(encoding="utf-8")
    [sheet] = re.findall(r"\.text\(`(:where\(\.\$\{\w\}\) \{\\n  --plot-background[^`]*)`", script)
    written = re.sub(r"\$\{\w\}", "plot", sheet).replace("\\n", "\n")
    digest = hashlib.sha256(written.encode()).digest()
    assert f"'sha256-{b64encode(digest).decode()}'" in POLICY
    assert "unsafe" not in POLICY
