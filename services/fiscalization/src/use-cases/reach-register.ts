import { CannotUnseal, unseal, type SealingKeys } from '@paygraph/shared/seal';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { CashRegister, CashRegisterConnector } from '../domain/cash-register';
import type { RegisterRow } from '../storage/configuration';

export type Connectors = ReadonlyMap<string, CashRegisterConnector>;
export type ReachRegister = (row: RegisterRow) => Promise<Result<CashRegister, { reason: string }>>;

const credentialsOf = async (keys: SealingKeys, sealed: string): Promise<unknown> => {
  try {
    return await unseal(keys.privateJwks, sealed);
  } catch (error) {
    if (error instanceof CannotUnseal) return undefined;
    throw error;
  }
};

/**
 * Opens a register with its unsealed credentials. A register is kept open while its configuration stays the same, so that its session
 * (security token, connections) is not made anew for each receipt.
 */
export const createReach = ({ connectors, keys }: { connectors: Connectors; keys: SealingKeys }): ReachRegister => {
  const open = new Map<string, { configuration: string; register: CashRegister }>();
  return async ({ id, connector, baseUrl, sealedCredentials }) => {
    const configuration = JSON.stringify([connector, baseUrl, sealedCredentials]);
    const known = open.get(id);
    if (known?.configuration === configuration) return ok(known.register);
    const register = connectors.get(connector)?.connect({ baseUrl, credentials: await credentialsOf(keys, sealedCredentials) });
    if (register === undefined) return err({ reason: `the register ${id} cannot be opened: its connector is unknown or its sealed credentials do not open; configure it again` });
    open.set(id, { configuration, register });
    return ok(register);
  };
};
