// Starts Swagger UI; apart from the page, so that the policy needs no inline script.

const LANGUAGE = document.documentElement.lang;
const TOLD = {
  en: {
    example: "An example, asked just now",
    waiting: "…",
    refused: "Refused with",
    refusals: "each explained with an example",
    unreachable: "The server does not answer.",
  },
  vi: {
    example: "Ví dụ, vừa hỏi xong",
    waiting: "…",
    refused: "Bị từ chối với",
    refusals: "mỗi loại có giải thích và ví dụ",
    unreachable: "Máy chủ không trả lời.",
  },
}[LANGUAGE];

// An empty field shows in grey what is taken without it, or else an example; nothing is sent until
// it is filled in.
const examplesAsPlaceholders = () => ({
  wrapComponents: {
    JsonSchemaForm: (Original, { React }) => (props) => {
      const shown = props.schema?.get?.("x-default") ?? props.schema?.getIn?.(["examples", 0]);
      const placeholder = shown === undefined ? props.description : String(shown);
      return React.createElement(Original, { ...props, description: placeholder });
    },
  },
});

/** JSON in which whatever fits on a line stands on one. */
function laidOut(value, indent = "") {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
  if (value === null || typeof value !== "object" || indent.length + line.length <= 90) {
    return line;
  }
  const deeper = `${indent}  `;
  const named = Array.isArray(value) ? () => "" : (name) => `${JSON.stringify(name)}: `;
  const parts = Object.entries(value).map(([name, part]) => `${deeper}${named(name)}${laidOut(part, deeper)}`);
  const [opening, closing] = Array.isArray(value) ? "[]" : "{}";
  return `${opening}\n${parts.join(",\n")}\n${indent}${closing}`;
}

/** What is answered now, as it is shown: the data alone. */
async function answerTo(address) {
  const answer = await fetch(address, { headers: { "Accept-Language": LANGUAGE } });
  const told = await answer.json();
  return laidOut(told.data ?? told);
}

// Below the name of a group: one question, and its answer as it is today.
const exampleOfEachGroup = () => ({
  wrapComponents: {
    OperationTag: (Original, { React }) => {
      const element = React.createElement;
      const Example = ({ address }) => {
        const [answer, setAnswer] = React.useState(TOLD.waiting);
        React.useEffect(() => {
          answerTo(address).then(setAnswer, () => setAnswer(TOLD.unreachable));
        }, [address]);
        return element("figure", { className: "group-example" },
          element("figcaption", null, `${TOLD.example}: `,
            element("a", { href: address }, element("code", null, `GET ${address}`))),
          element("pre", { tabIndex: 0, "aria-label": `GET ${address}` }, answer));
      };
      return (props) => {
        const address = props.tagObj.getIn(["tagDetails", "x-example"]);
        const shown = address && element(Example, { address, key: "example" });
        return element(Original, props, shown, props.children);
      };
    },
  },
});

// Every operation can be refused in the same twelve ways: they are named, not shown each time.
const refusalsInOneLine = () => ({
  wrapComponents: {
    responses: (Original, { React }) => (props) => {
      const element = React.createElement;
      const isRefusal = (_, status) => Number(status) >= 400;
      const refusals = [...props.responses.filter(isRefusal).keys()];
      const line = refusals.length > 0 && element("p", { className: "refusals" },
        `${TOLD.refused} ${refusals.join(", ")}: `, element("a", { href: "/problems" }, TOLD.refusals), ".");
      const answered = { ...props, responses: props.responses.filterNot(isRefusal) };
      return element(React.Fragment, null, element(Original, answered), line);
    },
  },
});

/** All operations of the document, in its order. */
const operationsOf = (document) => Object.values(document.paths).flatMap((path) => Object.values(path));

/** Swagger UI would send every default, and the address would say more than was asked. */
function withoutDefaults(document) {
  for (const { schema } of operationsOf(document).flatMap((operation) => operation.parameters ?? [])) {
    schema["x-default"] = schema.default;
    delete schema.default;
  }
  return document;
}

/** Addresses as people write them: commas and colons separate, and need no escape. */
function legible(request) {
  request.url = request.url.replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%40", "@");
  return request;
}

/** The document with the texts of one language where it has two. */
function inOneLanguage(document) {
  const [english, vietnamese] = document.info.description.split(/^## .*$/m);
  if (LANGUAGE !== "vi") {
    document.info.description = english;
    return document;
  }
  document.info.description = vietnamese;
  document.info.summary = document.info["x-summary-vi"];
  for (const tag of document.tags) {
    tag.description = tag["x-description-vi"];
  }
  for (const operation of operationsOf(document)) {
    operation.summary = operation["x-summary-vi"] || operation.summary;
  }
  return document;
}

/** Open the first operation of all, unless the address names another. */
function openFirst(ui, document) {
  if (location.hash === "") {
    const [first] = operationsOf(document);
    ui.layoutActions.show(["operations", first.tags[0], first.operationId], true);
  }
}

/** The colours that the reader's system asks for, also when it changes its mind. */
function followColours() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", follow);
  follow();
}

async function start() {
  followColours();
  const document = await (await fetch("/openapi.json")).json();
  const spec = inOneLanguage(withoutDefaults(document));
  const ui = SwaggerUIBundle({
    spec,
    dom_id: "#swagger-ui",
    deepLinking: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    plugins: [examplesAsPlaceholders, exampleOfEachGroup, refusalsInOneLine],
    requestInterceptor: legible,
    validatorUrl: null,
    onComplete: () => openFirst(ui, spec),
  });
}

start();
