/** Releases: what was published when, and what each changed and why. */

import { html } from "../vendored/preact-htm.js";
import { inLanguage, tell } from "../language.js";
import { release, request, useAnswer } from "../api.js";
import { useParameters } from "../address.js";
import { day, written } from "../numbers.js";
import { Found, Notices, Table, Title, To } from "../parts/basics.js";
import { Changes } from "../parts/changes.js";
import { instant } from "../parts/release_bar.js";

export function Page() {
  const { number } = useParameters();
  return number ? html`<${OneRelease} key=${number} number=${number} />` : html`<${AllReleases} />`;
}

function AllReleases() {
  const found = useAnswer(request("/v1/releases"));
  // The first has nothing before it: what it changed is unknown, and not zero.
  return html`<${Title} lead=${tell("releases.lead")}>${tell("releases.title")}<//>
    <p><a href="/v1/releases.atom">${tell("releases.feed")}</a></p>
    <${Found} of=${found}>
      ${(answer) => html`<${Table}
        caption=${tell("releases.list")}
        keyOf=${(row) => row.number}
        rows=${answer.data.toReversed()}
        columns=${[
          [tell("releases.number"), (row) => html`<${To} page="releases" to=${{ number: row.number }}>${tell("releases.one", row)}<//>${row.current ? ` (${tell("releases.current")})` : ""}`],
          [tell("releases.published"), (row) => instant(row.published_at)],
          [tell("releases.observations"), (row) => written(row.counts.observation), true],
          ...["new", "revised", "withdrawn"].map((change) => [tell(`releases.changes.${change}`), (row) => (row.number === 1 ? "–" : written(row.changes[change])), true]),
          [tell("releases.chain"), (row) => html`<${Digest} text=${row.chain_digest} />`],
        ]}
      />`}
    <//>`;
}

/** A digest in short, whole for whoever copies or hears it. */
function Digest({ text }) {
  return html`<code class="digest" title=${text}>${text.slice(0, 12)}…</code>`;
}

function OneRelease({ number }) {
  // A release is known to itself and to all that follow it.
  const found = useAnswer(request(`/v1/releases/${encodeURIComponent(number)}`));
  return html`<p class="up"><${To} page="releases">${tell("releases.back")}<//></p>
    <${Found} of=${found}>
      ${({ data }) => html`<${Title} lead=${data.current ? tell("releases.isCurrent") : null}>${tell("releases.one", data)}<//>
        <${Facts} row=${data} />
        ${String(data.number) !== release() &&
        html`<p><${To} page="home" to=${{ release: data.number }}>${tell("releases.seeAsOf", data)}<//></p>`}
        <h2>${tell("releases.errata")}</h2>
        <${Errata} number=${data.number} />
        <h2>${tell("releases.changed")}</h2>
        <${Changes} number=${data.number} />
        <h2>${tell("releases.downloads")}</h2>
        <${Downloads} number=${data.number} />`}
    <//>`;
}

function Facts({ row }) {
  const counts = ["organization", "indicator", "source", "figure", "observation", "check", "event"];
  return html`<dl class="facts">
    <div><dt>${tell("releases.published")}</dt><dd>${instant(row.published_at)}</dd></div>
    <div><dt>${tell("releases.holds")}</dt>
      <dd>${counts.map((name) => tell(`releases.counts.${name}`, { count: written(row.counts[name]) })).join(" · ")}</dd></div>
    <div><dt>${tell("releases.packages")}</dt>
      <dd><ul>${row.packages.map((each) => html`<li key=${each.name}>${each.name} ${each.version}: ${each.title}</li>`)}</ul></dd></div>
    ${["content_digest", "chain_digest"].map(
      (name) => html`<div><dt>${tell(`releases.${name}`)}</dt><dd><code class="digest">${row[name]}</code></dd></div>`,
    )}
    <div><dt>${tell("releases.recipe")}</dt><dd>${tell("releases.recipeTold", row.recipe)}</dd></div>
  </dl>`;
}

function Errata({ number }) {
  const found = useAnswer(request("/v1/errata", { concerns: number }));
  return html`<${Found} of=${found}>
    ${(answer) =>
      answer.data.length === 0
        ? html`<p>${tell("releases.noErrata")}</p>`
        : html`<ul class="errata">
            ${answer.data.map(
              (row) => html`<li key=${row.code}>
                ${inLanguage(row.text)}${" "}
                <span class="quiet">
                  ${tell("releases.found", { day: day(row.found) })}${" · "}
                  ${row.mended_in ? tell("releases.mended", { number: row.mended_in }) : tell("releases.notMended")}
                  ${row.subjects.length > 0 && ` · ${row.subjects.join(", ")}`}
                </span>
              </li>`,
            )}
          </ul>`}
  <//>`;
}

const FILES = ["package.zip", "observations.csv.gz", "observations.ndjson.gz", "observations.csv", "content.jsonl", "history.jsonl"];

function Downloads({ number }) {
  return html`<ul class="downloads">
    ${FILES.map(
      (file) => html`<li key=${file}>
        <a href=${`/v1/releases/${number}/${file}`} download>${file}</a> – ${tell(`releases.files.${file.replaceAll(".", "_")}`)}
      </li>`,
    )}
  </ul>`;
}
