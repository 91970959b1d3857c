// One line or several lines of text, with name, help and error.
import type { ComponentProps, ReactNode, Ref } from "react";
import { FieldError, Input, Label, Text, TextArea as AriaTextArea, TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from "react-aria-components";
import { ErrorLine, Optional, type FieldWords } from "./Field";
import { join } from "./join";

type Shared = Omit<AriaTextFieldProps, "className" | "style" | "children" | "isInvalid"> & FieldWords & { className?: string };

export interface TextFieldProps extends Shared {
  placeholder?: string;
  size?: "l";
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  /** Stands at the end of the line: a unit, a button that shows a password. */
  end?: ReactNode;
  inputClassName?: string;
  inputProps?: ComponentProps<"input">;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({ label, optional, help, error, placeholder, size, hideLabel, end, className, inputClassName, inputProps, ref, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={join("field", className)}>
      <Label className={hideLabel ? "heard" : undefined}>
        {label}
        {optional && <Optional />}
      </Label>
      {end ? (
        <div className={join("input", size)}>
          <Input {...inputProps} ref={ref} placeholder={placeholder} className={inputClassName} />
          {end}
        </div>
      ) : (
        <Input {...inputProps} ref={ref} placeholder={placeholder} className={join("input", size, inputClassName)} />
      )}
      <Words help={help} error={error} />
    </AriaTextField>
  );
}

export interface TextAreaProps extends Shared {
  placeholder?: string;
  rows?: number;
  ref?: Ref<HTMLTextAreaElement>;
}

export function TextArea({ label, optional, help, error, placeholder, rows = 4, className, ref, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={join("field", className)}>
      <Label>
        {label}
        {optional && <Optional />}
      </Label>
      <AriaTextArea ref={ref} rows={rows} placeholder={placeholder} className="input" />
      <Words help={help} error={error} />
    </AriaTextField>
  );
}

function Words({ help, error }: Pick<FieldWords, "help" | "error">) {
  return (
    <>
      {help && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      {error && (
        <FieldError className="error">
          <ErrorLine>{error}</ErrorLine>
        </FieldError>
      )}
    </>
  );
}
