// One subject of the account: its name, a word about it, the gesture at the end, then its rows.
import { useId, type ReactNode } from "react";

export interface AccountSectionProps {
  title: string;
  lede?: ReactNode;
  deed?: ReactNode;
  children?: ReactNode;
}

export function AccountSection({ title, lede, deed, children }: AccountSectionProps) {
  const id = useId();
  return (
    <section className="account-section" aria-labelledby={id}>
      <header>
        <div className="grow">
          <h2 className="title-3" id={id}>
            {title}
          </h2>
          {lede && <p className="soft">{lede}</p>}
        </div>
        {deed}
      </header>
      {children}
    </section>
  );
}
