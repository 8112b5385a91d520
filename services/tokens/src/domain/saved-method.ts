import { err, ok, type Result } from '@paygraph/shared/result';

/** Who can put a saved method out of use: the buyer by a refusal, the merchant's administrator by a block. */
export const switchers = ['customer', 'admin'] as const;
export type Switcher = (typeof switchers)[number];

export type SavedMethod = Readonly<{
  id: string;
  version: number;
  customerId: string;
  contractId: string;
  provider: string;
  /** The bank's binding, sealed for payments: nobody else can read it. */
  sealedReference: string;
  fingerprint: string;
  brand: string;
  last4: string;
  /** YYYY-MM, the last month in which the card works. */
  expiresOn: string | null;
  /** Who has it switched off, in the order of `switchers`; nobody = on. Each takes back only what is their own. */
  offBy: readonly Switcher[];
  isDefault: boolean;
  /** The payment that the binding came with last. */
  paymentId: string;
}>;

export const isOn = ({ offBy }: Pick<SavedMethod, 'offBy'>): boolean => offBy.length === 0;

export type NotYours = Readonly<{ kind: 'SwitchedOffByOther'; by: Switcher; message: string }>;

const wayOut: Readonly<Record<Switcher, string>> = {
  customer: 'The buyer switched this method off, and only the buyer can switch it on again.',
  admin: 'The shop switched this method off, and only its administrator can switch it on again.',
};

export const switchedOff = (offBy: readonly Switcher[], who: Switcher): readonly Switcher[] =>
  switchers.filter((one) => one === who || offBy.includes(one));

/**
 * Takes back `who`'s own off. The buyer's refusal is the buyer's alone to take back (376-FZ: no charge after a refusal), so an
 * administrator's wish changes nothing there, and the other way round.
 */
export const switchedOn = (offBy: readonly Switcher[], who: Switcher): Result<readonly Switcher[], NotYours> => {
  const left = offBy.filter((one) => one !== who);
  const [other] = left;
  return other === undefined ? ok(left) : err({ kind: 'SwitchedOffByOther', by: other, message: wayOut[other] });
};

/** A new binding with a new consent takes the buyer's refusal back; a block of the shop stays. */
export const boundAgain = (offBy: readonly Switcher[]): readonly Switcher[] => offBy.filter((one) => one !== 'customer');

/** The event that readers see: only when a method ceases to be usable or becomes usable again. */
export const announcement = (before: readonly Switcher[], after: readonly Switcher[]): 'SavedMethodSwitchedOff' | 'SavedMethodSwitchedOn' | null => {
  if ((before.length === 0) === (after.length === 0)) return null;
  return after.length === 0 ? 'SavedMethodSwitchedOn' : 'SavedMethodSwitchedOff';
};
