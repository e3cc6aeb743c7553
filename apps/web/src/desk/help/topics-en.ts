/** The help in English, as text; loaded when the help is opened. */
const files: Readonly<Record<string, string>> = import.meta.glob<string>("./topics/*.en.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

export default files;
