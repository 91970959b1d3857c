// Boxes to tick. The browser's own control does the work; only its drawing is ours.
import { Check } from "lucide-react";
import { useId, type ReactNode } from "react";
import { Icon } from "./Icon";
import { join } from "./join";

export interface CheckboxProps {
  children: ReactNode;
  description?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Some of a group, not all. */
  mixed?: boolean;
  disabled?: boolean;
  className?: string;
  /** The words are for screen readers only: a column of boxes. */
  hideLabel?: boolean;
}

export function Checkbox({ children, description, checked, onChange, mixed = false, disabled, className, hideLabel }: CheckboxProps) {
  return (
    <label className={join("check", className)}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        ref={(input) => {
          if (input) input.indeterminate = mixed;
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="box">
        <Icon of={Check} />
      </span>
      <span className={hideLabel ? "heard" : undefined}>
        {children}
        {description && <small>{description}</small>}
      </span>
    </label>
  );
}

export interface SwitchProps {
  children: ReactNode;
  description?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** Takes effect at once, unlike a box in a form. */
export function Switch({ children, description, checked, onChange, disabled }: SwitchProps) {
  return (
    <label className="check switch">
      <input type="checkbox" role="switch" checked={checked} aria-checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <span className="box" />
      <span>
        {children}
        {description && <small>{description}</small>}
      </span>
    </label>
  );
}

export interface RadioChoice<Id extends string> {
  id: Id;
  name: string;
  description?: string;
  disabled?: boolean;
}

export interface RadioGroupProps<Id extends string> {
  label: string;
  choices: readonly RadioChoice<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  inline?: boolean;
  help?: ReactNode;
}

export function RadioGroup<Id extends string>({ label, choices, value, onChange, inline = false, help }: RadioGroupProps<Id>) {
  const name = useId();
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <div className={inline ? "inline wrap g4" : "flow g1"}>
        {choices.map((choice) => (
          <label key={choice.id} className="check radio">
            <input type="radio" name={name} value={choice.id} checked={choice.id === value} disabled={choice.disabled} onChange={() => onChange(choice.id)} />
            <span className="box" />
            <span>
              {choice.name}
              {choice.description && <small>{choice.description}</small>}
            </span>
          </label>
        ))}
      </div>
      {help && <span className="help">{help}</span>}
    </fieldset>
  );
}
