// Days as the calendar of the State counts them: a parcel ends with a day in Paris, wherever it is read.

const PARIS = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris", year: "numeric", month: "2-digit", day: "2-digit" });

/** "2026-12-23", the day it is in Paris `days` days after `from`. */
export function dayAfter(from: Date, days: number): string {
  const [year = 1970, month = 1, day = 1] = PARIS.format(from).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** The last day something can be fetched, when it ends at an instant: midnight belongs to the day before. */
export function lastDay(expiresAt: string): string {
  return dayAfter(new Date(Date.parse(expiresAt) - 1), 0);
}

/** Whole days from today to `day`, both in Paris. */
export function daysUntil(day: string, now: Date): number {
  return Math.round((Date.parse(day) - Date.parse(dayAfter(now, 0))) / 86_400_000);
}

/** Whether an instant is of today or yesterday here, which is said in a word. */
export function nearDay(at: string, now: Date = new Date()): "today" | "yesterday" | "before" {
  const then = new Date(at).toDateString();
  if (then === now.toDateString()) return "today";
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  return then === before.toDateString() ? "yesterday" : "before";
}
