import { minor } from '@paygraph/shared/money';
import { CannotUnseal, unseal } from '@paygraph/shared/seal';
import { z } from 'zod';
import { amountsOf } from '../domain/amounts';
import type { OrderFacts } from '../domain/facts';
import { isFinal, type Operation } from '../domain/operation';
import type { Snapshot } from '../domain/payment';
import type { Answer, OpenedPage, OpenPageAsk, Trace } from '../domain/provider';
import { orderOf } from '../storage/orders';
import type { Deps } from './deps';
import type { Opened } from './open-provider';

type Call = Readonly<{ snapshot: Snapshot; operation: Operation; trace: Trace }>;
type Called = Promise<Answer<OpenedPage | null>>;

const Contact = z.object({ email: z.string().nullish(), phone: z.string().nullish() });
const noContact = { email: null, phone: null };

/** Without a readable contact the page opens all the same: the buyer types it there. */
const contactOf = async ({ sealingKeys, log }: Deps, { sealedContact, id }: OrderFacts): Promise<OpenPageAsk['contact']> => {
  try {
    const { email = null, phone = null } = Contact.parse(await unseal(sealingKeys.privateJwks, sealedContact));
    return { email, phone };
  } catch (error) {
    if (!(error instanceof CannotUnseal) && !(error instanceof z.ZodError)) throw error;
    log.warn({ orderId: id }, 'the contact of an order cannot be opened');
    return noContact;
  }
};

const openPage = async (deps: Deps, { contract, provider }: Opened, { snapshot: { payment }, operation, trace }: Call): Called => {
  const order = await deps.db.read(payment.merchantId, (sql) => orderOf(sql, payment.orderId));
  const from = operation.sentAt ?? new Date();
  const ask = {
    reference: payment.id, amount: payment.amount, title: `Заказ ${order.number}`, returnUrl: payment.returnUrl, customerId: payment.customerId,
    expiresAt: new Date(from.getTime() + contract.settings.pageLifetimeSeconds * 1_000), contact: await contactOf(deps, order),
  };
  return provider.openPage(ask, trace);
};

const isWhole = ({ operations, payment }: Snapshot, { amount, id }: Operation): boolean => {
  const { authorized, released, refunded } = amountsOf(operations.filter((other) => other.id !== id && isFinal(other)));
  return amount === authorized && released === 0 && refunded === 0 && payment.amount === amount;
};

const nowhere = (operation: Operation): Called => Promise.resolve({ kind: 'rejected', reason: `the ${operation.kind} names no payment of the provider` });

/** Makes the call that an operation stands for. No transaction may be open. */
export const callProvider = (deps: Deps, opened: Opened, call: Call): Called => {
  const { operation, snapshot, trace } = call;
  const { provider } = opened;
  const { kind, amount, providerPaymentId, released, wasUnknown, proofs } = operation;
  if (kind === 'open_page') return openPage(deps, opened, call);
  if (providerPaymentId === null) return nowhere(operation);
  switch (kind) {
    case 'capture': return provider.capture({ providerPaymentId, authorized: minor(amount + released), amount, repeated: wasUnknown, proofs }, trace);
    case 'void': return provider.release({ providerPaymentId, amount }, trace);
    case 'refund': return provider.refund({ providerPaymentId, amount, whole: isWhole(snapshot, operation) }, trace);
    case 'return_surplus': return provider.refund({ providerPaymentId, amount, whole: true }, trace);
    case 'authorize':
    case 'surplus': return nowhere(operation);
  }
};
