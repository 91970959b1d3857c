// One choice among a few, in a list that opens.
import { Check, ChevronsUpDown } from "lucide-react";
import type { Key } from "react";
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue, Text } from "react-aria-components";
import { ErrorLine, Optional, type FieldWords } from "./Field";
import { Icon, type IconGlyph } from "./Icon";
import { join } from "./join";

export interface Choice<Id extends string = string> {
  id: Id;
  name: string;
  icon?: IconGlyph;
  description?: string;
  disabled?: boolean;
}

export interface SelectProps<Id extends string> extends FieldWords {
  choices: readonly Choice<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
}

export function Select<Id extends string>({ label, optional, help, error, choices, value, onChange, placeholder, disabled, className, hideLabel }: SelectProps<Id>) {
  return (
    <AriaSelect
      className={join("field", className)}
      value={value}
      onChange={(key: Key | null) => key !== null && onChange(key as Id)}
      placeholder={placeholder ?? ""}
      isDisabled={disabled}
      isInvalid={Boolean(error)}
    >
      <Label className={hideLabel ? "heard" : "name"}>
        {label}
        {optional && <Optional />}
      </Label>
      <Button className="input">
        <SelectValue className="cut">{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <Icon of={ChevronsUpDown} size="s" />
      </Button>
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
      <Popover className="float menu" offset={4}>
        <ListBox>
          {choices.map((choice) => (
            <ListBoxItem key={choice.id} id={choice.id} textValue={choice.name} isDisabled={choice.disabled}>
              {choice.icon && <Icon of={choice.icon} />}
              <span className="grow">
                {choice.name}
                {choice.description && <small>{choice.description}</small>}
              </span>
              {choice.id === value && <Icon of={Check} size="s" className="end" />}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
