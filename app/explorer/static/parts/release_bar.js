/** A bar on every page that is read as of a release, and the way back to the current one. */

import { html, useEffect } from "../vendored/preact-htm.js";
import { tell } from "../language.js";
import { request, useAnswer } from "../api.js";
import { addressOf, parameters, useParameters } from "../address.js";
import { day } from "../numbers.js";

const ZONE = "Asia/Ho_Chi_Minh";

/** A moment as people of Viet Nam write it, in their time. */
export function instant(text) {
  const moment = new Date(text);
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
  const date = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: ZONE });
  return tell("asOf.instant", { time: time.format(moment), day: day(date.format(moment)) });
}

/** The menu and the search of the frame stay with the release, since the server wrote them without it. */
function keepInFrame(release) {
  for (const link of document.querySelectorAll("body > header nav a, header a.name")) {
    const address = new URL(link.href);
    address.searchParams.set("release", release);
    link.href = address.pathname + address.search;
  }
  const form = document.querySelector("form.search");
  if (form.elements.release) return;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "release", value: release });
  form.append(field);
}

/** Shown where the address names a release, whether or not there is such a one. */
export function ReleaseBar() {
  const { release } = useParameters();
  useEffect(() => {
    if (release) keepInFrame(release);
  }, [release]);
  if (!release) return null;
  return html`<${Bar} release=${release} />`;
}

function Bar({ release }) {
  const { value, refusal } = useAnswer(request(`/v1/releases/${encodeURIComponent(release)}`));
  const { page, release: current } = document.body.dataset;
  const told = [
    value && tell("asOf.published", { instant: instant(value.data.published_at) }),
    tell(release === current ? "asOf.current" : "asOf.other", { current }),
  ];
  return html`<aside class="as-of" aria-label=${tell("asOf.label")}>
    <p>
      <strong>${tell(refusal ? "asOf.unknown" : "asOf.release", { release })}</strong> ${told.filter(Boolean).join(" ")}${" "}
      <a href=${addressOf(page, { ...parameters(), release: null })}>${tell("asOf.back")}</a>
    </p>
  </aside>`;
}
