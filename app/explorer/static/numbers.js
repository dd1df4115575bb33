/** Numbers, periods and days as people write them: 53.767 and 6,98 % in Vietnamese, 53,767 and 6.98% in English. */

import { language, tell } from "./language.js";

const LOCALE = language === "vi" ? "vi-VN" : "en-GB";

/**
 * A number with all the digits it has, or as many as an indicator shows. Null is a dash, never 0.
 * Ends of bounds are rounded outward: `rounding` is "floor" or "ceil" for them.
 */
export function written(value, decimals = null, rounding = "halfEven") {
  if (value === null || value === undefined) return "–";
  const digits =
    decimals === null
      ? { maximumFractionDigits: 6 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals, roundingMode: rounding };
  // As text: rounded from its decimal digits, not from the nearest binary fraction.
  return new Intl.NumberFormat(LOCALE, digits).format(String(value));
}

/** The sign of a unit after a number: ` %` in Vietnamese, `%` in English, nothing for counts. */
export function sign(unit) {
  if (unit === "percent") return language === "vi" ? " %" : "%";
  return "";
}

/** A number of an observation with its qualifier in words: gần 42 %, hơn 761.000. */
export function told(observation, decimals = null) {
  if (observation.value === null || observation.value === undefined) return absent(observation);
  const shown = observation.derivation === "reported" ? null : decimals;
  const { qualifier } = observation;
  if (qualifier === "between") return toldBetween(observation, shown);
  const number = written(observation.value, shown, ROUNDED[qualifier]) + sign(observation.unit);
  if (!qualifier || qualifier === "exact") return number;
  return tell(`qualifier.${qualifier}`, { number });
}

/** Which way the number beside a qualifier may be rounded and still be true. */
const ROUNDED = { over: "floor", at_least: "floor", nearly: "ceil", below: "ceil", at_most: "ceil" };

/** One number where both ends show it, else both ends. */
function toldBetween({ value, lower, upper, unit }, decimals) {
  const same = written(lower, decimals) === written(upper, decimals);
  if (same) return written(value, decimals) + sign(unit);
  const ends = { lower: written(lower, decimals, "floor"), upper: written(upper, decimals, "ceil") + sign(unit) };
  return tell("qualifier.between", ends);
}

/** Why there is no number, as far as the status says. */
export function absent(observation) {
  if (observation.confidentiality === "C") return tell("number.suppressed");
  if (observation.lower !== null && observation.lower !== undefined) {
    const qualifier = observation.lower_closed ? "at_least" : "over";
    return tell(`qualifier.${qualifier}`, { number: written(observation.lower) + sign(observation.unit) });
  }
  return tell("number.missing");
}

/** The bounds in words; empty for a point. An end that stands where the domain's does says nothing: give the indicator's `domain`. */
export function bounds(observation, decimals = null, domain = null) {
  const lower = observation.lower === domain?.lower ? null : observation.lower;
  const upper = observation.upper === domain?.upper ? null : observation.upper;
  if (observation.lower !== null && observation.lower === observation.upper) return "";
  if (lower === null && upper === null) return tell("bounds.none");
  const end = (value, rounding) => written(value, decimals, rounding) + sign(observation.unit);
  const least = end(lower, "floor");
  const most = end(upper, "ceil");
  if (lower === null) return tell(observation.upper_closed ? "bounds.atMost" : "bounds.below", { upper: most });
  if (upper === null) return tell(observation.lower_closed ? "bounds.atLeast" : "bounds.above", { lower: least });
  return tell("bounds.between", {
    lower: `${observation.lower_closed ? "≥" : ">"} ${least}`,
    upper: `${observation.upper_closed ? "≤" : "<"} ${most}`,
  });
}

/** A day, 2022-12-31, as 31/12/2022 or 31 December 2022. */
export function day(text) {
  if (!text) return "";
  const [year, month, date] = text.slice(0, 10).split("-").map(Number);
  const options =
    language === "vi"
      ? { day: "2-digit", month: "2-digit", year: "numeric" }
      : { day: "numeric", month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" }).format(Date.UTC(year, month - 1, date));
}

const MONTHS = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });

/** A period of a stock or flow in words: cuối năm 2022; quý 4 năm 2022; tháng 6 năm 2022. */
export function period(text, kind = "stock") {
  const [year, part, date] = text.split("-");
  if (part === undefined) return tell(kind === "stock" ? "period.endOfYear" : "period.year", { year });
  if (date !== undefined) return day(text);
  if (part[0] === "S") return tell("period.half", { year, half: part[1] });
  if (part[0] === "Q") return tell("period.quarter", { year, quarter: part[1] });
  const month = language === "vi" ? Number(part) : MONTHS.format(Date.UTC(Number(year), Number(part) - 1));
  return tell("period.month", { year, month });
}

const DAYS = { S: 6, Q: 3 };

/** The last day of a period, as a Date: where a stock of it stands on an axis of time. */
export function endOf(text) {
  const [year, part, date] = text.split("-");
  if (date !== undefined) return new Date(Date.UTC(Number(year), Number(part) - 1, Number(date)));
  if (part === undefined) return new Date(Date.UTC(Number(year), 12, 0));
  const months = DAYS[part[0]] ? DAYS[part[0]] * Number(part[1]) : Number(part);
  return new Date(Date.UTC(Number(year), months, 0));
}
