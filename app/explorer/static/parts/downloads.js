/** The same answer in every format of the API. */

import { html } from "../vendored/preact-htm.js";
import { language, tell } from "../language.js";
import { request, useAnswer } from "../api.js";
import { Found } from "./basics.js";

/** `of` says what is downloaded, for whoever hears the links one by one. */
export function Downloads({ path, asked = {}, of }) {
  const found = useAnswer(request("/v1/config"));
  return html`<${Found} of=${found}>
    ${(answer) => html`<ul class="downloads" aria-label=${tell("downloads.title", { of })}>
      ${answer.data.formats.map(
        ({ name }) => html`<li key=${name}>
          <a href=${request(path, { ...asked, format: name, lang: language })} download=${file(path, name)}>
            ${tell(`downloads.${name.replace("-", "_")}`)}
          </a>
        </li>`,
      )}
    </ul>`}
  <//>`;
}

const ENDINGS = { "csv-excel": "csv", csvw: "csv-metadata.json", "json-stat": "json-stat.json" };

function file(path, format) {
  const name = path.replace("/v1/", "").replaceAll("/", "-");
  return `partystats-${name}.${ENDINGS[format] ?? format}`;
}
