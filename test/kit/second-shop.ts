import { openShop, type Shop } from '@paygraph/gateway/main-job/play';
import { startSimulators } from '@paygraph/gateway/stack/simulators';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import { startInOrder } from '@paygraph/shared/service';

/** Another merchant of the same system, with a bank, a register and a carrier of its own. `stop` ends those. */
export const openSecondShop = ({ stack }: Shop): Promise<{ shop: Shop; stop(): Promise<void> }> =>
  startInOrder(async (keep) => {
    const simulators = keep(await startSimulators());
    const merchantId = newId<MerchantId>();
    return { shop: await openShop({ ...stack, simulators, merchantId, token: (role, claims = {}) => stack.token(role, { merchantId, ...claims }) }) };
  });
