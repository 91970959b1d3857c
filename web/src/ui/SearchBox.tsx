// A field whose proposals come from elsewhere while one types; choosing one takes it.
import { Search } from "lucide-react";
import { useRef, type Key, type ReactNode } from "react";
import { ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { ErrorLine, Optional, type FieldWords } from "./Field";
import { Icon } from "./Icon";

export interface Proposal {
  id: string;
  name: string;
  detail?: string;
  lead?: ReactNode;
}

export interface SearchBoxProps extends FieldWords {
  text: string;
  onText: (text: string) => void;
  choices: readonly Proposal[];
  onChoose: (id: string) => void;
  /** Said in the list when nothing answers what is written. */
  nothing?: string | null;
  placeholder?: string;
  autoFocus?: boolean;
}

export function SearchBox({ label, optional, help, error, text, onText, choices, onChoose, nothing, placeholder, autoFocus }: SearchBoxProps) {
  const { t } = useTranslation("ui");
  const frame = useRef<HTMLDivElement>(null);
  return (
    <ComboBox
      className="field"
      inputValue={text}
      onInputChange={onText}
      items={choices}
      // Taken at once by the caller: the field itself holds nothing.
      value={null}
      onChange={(key: Key | null) => key !== null && onChoose(String(key))}
      defaultFilter={() => true}
      menuTrigger="input"
      // The list opens as one types: proposals that come a moment later would not open it by themselves.
      allowsEmptyCollection={text.trim() !== ""}
      allowsCustomValue
      isInvalid={Boolean(error)}
      autoFocus={autoFocus}
    >
      <Label className="name">
        {label}
        {optional && <Optional />}
      </Label>
      <div className="input" ref={frame}>
        <span className="faint">
          <Icon of={Search} />
        </span>
        <Input placeholder={placeholder} />
      </div>
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
      {/* Under the whole field, icon included, rather than under what is written in it. */}
      <Popover className="float menu" offset={4} triggerRef={frame}>
        <ListBox<Proposal> renderEmptyState={() => <p className="meta nothing">{nothing ?? t("loading")}</p>}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.name}>
              {choice.lead}
              <span className="grow">
                {choice.name}
                {choice.detail && <small>{choice.detail}</small>}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
