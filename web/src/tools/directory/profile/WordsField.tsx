// A few words in one field, each of which can be taken out.

import { useId, useRef, useState, type KeyboardEvent } from "react";

import { Chip } from "@/ui";

const most = 20;

export interface WordsFieldProps {
  label: string;
  help?: string;
  words: readonly string[];
  onChange: (words: string[]) => void;
}

export function WordsField({ label, help, words, onChange }: WordsFieldProps) {
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const add = (written: string) => {
    const fresh = written
      .split(/[,;]/u)
      .map((word) => word.trim())
      .filter((word) => word !== "" && !words.includes(word));
    if (fresh.length > 0) onChange([...new Set([...words, ...fresh])].slice(0, most));
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === "Enter" || event.key === "," || event.key === ";") && text.trim() !== "") {
      event.preventDefault();
      add(text);
    } else if (event.key === "Enter") event.preventDefault();
    else if (event.key === "Backspace" && text === "" && words.length > 0) onChange(words.slice(0, -1));
  };

  return (
    <div className="field wide">
      <label htmlFor={id}>{label}</label>
      {/* A click anywhere in the frame writes, as in any field; the keyboard reaches the input itself. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
      <div className="input chips" onClick={(event) => event.target === event.currentTarget && input.current?.focus()}>
        {words.map((word) => (
          <Chip key={word} name={word} onRemove={() => onChange(words.filter((one) => one !== word))} />
        ))}
        <input ref={input} id={id} value={text} maxLength={60} autoComplete="off" aria-describedby={help ? `${id}-help` : undefined} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} onBlur={() => text.trim() !== "" && add(text)} />
      </div>
      {help && (
        <span className="help" id={`${id}-help`}>
          {help}
        </span>
      )}
    </div>
  );
}
