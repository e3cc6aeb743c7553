/** What a dialog is made of; loaded with the first one that is opened. */
import { Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import type { DialogProps } from "./Dialog.tsx";
import css from "./dialog.module.css";

export default function DialogFrame({
  name,
  open = true,
  onClose,
  size = 520,
  closeOnClickOutside = false,
  closeOnEscape = true,
  signs = false,
  covers = false,
  children,
}: DialogProps) {
  useFocusGivenBack();
  return (
    <Modal.Root
      opened={open}
      onClose={onClose}
      size={size}
      closeOnClickOutside={closeOnClickOutside}
      closeOnEscape={closeOnEscape}
      classNames={{ content: signs ? css.signs : css.content, overlay: covers ? css.cover : css.scrim }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={name}>{children}</Modal.Content>
    </Modal.Root>
  );
}

/** Where the focus was goes on from there: a dialog that is taken off the page while open would leave it nowhere. */
function useFocusGivenBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const { activeElement } = document;
      if (before instanceof HTMLElement && (activeElement === null || activeElement === document.body))
        before.focus({ preventScroll: true });
    },
    [before],
  );
}
