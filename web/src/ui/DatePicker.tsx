// Dates weigh as much as a page: their code is fetched when a date is first shown.
import { lazy, Suspense } from "react";
import type { CalendarProps, DatePickerProps } from "./days";
import { Bone } from "./Skeleton";

const LazyPicker = lazy(() => import("./days").then((days) => ({ default: days.DatePicker })));
const LazyCalendar = lazy(() => import("./days").then((days) => ({ default: days.Calendar })));

/** A day, typed or chosen in a month. Days travel as "2026-12-23". */
export function DatePicker(props: DatePickerProps) {
  const waiting = (
    <div className="field">
      <span className="name">{props.label}</span>
      <div className="input">
        <Bone width="6rem" />
      </div>
    </div>
  );
  return (
    <Suspense fallback={waiting}>
      <LazyPicker {...props} />
    </Suspense>
  );
}

/** The month alone, for a pane that shows it openly. */
export function Calendar(props: CalendarProps) {
  return (
    <Suspense fallback={<div className="calendar waiting" />}>
      <LazyCalendar {...props} />
    </Suspense>
  );
}
