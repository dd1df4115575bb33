/** What happened to organizations, as far as a series shows it: breaks, and mergers and the like. */

import { inLanguage, tell } from "../language.js";
import { day } from "../numbers.js";

const BESIDE = 5 * 366 * 86_400_000;
/** Kinds that found, join, divide or move an organization; others are shown only where they break the series. */
const ORGANIZATIONAL = new Set(["founding", "re-establishment", "merger", "division", "boundary-change"]);

/** The day an event counts from: a year alone is its first day. Null where nothing is said. */
function dayOf(event) {
  const text = event.effective ?? event.decided;
  if (!text) return null;
  const [year, month = "1", date = "1"] = text.split("-");
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
}

/** Whether numbers of an indicator before and after are of different things. */
export function breaksSeries(event, indicators) {
  return (event.breaks ?? []).some((each) => each === "*" || indicators.has(each));
}

function textOf(event, isBreak) {
  const told = inLanguage(event.title);
  return isBreak ? `${told} (${tell("series.breaks")})` : told;
}

/**
 * Days of events, numbered in order of time; those far from every number would only stretch the axis,
 * and only a break may stand beside them, since it says why a series begins or ends.
 */
export function eventsBeside(events, points) {
  const dates = points.map((point) => +point.date);
  const [first, last] = [Math.min(...dates), Math.max(...dates)];
  const indicators = new Set(points.map((point) => point.observation.indicator));
  const days = new Map();
  for (const event of events) {
    const date = dayOf(event);
    const isBreak = breaksSeries(event, indicators);
    const beside = isBreak ? BESIDE : 0;
    if (!date || +date < first - beside || +date > last + beside) continue;
    if (!isBreak && !ORGANIZATIONAL.has(event.kind)) continue;
    const found = days.get(+date) ?? {
      date,
      shown: event.effective ?? event.decided,
      texts: new Set(),
      isBreak: false,
    };
    found.texts.add(textOf(event, isBreak));
    found.isBreak ||= isBreak;
    days.set(+date, found);
  }
  return [...days.values()]
    .sort((one, other) => one.date - other.date)
    .map(({ date, shown, texts, isBreak }, place) => {
      const when = shown.length === 10 ? day(shown) : shown;
      return { date, number: place + 1, isBreak, text: `${when}: ${[...texts].join("; ")}` };
    });
}
