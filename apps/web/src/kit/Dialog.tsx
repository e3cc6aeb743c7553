/** A dialog over the page: named, focus kept inside and given back, Esc closes; the page behind stays readable under the scrim. */
import { lazy, type ReactNode, Suspense } from "react";
import css from "./dialog.module.css";

const DialogFrame = lazy(() => import("./DialogFrame.tsx"));

export interface DialogProps {
  /** Spoken name. */
  name: string;
  open?: boolean;
  onClose: () => void;
  size?: number;
  /** A click beside it closes it; not where text would be lost. */
  closeOnClickOutside?: boolean;
  closeOnEscape?: boolean;
  /** The double rule: this signs. */
  signs?: boolean;
  /** Nothing behind may be read. */
  covers?: boolean;
  children: ReactNode;
}

export function Dialog(props: DialogProps) {
  // What must not be read is covered before the dialog itself is there.
  return (
    <Suspense fallback={props.covers ? <div className={css.veil} /> : null}>
      <DialogFrame {...props} />
    </Suspense>
  );
}
