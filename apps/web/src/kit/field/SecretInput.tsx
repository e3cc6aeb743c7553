/** A box for a password or code: hidden as it is typed, shown on request, open to paste and password managers (ASVS 6.2.6, 6.2.7). */
import { TextInput, type TextInputProps } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "../Button.tsx";
import { useWords } from "../lang.tsx";

export function SecretInput(props: TextInputProps) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  return (
    <TextInput
      {...props}
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      spellCheck={false}
      styles={{ input: { paddingInlineEnd: 36 } }}
      rightSection={
        <IconButton
          icon={shown ? IconEyeOff : IconEye}
          name={t(shown ? "secret.hide" : "secret.show")}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}
