// Numbers, sizes, days and hours as they are spoken: "9 h 12", "hier", "18 nov.", "1,2 Go".
import { useTranslation } from "react-i18next";

export interface Format {
  /** "fr-FR", for what Intl names. */
  language: string;
  /** "1,2 Go" / "1.2 GB", decimal units as the agents' systems show them. */
  size: (bytes: number) => string;
  number: (value: number) => string;
  /** "98 %". */
  percent: (part: number) => string;
  /** "9 h 12" / "09:12". */
  time: (at: string | Date) => string;
  /** "23 décembre 2026". Accepts "2026-12-23" or an instant. */
  day: (at: string | Date) => string;
  /** "23 déc." */
  shortDay: (at: string | Date) => string;
  /** "lundi 23 novembre". */
  weekday: (at: string | Date) => string;
  /** "9 h 12" today, "hier", "jeudi" this week, "18 nov." before, "18 nov. 2025" in another year. */
  when: (at: string | Date) => string;
  /** "23 novembre à 9 h 12". */
  full: (at: string | Date) => string;
  /** "dans 6 j", "demain", "aujourd’hui", for an end to come. */
  until: (at: string | Date) => string;
  /** "Claire, Karim et Sophie". */
  list: (names: readonly string[]) => string;
}

const dayLength = 86_400_000;

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatFor(i18n.language);
}

const made = new Map<string, Format>();

export function formatFor(language: string): Format {
  const ready = made.get(language);
  if (ready) return ready;
  const format = make(language === "en" ? "en-GB" : "fr-FR", language === "en");
  made.set(language, format);
  return format;
}

function make(locale: string, english: boolean): Format {
  const whole = new Intl.NumberFormat(locale);
  const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const days = dates({ day: "numeric", month: "long", year: "numeric" });
  const shorts = dates({ day: "numeric", month: "short" });
  const shortYears = dates({ day: "numeric", month: "short", year: "numeric" });
  const weekdays = dates({ weekday: "long", day: "numeric", month: "long" });
  const names = dates({ weekday: "long" });
  const dayMonths = dates({ day: "numeric", month: "long" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const units = english ? ["B", "kB", "MB", "GB", "TB"] : ["o", "Ko", "Mo", "Go", "To"];

  /** In French the first of a month is "1er", which Intl does not know. */
  function dates(parts: Intl.DateTimeFormatOptions): (at: Date) => string {
    const written = new Intl.DateTimeFormat(locale, parts);
    return (at) => (english ? written.format(at) : written.format(at).replace(/(?<!\d)1(?=\s\p{L})/u, "1er"));
  }

  const time = (at: string | Date) => {
    const moment = read(at);
    const minutes = String(moment.getMinutes()).padStart(2, "0");
    if (english) return `${String(moment.getHours()).padStart(2, "0")}:${minutes}`;
    return minutes === "00" ? `${moment.getHours()}\u00a0h` : `${moment.getHours()}\u00a0h\u00a0${minutes}`;
  };

  return {
    language: locale,
    size(bytes) {
      let value = bytes;
      let unit = 0;
      while (value >= 999.5 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
      }
      const shown = unit < 2 || value >= 100 ? whole.format(Math.round(value)) : tenth.format(value);
      return `${shown}\u00a0${units[unit]}`;
    },
    number: (value) => whole.format(value),
    percent: (part) => percents.format(part),
    time,
    day: (at) => days(read(at)),
    shortDay: (at) => shorts(read(at)),
    weekday: (at) => weekdays(read(at)),
    when(at) {
      const moment = read(at);
      const distance = daysBetween(new Date(), moment);
      if (distance === 0) return time(moment);
      if (distance === -1 || distance === 1) return relative.format(distance, "day");
      if (distance < 0 && distance > -7) return names(moment);
      return moment.getFullYear() === new Date().getFullYear() ? shorts(moment) : shortYears(moment);
    },
    full: (at) => `${dayMonths(read(at))} ${english ? "at" : "à"} ${time(at)}`,
    until(at) {
      const distance = daysBetween(new Date(), read(at));
      if (Math.abs(distance) <= 1) return relative.format(distance, "day");
      return english ? relative.format(distance, "day") : `${distance < 0 ? "il y a" : "dans"} ${Math.abs(distance)}\u00a0j`;
    },
    list: (names) => lists.format(names),
  };
}

/** A day without an hour is that day here, not midnight in London. */
function read(at: string | Date): Date {
  if (at instanceof Date) return at;
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(at);
  return day ? new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3])) : new Date(at);
}

/** Calendar days from one moment to another, in this place's own days. */
function daysBetween(from: Date, to: Date): number {
  const start = Date.UTC(from.getFullYear(), from.getMonth(), from.getDate());
  const end = Date.UTC(to.getFullYear(), to.getMonth(), to.getDate());
  return Math.round((end - start) / dayLength);
}
