import { seal } from '@paygraph/shared/seal';
import type { Contact } from '../domain/contact';
import type { Desk, PublicKey } from './desk';

/** The buyer's contact as ciphertext, one copy for each service that has to read it, and one for this one. */
export type SealedContact = Readonly<{ own: string; payments: string; fiscalization: string }>;

/** @throws when a peer has no key here: that is a wrong deployment, which must not be answered with an order nobody can bill. */
const keyOf = ({ peerSealingKeys }: Desk, service: string): PublicKey => {
  const key = peerSealingKeys[service];
  if (!key) throw new Error(`No public sealing key of ${service} is configured`);
  return key;
};

export const sealContact = async (desk: Desk, { email, phone }: Contact): Promise<SealedContact> => {
  const plain = { email, phone };
  const [own, payments, fiscalization] = await Promise.all([
    seal(desk.sealingKeys.publicJwk, plain), seal(keyOf(desk, 'payments'), plain), seal(keyOf(desk, 'fiscalization'), plain),
  ]);
  return { own, payments, fiscalization };
};
