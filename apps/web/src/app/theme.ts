/** The look of Lotline as one Mantine theme: tokens by use, light and dark by one attribute on the root. */
import { type CSSVariablesResolver, createTheme } from "@mantine/core";
import controls from "./controls.module.css";

// Latin first, on every system: else the quotation marks and the dots of an English sentence are a Chinese character wide.
const sans =
  '"Segoe UI", -apple-system, "Noto Sans", "Liberation Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const mono = '"Cascadia Mono", "SF Mono", Consolas, "DejaVu Sans Mono", monospace';

const light = {
  paper: "#F2F5F4",
  surface: "#FFFFFF",
  sunk: "#F8FAF9",
  raised: "#FFFFFF",
  ink: "#14201F",
  ink2: "#43514F",
  ink3: "#5C6A68",
  control: "#7C8987",
  line: "#DDE4E2",
  line2: "#C3CDCA",
  accent: "#0B5A82",
  "accent-hover": "#084A6C",
  "on-accent": "#FFFFFF",
  "accent-weak": "#E2EEF5",
  ok: "#17663A",
  "ok-mark": "#23864F",
  "ok-weak": "#E3F2E8",
  wait: "#7A4F00",
  "wait-mark": "#B37600",
  "wait-weak": "#FBF0D6",
  no: "#A8231B",
  "no-mark": "#C8342A",
  "no-weak": "#FBE6E3",
  "on-no": "#FFFFFF",
  "on-badge": "#FFFFFF",
  band: "#E3ECE9",
  rest: "#7C8987",
  "series-1": "#0B5A82",
  "series-2": "#B56D42",
  "series-3": "#47A289",
  "series-4": "#9482DE",
  "series-5": "#2C3231",
  scrim: "rgba(20, 32, 31, 0.42)",
  overlay: "0 12px 32px rgba(20, 32, 31, 0.2)",
} as const;

const dark: Readonly<Record<keyof typeof light, string>> = {
  paper: "#0D1413",
  surface: "#141C1B",
  sunk: "#192221",
  raised: "#1E2827",
  ink: "#E4EBE9",
  ink2: "#AAB7B4",
  ink3: "#8B9996",
  control: "#6E7C7A",
  line: "#28322F",
  line2: "#3B4745",
  accent: "#74B9E0",
  "accent-hover": "#9CC4DA",
  "on-accent": "#07202D",
  "accent-weak": "#11303F",
  ok: "#6CC78F",
  "ok-mark": "#4FB277",
  "ok-weak": "#12301F",
  wait: "#E2B24C",
  "wait-mark": "#D09A2A",
  "wait-weak": "#332709",
  no: "#F3897C",
  "no-mark": "#E8695B",
  "no-weak": "#3C1A16",
  "on-no": "#14201F",
  "on-badge": "#14201F",
  band: "#223230",
  rest: "#8B9996",
  "series-1": "#74B9E0",
  "series-2": "#EAA176",
  "series-3": "#0A7365",
  "series-4": "#695E96",
  "series-5": "#D7DFDE",
  scrim: "rgba(0, 0, 0, 0.56)",
  overlay: "0 16px 40px rgba(0, 0, 0, 0.55)",
};

const variables = (tokens: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--${name}`, value]));

// Mantine's own colour names lead to our tokens, so that its controls follow without a rule each.
const aliases = {
  "--mantine-color-body": "var(--paper)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-bright": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink2)",
  "--mantine-color-placeholder": "var(--ink3)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-error": "var(--no)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--sunk)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--control)",
  "--mantine-color-disabled": "var(--sunk)",
  "--mantine-color-disabled-color": "var(--ink3)",
  "--mantine-color-disabled-border": "var(--line2)",
  "--mantine-primary-color-contrast": "var(--on-accent)",
  "--mantine-primary-color-filled": "var(--accent)",
  "--mantine-color-lake-filled": "var(--accent)",
  "--mantine-color-lake-filled-hover": "var(--accent-hover)",
} as const;

/** Puts the tokens of visual.md §2 on the root, once per colour scheme. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: { "--mono": mono },
  light: { ...variables(light), ...aliases },
  dark: { ...variables(dark), ...aliases },
});

const overlay = { transitionProps: { duration: 120, timingFunction: "ease-out" }, shadow: "var(--overlay)" };
const field = { classNames: { label: controls.label, input: controls.input, error: controls.error, description: controls.hint } };
const options = { dropdown: controls.dropdown, option: controls.option, empty: controls.empty };

/** The theme; sizes and radii of visual.md §2–3. */
export const theme = createTheme({
  primaryColor: "lake",
  primaryShade: { light: 7, dark: 4 },
  colors: {
    lake: ["#F0F6FA", "#E2EEF5", "#C2DBE9", "#9CC4DA", "#74B9E0", "#3F90BE", "#1F73A2", "#0B5A82", "#084A6C", "#053A56"],
  },
  autoContrast: true,
  respectReducedMotion: true,
  focusRing: "auto",
  fontFamily: sans,
  fontFamilyMonospace: mono,
  headings: { fontFamily: sans, fontWeight: "600" },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "18px", sm: "20px", md: "22px", lg: "24px", xl: "28px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "2px", sm: "2px", md: "2px", lg: "4px", xl: "4px" },
  defaultRadius: "sm",
  components: {
    InputWrapper: { defaultProps: { withAsterisk: false } },
    TextInput: { defaultProps: field },
    NativeSelect: { defaultProps: field },
    Menu: {
      // The focus goes to the first entry; a place for it beside the entries is no child that a menu may have.
      defaultProps: {
        ...overlay,
        withInitialFocusPlaceholder: false,
        classNames: { dropdown: controls.dropdown, item: controls.option, label: controls.menuLabel },
      },
    },
    Popover: { defaultProps: { ...overlay, classNames: { dropdown: controls.popover } } },
    Combobox: { defaultProps: { ...overlay, classNames: options } },
    Checkbox: { defaultProps: { size: "xs", classNames: { input: controls.check, label: controls.checkLabel } } },
    Tooltip: { defaultProps: { classNames: { tooltip: controls.tooltip }, openDelay: 400, transitionProps: { duration: 0 } } },
    ModalRoot: {
      defaultProps: {
        transitionProps: { duration: 120, timingFunction: "ease-out", transition: "fade" },
        classNames: { inner: controls.dialogInner },
      },
    },
  },
});
