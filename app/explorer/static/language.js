/** The language of the page, and its texts: one file for each, with the same keys. */

export const language = document.documentElement.lang === "en" ? "en" : "vi";

const { texts } = await import(`./texts/${language}.js`);

/** The text under a key such as `home.title`, with `{name}` replaced. A key that is missing shows itself. */
export function tell(key, values = {}) {
  const text = key.split(".").reduce((found, part) => found?.[part], texts);
  if (typeof text !== "string") return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Of a bilingual `{vi, en}` of the API, the text in this language, else in the other. */
export function inLanguage(words) {
  if (words === null || words === undefined) return "";
  if (typeof words === "string") return words;
  return words[language] ?? words.vi ?? words.en ?? "";
}
