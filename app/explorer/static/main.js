/** Starts the page that the document names. */

import { html, render } from "./vendored/preact-htm.js";
import { language } from "./language.js";
import { Guarded } from "./parts/guarded.js";
import { OpenCard } from "./parts/open_card.js";
import { ReleaseBar } from "./parts/release_bar.js";

const name = document.body.dataset.page;
const main = document.querySelector("#main");

// The other language of this very page: the frame alone knows no parameters.
const other = document.querySelector("a.language");
const follow = () => {
  const query = new URLSearchParams(location.search);
  query.set("lang", other.hreflang);
  other.href = `?${query}`;
};
other.addEventListener("focus", follow);
other.addEventListener("pointerdown", follow);
follow();

const searched = new URLSearchParams(location.search).get("q");
if (searched) document.querySelector("#q").value = searched;

const { Page } = await import(`./pages/${name}.js`);
main.replaceChildren();
main.lang = language;
render(html`<${ReleaseBar} /><${Guarded}><${Page} /><//><${OpenCard} />`, main);
document.documentElement.dataset.started = "";
