import { paymentsPayment } from '@paygraph/schema/events/payments';
import type { Actor } from '@paygraph/shared/identity';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import type { Bus } from '@paygraph/shared/messaging/bus';
import { topicSpec } from '@paygraph/shared/messaging/catalogue';
import { toMessage } from '@paygraph/shared/messaging/envelope';
import type { RunningService } from '@paygraph/shared/service';
import { eventually } from '@paygraph/shared/testing/eventually';
import { actorOf, type GraphqlAnswer, type ServiceKit } from '@paygraph/shared/testing/service-kit';

const { topic } = paymentsPayment;
export type Method = Readonly<{ id: string; brand: string; last4: string; on: boolean; offBy: string[]; isDefault: boolean; expiresOn: string | null; consents: Readonly<{ kind: string; wordingVersion: string | null; paymentId: string | null }>[] }>;

/** A buyer of a merchant, and payments telling on the real bus that a card was bound. */
export type Wallet = Readonly<{
  merchantId: MerchantId;
  customerId: string;
  /** The next event of a new payment, in the way payments writes it; `change` alters the body. */
  bind(change?: Readonly<Record<string, unknown>>): Promise<string>;
  methods(): Promise<Method[]>;
  /** Waits until the buyer has `count` lines in the ledger in all. */
  untilConsents(count: number): Promise<Method[]>;
  change(mutation: string, savedMethodId: string, who?: Partial<Actor>): Promise<Readonly<Record<string, unknown>>>;
  ask(query: string, variables?: Readonly<Record<string, unknown>>, who?: Partial<Actor>): Promise<GraphqlAnswer>;
}>;

export const bindingBody = (customerId: string, paymentId: string) => ({
  paymentId,
  orderId: newId(),
  customerId,
  contractId: '0190d9a0-0000-7000-8000-0000000000c1',
  provider: 'paykeeper',
  sealedReference: `jwe-of-${paymentId}`,
  fingerprint: 'fingerprint-1',
  brand: 'mir',
  last4: '4242',
  expiresOn: '2030-03',
  consent: { wordingVersion: 'saved-card-1', givenAt: new Date().toISOString() },
});

const tell = async (bus: Bus, merchantId: MerchantId, { paymentId, body }: { paymentId: string; body: object }): Promise<void> => {
  await bus.ensureTopics([topicSpec(topic)]);
  const event = { eventId: newId(), topic, type: 'CardBindingReceived', version: 1, occurredAt: new Date().toISOString(), aggregateId: paymentId, aggregateVersion: 1, merchantId, body };
  await bus.publish([toMessage('payments', event)]);
};

const fields = 'id brand last4 on offBy isDefault expiresOn consents { kind wordingVersion paymentId }';
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const documentOf = (mutation: string): string => `mutation M($input: ${capitalised(mutation)}Input!) { ${mutation}(input: $input) {
  __typename ... on ${capitalised(mutation)}Success { savedMethod { ${fields} } } ... on Error { code message } ... on SwitchedOffByOther { by } ... on NotFound { id } } }`;

export const openWallet = (kit: ServiceKit, service: RunningService, merchantId: MerchantId = newId()): Wallet => {
  const customerId = newId();
  const bus = kit.openBus();
  const ask: Wallet['ask'] = (query, variables, who = {}) => kit.ask({ url: service.url, actor: actorOf(merchantId, { role: 'CUSTOMER', customerId, ...who }), query, variables });
  const methods = async (): Promise<Method[]> => {
    const { data, errors } = await ask(`{ savedMethods(first: 100) { edges { node { ${fields} } } } }`);
    if (errors) throw new Error(JSON.stringify(errors));
    return (data?.['savedMethods'] as { edges: { node: Method }[] }).edges.map(({ node }) => node);
  };
  return {
    merchantId,
    customerId,
    ask,
    methods,
    bind: async (change = {}) => {
      const paymentId = newId();
      await tell(bus, merchantId, { paymentId, body: { ...bindingBody(customerId, paymentId), ...change } });
      return paymentId;
    },
    untilConsents: (count) =>
      eventually(async () => {
        const found = await methods();
        const lines = found.reduce((total, { consents }) => total + consents.length, 0);
        if (lines !== count) throw new Error(`${lines} of ${count} lines of the ledger`);
        return found;
      }),
    change: async (mutation, savedMethodId, who) => {
      const { data, errors } = await ask(documentOf(mutation), { input: { savedMethodId } }, who);
      const outcome = data?.[mutation];
      if (errors || !outcome) throw new Error(JSON.stringify(errors));
      return outcome as Record<string, unknown>;
    },
  };
};
