/** A group of label–value lines in an own layout, drawn as the kit draws its groups. */
import type { ReactNode } from "react";
import css from "../../kit/record/record.module.css";

export function Group({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.group} aria-label={title}>
      <div className={css.groupHead}>
        <h2>{title}</h2>
        {note && <span>{note}</span>}
      </div>
      <dl>{children}</dl>
    </section>
  );
}

export function Line({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className={css.line}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
