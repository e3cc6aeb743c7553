/** A box for a code that is scanned or typed. */
import { IconScan } from "@tabler/icons-react";
import type { InputHTMLAttributes, Ref } from "react";
import css from "./shared.module.css";

export function ScanInput(props: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <div className={css.scan}>
      <IconScan size={16} stroke={1.6} aria-hidden />
      <input maxLength={80} autoComplete="off" spellCheck={false} {...props} />
    </div>
  );
}
