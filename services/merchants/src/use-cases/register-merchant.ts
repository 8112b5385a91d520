import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { MerchantId } from '@paygraph/shared/ids';
import { err, type Result } from '@paygraph/shared/result';
import { firstProblem } from '../domain/rule';
import { rulesFor } from '../domain/thing-rules';
import type { Merchant, Stored } from '../domain/things';
import { change, type ConfigurationError, type ConfigureDeps } from './configure';

export type RegisterInput = Readonly<{ merchantId: MerchantId; idempotencyKey: string; draft: Merchant }>;
export type RegisterMerchant = (input: RegisterInput) => Promise<Result<Stored<Merchant>, ConfigurationError | IdempotencyError>>;

/** Makes the merchant that the administrator's token names, or changes it. Everything else of a merchant needs it first. */
export const registerMerchant =
  ({ db, policy }: ConfigureDeps): RegisterMerchant =>
  async ({ merchantId, idempotencyKey, draft }) => {
    const problem = firstProblem(rulesFor(policy).Merchant, draft);
    if (problem) return err({ kind: 'ValidationFailed', ...problem });
    return db.transaction(merchantId, (tx) =>
      once<Stored<Merchant>, ConfigurationError>(tx, { merchantId, operation: 'registerMerchant', key: idempotencyKey, input: draft }, () =>
        change(tx, { kind: 'Merchant', merchantId, id: merchantId, draft }),
      ),
    );
  };
