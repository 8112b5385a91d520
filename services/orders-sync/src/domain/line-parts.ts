import { sum, type Minor } from '@paygraph/shared/money';
import type { ChildPart, LinePart } from './happening';
import { partTotal } from './line-money';
import type { Child, Line } from './order';

/** What stays sold of a line, in thousandths: picked, or ordered where nobody has picked yet, less what came back. */
export const keptMilli = (line: Line): number => (line.pickedMilli ?? line.quantityMilli) - line.returnedMilli;

const partOf = (line: Line, quantityMilli: number, after: number): LinePart => ({ lineId: line.id, quantityMilli, total: partTotal(line, quantityMilli, after) });

/** The sold part of each line; lines of which nothing is left are not there. */
export const keptParts = (lines: readonly Line[]): LinePart[] => lines.flatMap((line) => (keptMilli(line) > 0 ? [partOf(line, keptMilli(line), 0)] : []));

export const totalOf = (parts: readonly LinePart[]): Minor => sum(parts.map(({ total }) => total));

/** What was taken money for above what stays sold and has not been asked back yet: the kopecks between two roundings. */
export const excessParts = (lines: readonly Line[], kept: (line: Line) => number): LinePart[] =>
  lines.flatMap((line) => {
    const owed = line.takenMilli - line.askedBackMilli;
    return owed > kept(line) ? [partOf(line, owed - kept(line), kept(line))] : [];
  });

export const childPart = (child: Child, lines: readonly LinePart[]): ChildPart => ({ childOrderId: child.id, total: totalOf(lines), lines });
