/** Which references an answer follows, read from what is asked for, so that they are there before the answer is put together. */
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";
import type { Followed } from "../read/request.ts";

/** What is asked below a path of fields, e.g. edges and node; fields that a directive may leave out count as asked for. */
export function followedBelow(info: GraphQLResolveInfo, path: readonly string[]): Followed {
  const all: { [field: string]: Followed } = {};
  for (const { selectionSet } of info.fieldNodes) if (selectionSet) gather(selectionSet, info, all);
  return path.reduce<Followed>((found, field) => found[field] ?? {}, all);
}

function gather(set: SelectionSetNode, info: GraphQLResolveInfo, into: { [field: string]: Followed }): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      if (!selection.selectionSet) continue;
      const name = selection.name.value;
      const below = { ...into[name] };
      gather(selection.selectionSet, info, below);
      into[name] = below;
    } else {
      const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
      if (part) gather(part.selectionSet, info, into);
    }
  }
}
