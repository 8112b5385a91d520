import type { Tx } from '@paygraph/shared/db/sql';
import { derivedId, type MerchantId, type ReceiptId } from '@paygraph/shared/ids';
import { appendEvents } from '@paygraph/shared/messaging/events';
import { err, ok, type Result } from '@paygraph/shared/result';
import { planReceipts, type FiscalEvent } from '../domain/plan';
import type { PlannedReceipt, PlanProblem } from '../domain/planning';
import { documentOf } from '../domain/receipt-document';
import { splitReceipt } from '../domain/split-receipt';
import type { RegisterRow } from '../storage/configuration';
import { insertReceipt, type NewReceipt } from '../storage/new-receipts';
import { chooseRegisters } from './choose-register';
import { receiptEvent } from './events';
import { loadFacts, type Loaded } from './load-facts';
import { scheduleDeadline, schedulePrint } from './work';

export type PlanInput = Readonly<{ merchantId: MerchantId; orderId: string; causeEventId: string; fact: FiscalEvent; overdueAfterMs: number }>;
type Place = Readonly<{ input: PlanInput; loaded: Loaded; registers: ReadonlyMap<string, RegisterRow> }>;

/** The payment's number means something to the register only on the payment provider's own server of the same legal entity. */
const paymentRefOf = ({ payments }: Loaded, { paymentId }: PlannedReceipt, register: RegisterRow): string | null => {
  const payment = payments.find(({ id }) => id === paymentId);
  const isOwn = payment?.provider === register.connector && payment.legalEntityId === register.legalEntityId;
  return isOwn ? payment.providerPaymentId : null;
};

/** The same fact always gives the same receipt id, which is also what the register knows the receipt by. */
const idOf = ({ childOrderId, kind }: PlannedReceipt, causeEventId: string, part: number): ReceiptId =>
  derivedId<ReceiptId>('receipt', childOrderId, causeEventId, kind, ...(part === 0 ? [] : [String(part)]));

const rowsFor = ({ input, loaded, registers }: Place, planned: PlannedReceipt, seqBefore: number): NewReceipt[] => {
  const child = loaded.children.find(({ childOrderId }) => childOrderId === planned.childOrderId);
  const register = registers.get(planned.childOrderId);
  if (child === undefined || register === undefined) return [];
  return splitReceipt(planned.parts).map((parts, causePart, { length: causeParts }) => {
    const document = documentOf({ kind: planned.kind, parts, lines: child.lines });
    const { merchantId, causeEventId } = input;
    const receipt = {
      ...planned,
      id: idOf(planned, causeEventId, causePart),
      merchantId,
      orderId: input.orderId as NewReceipt['receipt']['orderId'],
      paymentRef: paymentRefOf(loaded, planned, register),
      legalEntityId: child.legalEntityId,
      cashRegisterId: register.id,
      seq: seqBefore + causePart + 1,
      causePart,
      causeParts,
      total: document.total,
      parts,
    };
    return { receipt, causeEventId, document };
  });
};

const allRows = (place: Place, plan: readonly PlannedReceipt[]): NewReceipt[] => {
  const last = new Map<string, number>();
  for (const { childOrderId, seq } of place.loaded.receipts) last.set(childOrderId, Math.max(seq, last.get(childOrderId) ?? 0));
  return plan.flatMap((planned) => {
    const rows = rowsFor(place, planned, last.get(planned.childOrderId) ?? 0);
    last.set(planned.childOrderId, rows.at(-1)?.receipt.seq ?? last.get(planned.childOrderId) ?? 0);
    return rows;
  });
};

/** Child orders with a receipt that is not registered yet; whoever registers one takes the order's lock too. */
const busyChildren = ({ receipts }: Loaded): Set<string> => new Set(receipts.flatMap(({ childOrderId, state }) => (state === 'registered' ? [] : [childOrderId])));

const save = async (tx: Tx, rows: readonly NewReceipt[], { input, loaded }: Omit<Place, 'registers'>): Promise<void> => {
  const busy = busyChildren(loaded);
  for (const row of rows) {
    await insertReceipt(tx, row);
    await scheduleDeadline(tx, row.receipt, input.overdueAfterMs);
    if (!busy.has(row.receipt.childOrderId)) await schedulePrint(tx, row.receipt);
    busy.add(row.receipt.childOrderId);
  }
  const events = rows.map(({ receipt }) => {
    const { legalEntityId, cashRegisterId } = receipt;
    return receiptEvent('ReceiptPlanned', { receipt, version: 1, rest: { legalEntityId, cashRegisterId } });
  });
  await appendEvents(tx, events);
};

/** Plans what a fact makes due and sets the first receipt of each child order going, in the transaction of the event that told the fact. */
export const planReceiptsFor = async (tx: Tx, input: PlanInput): Promise<Result<number, PlanProblem>> => {
  const loaded = await loadFacts(tx, input.orderId);
  if (loaded === undefined) return err({ kind: 'later', reason: `the order ${input.orderId} is not known yet` });
  const plan = planReceipts(loaded.facts, input.fact);
  if (!plan.ok) return plan;
  const registers = await chooseRegisters(tx, loaded, plan.value);
  if (!registers.ok) return registers;
  const rows = allRows({ input, loaded, registers: registers.value }, plan.value);
  await save(tx, rows, { input, loaded });
  return ok(rows.length);
};
