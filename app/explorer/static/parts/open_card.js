/** The one card that may be open: `card` in the address names its number, so that a link opens it. */

import { html, useEffect, useState } from "../vendored/preact-htm.js";
import { go, parameters, useParameters } from "../address.js";

/** What shows the card is loaded with the first one that is opened. */
export function OpenCard() {
  const { card } = useParameters();
  const [module, keep] = useState(null);
  useEffect(() => {
    if (card) import("./card.js").then(keep);
  }, [Boolean(card)]);
  return card && module ? html`<${module.Card} id=${card} onClose=${close} />` : null;
}

/** The browser's own "back" has closed it already where the address no longer names a card. */
function close() {
  if (parameters().card) go({ card: null });
}
