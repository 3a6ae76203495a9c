/** The rows that are chosen; `anchor` is where a range begins that Shift extends. */
export type Selection = { readonly ids: ReadonlySet<string>; readonly anchor: string | null };
export const NOTHING: Selection = { ids: new Set(), anchor: null };

export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** All rows from the anchor to this one, as the anchor itself is: chosen, or not. */
export function ranged(selection: Selection, id: string, order: readonly string[]): Selection {
  const from = order.indexOf(selection.anchor ?? '');
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggled(selection, id);
  const choose = selection.ids.has(selection.anchor ?? '');
  const next = new Set(selection.ids);
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (choose) next.add(one);
    else next.delete(one);
  }
  return { ids: next, anchor: selection.anchor };
}

/** All of them, or none when all are chosen already. */
export function allOrNone({ ids }: Selection, order: readonly string[]): Selection {
  return order.every((id) => ids.has(id)) ? NOTHING : { ids: new Set(order), anchor: null };
}

/** Without the rows that are no more. */
export function among(selection: Selection, order: readonly string[]): Selection {
  const there = new Set(order);
  const left = [...selection.ids].filter((id) => there.has(id));
  return left.length === selection.ids.size ? selection : { ids: new Set(left), anchor: selection.anchor };
}
