import type { OrderLineId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { Line } from './order';
import { problem, type InputProblem } from './words';

export type LineQuantity = Readonly<{ lineId: string; quantityMilli: number }>;
type Rule = Readonly<{ lines: readonly Line[]; min: number; most: (line: Line) => number }>;

const quantityProblem = (field: string, { measure }: Line, [quantity, min, most]: readonly [number, number, number]): InputProblem | null => {
  if (!Number.isSafeInteger(quantity) || quantity < min) return problem(field, `must be a whole number of thousandths, ${min} or more`);
  if (quantity > most) return problem(field, `must be at most ${most} thousandths, which is what this line has`);
  return measure === 'piece' && quantity % 1000 !== 0 ? problem(field, 'counts thousandths and a piece is whole: two pieces are 2000') : null;
};

/** Checks quantities given by line: known lines, each once, within what the line has. Gives them back by line id. */
export const readQuantities = (given: readonly LineQuantity[], { lines, min, most }: Rule): Result<ReadonlyMap<OrderLineId, number>, InputProblem> => {
  if (given.length === 0) return err(problem('lines', 'must name at least one line'));
  const read = new Map<OrderLineId, number>();
  for (const [index, { lineId, quantityMilli }] of given.entries()) {
    const line = lines.find(({ id }) => id === lineId);
    if (!line) return err(problem(`lines[${index}].lineId`, 'must be a line of this child order'));
    if (read.has(line.id)) return err(problem(`lines[${index}].lineId`, 'is named twice; name each line once'));
    const broken = quantityProblem(`lines[${index}].quantityMilli`, line, [quantityMilli, min, most(line)]);
    if (broken) return err(broken);
    read.set(line.id, quantityMilli);
  }
  return ok(read);
};
