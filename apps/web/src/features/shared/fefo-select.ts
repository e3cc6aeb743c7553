import { lotCellSelect } from "./cells.tsx";

const ref = "id number title { en zh }";

/** The fields of a proposal by first expired, first out that its table shows. */
export const fefoSelect = `item { ${ref} unit { id symbol } } wanted short
  picks { id lot { ${lotCellSelect} } location { ${ref} } quantity } obstacles { why quantity lots numbers }`;
