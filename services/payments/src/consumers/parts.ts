import { minor } from '@paygraph/shared/money';
import type { ChildPart } from '../domain/composition';

type RawPart = Readonly<{ childOrderId: string; total: number; lines: readonly Readonly<{ lineId: string; quantityMilli: number; total: number }>[] }>;

/** The composition of an event, with its sums known to be whole kopecks. */
export const partsOf = (children: readonly RawPart[]): ChildPart[] =>
  children.map(({ childOrderId, total, lines }) => ({ childOrderId, total: minor(total), lines: lines.map((line) => ({ ...line, total: minor(line.total) })) }));
