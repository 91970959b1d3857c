// A day, typed or chosen in a month. Days travel as "2026-12-23", without hour or zone.
import { parseDate, type CalendarDate } from "@internationalized/date";
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  Calendar as AriaCalendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker as AriaDatePicker,
  DateSegment,
  Group,
  Heading,
  Label,
  Popover,
  Text,
} from "react-aria-components";
import { ErrorLine, Optional, type FieldWords } from "./Field";
import { Icon } from "./Icon";
import { join } from "./join";

interface Days {
  /** "2026-12-23", or null. */
  value: string | null;
  onChange: (day: string) => void;
  min?: string;
  max?: string;
}

export interface DatePickerProps extends FieldWords, Days {
  disabled?: boolean;
  className?: string;
  /** Under the month: what bounds the choice. */
  note?: ReactNode;
}

export function DatePicker({ label, optional, help, error, value, onChange, min, max, disabled, className, note }: DatePickerProps) {
  return (
    <AriaDatePicker
      className={join("field", className)}
      value={read(value)}
      onChange={(day) => day && onChange(day.toString())}
      minValue={read(min)}
      maxValue={read(max)}
      isDisabled={disabled}
      isInvalid={error ? true : undefined}
      granularity="day"
      shouldForceLeadingZeros
    >
      <Label className="name">
        {label}
        {optional && <Optional />}
      </Label>
      <Group className="input date">
        <DateInput className="segments">{(segment) => <DateSegment segment={segment} />}</DateInput>
        <Button className="button plain only s">
          <Icon of={CalendarDays} />
        </Button>
      </Group>
      {help && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      {error && (
        <Text slot="errorMessage" className="error">
          <ErrorLine>{error}</ErrorLine>
        </Text>
      )}
      <Popover className="float" offset={6} aria-label={label}>
        <div className="calendar">
          <Month note={note} />
        </div>
      </Popover>
    </AriaDatePicker>
  );
}

export interface CalendarProps extends Days {
  label: string;
  note?: ReactNode;
}

/** The month alone, for a pane that shows it openly. */
export function Calendar({ label, value, onChange, min, max, note }: CalendarProps) {
  return (
    <div className="calendar">
      <Month label={label} value={read(value)} onChange={(day) => onChange(day.toString())} min={read(min)} max={read(max)} note={note} />
    </div>
  );
}

interface MonthProps {
  label?: string;
  value?: CalendarDate | null;
  onChange?: (day: CalendarDate) => void;
  min?: CalendarDate | null;
  max?: CalendarDate | null;
  note?: ReactNode;
}

function Month({ label, value, onChange, min, max, note }: MonthProps) {
  const own = onChange ? { value: value ?? null, onChange, minValue: min, maxValue: max, "aria-label": label } : {};
  return (
    <AriaCalendar {...own}>
      <div className="month">
        <Button slot="previous" className="button plain only s">
          <Icon of={ChevronLeft} />
        </Button>
        <Heading className="strong" />
        <Button slot="next" className="button plain only s">
          <Icon of={ChevronRight} />
        </Button>
      </div>
      <CalendarGrid weekdayStyle="narrow">
        <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day.toLocaleLowerCase()}</CalendarHeaderCell>}</CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className="day" />}</CalendarGridBody>
      </CalendarGrid>
      {note && <p className="tiny">{note}</p>}
    </AriaCalendar>
  );
}

function read(day: string | null | undefined): CalendarDate | null {
  return day ? parseDate(day) : null;
}
