// Two or three ways of seeing the same thing, side by side.
import { Icon, type IconGlyph } from "./Icon";

export interface SegmentProps<Id extends string> {
  label: string;
  choices: readonly { id: Id; name: string; icon?: IconGlyph }[];
  value: Id;
  onChange: (id: Id) => void;
}

export function Segment<Id extends string>({ label, choices, value, onChange }: SegmentProps<Id>) {
  return (
    <div className="segment" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button key={choice.id} type="button" aria-pressed={choice.id === value} onClick={() => onChange(choice.id)}>
          {choice.icon && <Icon of={choice.icon} size="s" />}
          {choice.name}
        </button>
      ))}
    </div>
  );
}
