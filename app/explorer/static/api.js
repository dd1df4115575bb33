/** The public API, and nothing else: every number on a page comes through here, of one release. */

import { useEffect, useState } from "./vendored/preact-htm.js";
import { language, tell } from "./language.js";
import { parameters } from "./address.js";

/** A refusal (RFC 9457) in the language of the page, or a server that does not answer. */
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? tell("problem.unreachable"));
    this.problem = problem;
  }
}

/** The release that all numbers of the page are of: the one in the address, else that current when it was opened. */
export function release() {
  return parameters().release ?? document.body.dataset.release;
}

/** The address of an answer: a path of the API with its parameters, pinned to the release. */
export function request(path, asked = {}) {
  const query = new URLSearchParams({ release: release() });
  for (const [name, value] of Object.entries(asked)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, value);
  }
  return `${path}?${query}`;
}

const answers = new Map();

/** The envelope {data, meta, links} at an address; the same address is asked once. Raises Refusal. */
export function ask(address) {
  if (!answers.has(address)) {
    const answer = fetched(address);
    answer.catch(() => answers.delete(address));
    answers.set(address, answer);
  }
  return answers.get(address);
}

async function fetched(address) {
  let response;
  try {
    response = await fetch(address, {
      headers: { accept: "application/json", "accept-language": language },
    });
  } catch (error) {
    throw new Refusal({ detail: tell("problem.unreachable") });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body);
  return body;
}

/** All rows behind an address, page after page, at most `most`. */
export async function askAll(address, most = 2000) {
  const rows = [];
  let next = address;
  while (next && rows.length < most) {
    const answer = await ask(next);
    rows.push(...answer.data);
    next = answer.links.next;
  }
  return rows;
}

/** What `find` gives, and while it is awaited nothing; `depends` as in every hook. */
export function useFound(find, depends) {
  const [found, keep] = useState({ value: null, refusal: null, waiting: true });
  useEffect(() => {
    let wanted = true;
    keep((before) => ({ ...before, waiting: true }));
    Promise.resolve()
      .then(find)
      .then(
        (value) => wanted && keep({ value, refusal: null, waiting: false }),
        (error) => {
          if (wanted) keep({ value: null, refusal: error, waiting: false });
          if (!(error instanceof Refusal)) console.error(error);
        },
      );
    return () => {
      wanted = false;
    };
  }, depends);
  return found;
}

/** The answer at an address of the API. */
export function useAnswer(address) {
  return useFound(() => (address === null ? null : ask(address)), [address]);
}
