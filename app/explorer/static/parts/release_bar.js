/** A bar on every page that is read as of a release, and the way back to the current one. */

import { html, useEffect } from "../vendored/preact-htm.js";
import { language, tell } from "../language.js";
import { request, useAnswer } from "../api.js";
import { addressOf, useParameters } from "../address.js";

/** A moment as people of Viet Nam write it, in their time. */
export function instant(text) {
  return new Intl.DateTimeFormat(language === "vi" ? "vi-VN" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "Asia/Ho_Chi_Minh",
  }).format(new Date(text));
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
  const { value } = useAnswer(request(`/v1/releases/${encodeURIComponent(release)}`));
  const page = document.body.dataset.page;
  const back = addressOf(page, { ...Object.fromEntries(new URLSearchParams(location.search)), release: null });
  return html`<aside class="as-of" aria-label=${tell("asOf.label")}>
    <p>
      <strong>${tell("asOf.release", { release })}</strong>
      ${value && ` ${tell("asOf.published", { instant: instant(value.data.published_at) })}`}
      ${value?.data.current === false && ` ${tell("asOf.older")}`}${" "}
      <a href=${back}>${tell("asOf.back")}</a>
    </p>
  </aside>`;
}
