import { allocate, minor, sum, zero, type Minor } from '@paygraph/shared/money';

/** Quantity in thousandths of the measure, `total` in kopecks: what of a line is meant, and the money that belongs to it. */
export type LinePart = Readonly<{ lineId: string; quantityMilli: number; total: Minor }>;
export type ChildPart = Readonly<{ childOrderId: string; total: Minor; lines: readonly LinePart[] }>;

export const totalOf = (parts: readonly ChildPart[]): Minor => sum(parts.map(({ total }) => total));

const childOf = (childOrderId: string, lines: readonly LinePart[]): ChildPart => ({ childOrderId, total: sum(lines.map(({ total }) => total)), lines });

const mapLines = (parts: readonly ChildPart[], change: (line: LinePart) => LinePart | null): ChildPart[] =>
  parts
    .map(({ childOrderId, lines }) => childOf(childOrderId, lines.map(change).filter((line) => line !== null)))
    .filter(({ lines }) => lines.length > 0);

const linesOf = (parts: readonly ChildPart[]): ReadonlyMap<string, LinePart> =>
  new Map(parts.flatMap(({ childOrderId, lines }) => lines.map((line) => [`${childOrderId}/${line.lineId}`, line] as const)));

/**
 * `amount` laid over all lines by their money, exact to the kopeck: how a bare sum becomes a composition, which receipts need.
 * Quantities stay; a line that gets nothing is left out. `amount` must not exceed the parts' total.
 */
export const spread = (parts: readonly ChildPart[], amount: Minor): ChildPart[] => {
  const shares = allocate(amount, parts.flatMap(({ lines }) => lines.map(({ total }) => total)));
  let index = 0;
  return mapLines(parts, (line) => {
    const total = shares[index++] ?? zero;
    return total === 0 ? null : { ...line, total };
  });
};

/** What is left of `parts` after `taken`. Where the taking named no quantities (`byLines` false) only money is taken off. */
export const without = (parts: readonly ChildPart[], taken: readonly ChildPart[], byLines: boolean): ChildPart[] => {
  const gone = linesOf(taken);
  return parts
    .map(({ childOrderId, lines }) => {
      const left = lines.map((line): LinePart => {
        const part = gone.get(`${childOrderId}/${line.lineId}`);
        if (!part) return line;
        return { ...line, total: minor(line.total - part.total), quantityMilli: line.quantityMilli - (byLines ? part.quantityMilli : 0) };
      });
      return childOf(childOrderId, left.filter(({ total, quantityMilli }) => total > 0 && quantityMilli > 0));
    })
    .filter(({ lines }) => lines.length > 0);
};

export type CompositionError = { kind: 'NotInOrder'; childOrderId: string; lineId: string | null; rule: string };

/** Why `parts` cannot be a piece of `whole`: a stranger, too much of a line, or a child whose total is not the sum of its lines. */
export const misfit = (parts: readonly ChildPart[], whole: readonly ChildPart[]): CompositionError | null => {
  const available = linesOf(whole);
  for (const { childOrderId, total, lines } of parts) {
    if (total !== sum(lines.map((line) => line.total))) return { kind: 'NotInOrder', childOrderId, lineId: null, rule: 'the lines must add up to the child order' };
    for (const line of lines) {
      const rule = lineMisfit(line, available.get(`${childOrderId}/${line.lineId}`));
      if (rule) return { kind: 'NotInOrder', childOrderId, lineId: line.lineId, rule };
    }
  }
  return linesOf(parts).size === parts.flatMap(({ lines }) => lines).length ? null : { kind: 'NotInOrder', childOrderId: '', lineId: null, rule: 'a line may be named once' };
};

const lineMisfit = (line: LinePart, available: LinePart | undefined): string | null => {
  if (!available) return 'there is no such line left';
  if (line.quantityMilli <= 0) return 'the quantity must be more than zero';
  if (line.quantityMilli > available.quantityMilli) return `at most ${available.quantityMilli} thousandths are left`;
  return line.total > available.total ? `at most ${available.total} kopecks are left` : null;
};

/**
 * `parts` cut down to what is `left` of the `whole`: all that is left of a line's goods takes all that is left of its money, and a line
 * of which nothing is left falls out. What never belonged to the whole stays, for `misfit` to refuse.
 */
export const cutTo = (parts: readonly ChildPart[], { left, whole }: { left: readonly ChildPart[]; whole: readonly ChildPart[] }): ChildPart[] => {
  const [available, known] = [linesOf(left), linesOf(whole)];
  const cut = (childOrderId: string) => (line: LinePart): LinePart[] => {
    const key = `${childOrderId}/${line.lineId}`;
    const rest = available.get(key);
    if (!rest) return known.has(key) ? [] : [line];
    const total = line.quantityMilli >= rest.quantityMilli ? rest.total : minor(Math.min(line.total, rest.total));
    return total === 0 ? [] : [{ ...line, quantityMilli: Math.min(line.quantityMilli, rest.quantityMilli), total }];
  };
  return parts.map(({ childOrderId, lines }) => childOf(childOrderId, lines.flatMap(cut(childOrderId)))).filter(({ lines }) => lines.length > 0);
};

export type LineAsk = Readonly<{ childOrderId: string; lineId: string; quantityMilli: number }>;

const priced = (ask: LineAsk, available: LinePart): LinePart => {
  const rest = Math.max(available.quantityMilli - ask.quantityMilli, 0);
  const [total = zero] = allocate(available.total, [ask.quantityMilli, rest]);
  return { lineId: ask.lineId, quantityMilli: ask.quantityMilli, total };
};

/** Gives quantities their money: proportional to what is left of the line, the whole rest for the last piece. */
export const priceLines = (asks: readonly LineAsk[], whole: readonly ChildPart[]): ChildPart[] => {
  const available = linesOf(whole);
  const children = [...new Set(asks.map(({ childOrderId }) => childOrderId))];
  return children.map((childOrderId) =>
    childOf(childOrderId, asks.filter((ask) => ask.childOrderId === childOrderId).map((ask) => {
      const line = available.get(`${childOrderId}/${ask.lineId}`);
      return line ? priced(ask, line) : { lineId: ask.lineId, quantityMilli: ask.quantityMilli, total: zero };
    })),
  );
};
