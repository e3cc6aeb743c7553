import { TextInput } from "@mantine/core";
import { useWords } from "../lang.tsx";

interface Props {
  value: string;
  onChange: (code: string) => void;
  hint?: string;
  autoFocus?: boolean;
  className?: string | undefined;
}

/** The box for a code of the authenticator app, or a recovery code. */
export function CodeInput({ value, onChange, hint, autoFocus = false, className }: Props) {
  const { t } = useWords();
  return (
    <TextInput
      className={className}
      label={t("factor.code")}
      description={hint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="one-time-code"
      inputMode="numeric"
      autoFocus={autoFocus}
    />
  );
}
