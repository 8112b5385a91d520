import type { Tx } from '@paygraph/shared/db/sql';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { PlannedReceipt, PlanProblem } from '../domain/planning';
import { activeRegisters, type RegisterRow } from '../storage/configuration';
import type { Loaded } from './load-facts';

const preferred = (registers: readonly RegisterRow[], { receipts }: Loaded, childOrderId: string): RegisterRow | undefined => {
  // A return or a closing belongs where the prepayment was printed, as long as that register is in use.
  const used = receipts.filter((receipt) => receipt.childOrderId === childOrderId).map(({ cashRegisterId }) => cashRegisterId);
  return registers.find(({ id }) => used.includes(id)) ?? registers[0];
};

/** The register of each child order that gets a receipt. A legal entity without one makes the event wait for its configuration. */
export const chooseRegisters = async (tx: Tx, loaded: Loaded, plan: readonly PlannedReceipt[]): Promise<Result<ReadonlyMap<string, RegisterRow>, PlanProblem>> => {
  const chosen = new Map<string, RegisterRow>();
  const children = [...new Set(plan.map((planned) => planned.childOrderId))];
  const legalEntities = children.map((childOrderId) => loaded.children.find((child) => child.childOrderId === childOrderId)?.legalEntityId ?? '');
  const registers = await Promise.all(legalEntities.map((legalEntityId) => activeRegisters(tx, legalEntityId)));
  for (const [index, childOrderId] of children.entries()) {
    const legalEntityId = legalEntities[index] ?? '';
    const register = preferred(registers[index] ?? [], loaded, childOrderId);
    if (register === undefined) return err({ kind: 'later', reason: `the legal entity ${legalEntityId} has no active cash register` });
    chosen.set(childOrderId, register);
  }
  return ok(chosen);
};
