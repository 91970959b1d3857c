// A name with the letters that answer marked.

import { highlight } from "../model/highlight";

export function Highlight({ text, typed }: { text: string; typed: string }) {
  return (
    <span>
      {highlight(text, typed).map((part) => (part.found ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>))}
    </span>
  );
}
