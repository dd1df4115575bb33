/** A series as it may be drawn: unbroken stretches, bounds that are open or closed, and each number in words. */

import { tell } from "../language.js";
import { bounds, endOf, period, told } from "../numbers.js";
import { boundsBeside } from "./terms.js";

/** Frequency of a period by the way it is written: 2022 A, 2022-S1 S, 2022-Q4 Q, 2022-06 M, 2022-06-30 D. */
export function frequencyOf(period) {
  const [, part, date] = period.split("-");
  if (part === undefined) return "A";
  if (date !== undefined) return "D";
  return /^[SQ]/.test(part) ? part[0] : "M";
}

const PER_YEAR = { S: 2, Q: 4, M: 12 };

/** The place of a period among those of its frequency: neighbours differ by one. */
function ordinalOf(period) {
  const [year, part, date] = period.split("-");
  if (part === undefined) return Number(year);
  if (date !== undefined) return endOf(period) / 86_400_000;
  return Number(year) * (PER_YEAR[frequencyOf(period)] ?? 12) + Number(part.replace(/^[SQ]/, ""));
}

/** Whether a line may join two numbers: neighbours in time, of one edition, with no break between them. */
function joins(before, after) {
  return (
    frequencyOf(before.period) === frequencyOf(after.period) &&
    ordinalOf(after.period) - ordinalOf(before.period) === 1 &&
    after.status !== "B" &&
    before.vintage === after.vintage
  );
}

/** Whether a bound is no limit. */
export function isOpen(end) {
  return end === null || end === undefined;
}

/** What nothing can be below or above: an end that stands there says nothing of the print. */
const domainOf = ({ domain, unit }) => domain ?? { lower: 0, upper: unit === "percent" ? 100 : null };

/** What of the bounds there is to draw: nothing for a point, else which ends are open. */
export function reachOf({ lower, upper, value }, series) {
  const domain = domainOf(series);
  if (!isOpen(lower) && lower === upper) return { shape: "point", goesDown: false, goesUp: false };
  const goesDown = isOpen(lower) || (lower === domain.lower && value !== lower);
  const goesUp = isOpen(upper) || (upper === domain.upper && value !== upper);
  const shape = goesDown && goesUp ? "unbounded" : goesDown || goesUp ? "open" : "closed";
  return { shape, goesDown, goesUp };
}

/** The numbers of points that an axis must reach: values, and ends that are not open. */
export function reached(points) {
  return points
    .flatMap(({ observation, goesDown, goesUp }) => [
      observation.value,
      goesDown ? null : observation.lower,
      goesUp ? null : observation.upper,
    ])
    .filter((number) => !isOpen(number));
}

/**
 * Points of a series in order of time, each with the `stretch` it is joined in; a stretch of one is `alone`.
 * Those without a value and without bounds are left out, and end the stretch before them.
 */
export function pointsOf(series, place) {
  const ordered = [...series.observations].sort(
    (one, other) =>
      frequencyOf(one.period).localeCompare(frequencyOf(other.period)) || endOf(one.period) - endOf(other.period),
  );
  const points = [];
  let [stretch, before] = [0, null];
  for (const observation of ordered) {
    const hasValue = observation.value !== null && observation.value !== undefined;
    if (!before || !hasValue || !joins(before, observation)) stretch += 1;
    before = hasValue ? observation : null;
    if (!hasValue && isOpen(observation.lower) && isOpen(observation.upper)) continue;
    const at = { date: endOf(observation.period), stretch: `${series.key} ${stretch}` };
    points.push({ observation, series, place, hasValue, ...at, ...reachOf(observation, series) });
  }
  const sizes = new Map();
  points.forEach((point) => sizes.set(point.stretch, (sizes.get(point.stretch) ?? 0) + 1));
  return points.map((point) => ({ ...point, alone: sizes.get(point.stretch) === 1 }));
}

/** Runs of neighbours in one stretch whose bounds are closed: what a band can fill. Runs of one are left to whiskers. */
export function bandsOf(points) {
  const runs = [];
  let run = [];
  for (const point of points) {
    const fits = !point.alone && (point.shape === "closed" || point.shape === "point");
    if (run.length && (!fits || run[0].stretch !== point.stretch)) run = [];
    if (!fits) continue;
    if (!run.length) runs.push(run);
    run.push(point);
  }
  return runs.filter((each) => each.length > 1 && each.some((point) => point.shape === "closed"));
}

/** The period a claim speaks of: its own, else the one in its key `organization.indicator.period@source`. */
export function periodOf(claim) {
  return claim.period ?? claim.key.split("@")[0].split(".").at(-1);
}

/** Claims on their dates, each with the cell whose card tells of it. */
export function claimsOf(series, place) {
  return (series.claims ?? [])
    .filter((claim) => claim.value !== null && claim.value !== undefined)
    .map((claim) => {
      const observation = { unit: series.unit, derivation: "reported", ...claim };
      return {
        claim,
        observation,
        series,
        place,
        date: endOf(periodOf(claim)),
        id: claim.key.split("@")[0],
        ...reachOf(observation, series),
      };
    });
}

/** The bounds beside a number of a series, in words; nothing where they add nothing to it. */
export function boundsTold(observation, series) {
  const described = { domain: domainOf(series), display_decimals: series.decimals ?? null };
  return boundsBeside(observation, new Map([[observation.indicator, described]]));
}

function remarks(observation, series) {
  const said = [boundsTold(observation, series)];
  if (observation.status === "B") said.push(tell("series.afterBreak"));
  if (observation.status === "E") said.push(tell("series.estimated"));
  if (observation.status === "P") said.push(tell("series.provisional"));
  if (observation.implied) said.push(tell("series.implied"));
  return said.filter(Boolean);
}

/** Number with unit, and what keeps it from being read wrongly. */
export function numberTold({ observation, series }) {
  const unit = series.unitLabel && observation.unit !== "percent" ? ` ${series.unitLabel}` : "";
  return [`${told(observation, series.decimals ?? null)}${unit}`, ...remarks(observation, series)].join("; ");
}

/** What a mark says: `lao-cai.members.2022: 53.767 người`; and whose and when it is, in words. */
export function toldOf(point) {
  return `${point.observation.id}: ${numberTold(point)}`;
}

export function whoseOf({ observation, series }) {
  return `${series.label}, ${period(observation.period, series.kind)}`;
}

/** What the mark of a claim says: its key, the print, and how it fares. */
export function claimTold({ claim, observation, series }) {
  const verdict = claim.verdict ? tell(`series.${claim.verdict}`) : "";
  return [
    `${claim.key}: ${tell("series.claimed", { number: told(observation), printed: claim.as_reported ?? "" })}`,
    bounds(observation, null, domainOf(series)),
    verdict,
  ]
    .filter(Boolean)
    .join("; ");
}
