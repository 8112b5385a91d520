type Change = Readonly<{ file: string; find: string; replace: string }>;
/** One deliberate bug: texts of source files and what stands there instead. `within`: histories in which it must be found. */
export type Mutation = Readonly<{ name: string; changes: readonly Change[]; within: number }>;

const payments = 'services/payments/src';
const fiscal = 'services/fiscalization/src';
const kernel = 'services/_shared/src';

const bug = (name: string, within: number, ...changes: readonly Change[]): Mutation => ({ name, within, changes });
const inFile = (file: string, find: string, replace: string): Change => ({ file, find, replace });
const unknownAnswer = `case 'unknown': return { kind: 'lost', reason: answer.reason, proof: answer.proof };`;

const ofCalls: readonly Mutation[] = [
  bug('a lost answer counts as a failure', 2_000, inFile(`${payments}/use-cases/make-call.ts`, unknownAnswer, `case 'unknown': return { kind: 'failed', reason: answer.reason };`)),
  bug('a lost answer counts as done', 2_000, inFile(`${payments}/use-cases/make-call.ts`, unknownAnswer, `case 'unknown': return { kind: 'done', ref: null };`)),
  bug('what was cut off is sent again instead of asked after', 2_000, inFile(`${payments}/domain/operation.ts`, `if (open) return { do: 'inquire', operation: open };`, `if (open) return { do: open.state === 'unknown' ? 'call' : 'inquire', operation: { ...open, state: 'requested' } };`)),
  bug('one proof of absence is enough, however young the call', 6_000, inFile(`${payments}/domain/inquiry.ts`, 'operation.proofs + 1 >= certainty.absencesNeeded && ageMs(operation, now) >= certainty.absenceAgeMs', 'ageMs(operation, now) >= 0'), inFile(`${payments}/use-cases/clear-call.ts`, '(step.operation.wasUnknown ? repeated(step, trace) : firstTime(step, trace))', 'firstTime(step, trace)')),
  bug('a call does not say that it is on its way', 2_000, inFile(`${payments}/use-cases/make-call.ts`, 'await saveChange(tx, locked, sent.value);', '')),
  bug('a worker that lost its lease may still save', 6_000, inFile(`${kernel}/db/sql.ts`, '=> `WITH touched AS (${text}) SELECT 1 / count(*) AS touched FROM touched`', '=> text')),
];

const ofMoney: readonly Mutation[] = [
  bug('money that came is taken in without looking at its sum', 6_000, inFile(`${payments}/domain/money-arrival.ts`, 'if (arrival.amount !== snapshot.payment.amount) {', 'if (arrival.amount < 0) {')),
  bug('a notification is taken in twice', 2_000, inFile(`${payments}/domain/money-arrival.ts`, 'if (isKnown(snapshot, arrival)) return', 'if (arrival.amount < 0) return')),
  bug('a capture is allowed while a void is under way', 2_000, inFile(`${payments}/domain/payment-state.ts`, `voiding: { void: 'voided', rejectVoid: 'authorized' },`, `voiding: { void: 'voided', rejectVoid: 'authorized', startCapture: 'capturing' },`)),
  bug('refunds that wait are not reserved', 6_000, inFile(`${payments}/domain/amounts.ts`, 'minor(captured - refunded - refundPending)', 'minor(captured - refunded)'), inFile(`${payments}/domain/request-refund.ts`, `kind === 'refund' && state !== 'failed'`, `kind === 'refund' && state === 'succeeded'`)),
  bug('a surplus stays where it is', 2_000, inFile(`${payments}/domain/money-arrival.ts`, 'return scheduled(booked(told, ledger.surplusArrived(fact.id, amount)), advance(change.payment));', 'return booked(told, ledger.surplusArrived(fact.id, amount));')),
  bug('only notifications tell of money', 2_000, inFile(`${payments}/domain/settle.ts`, 'const watched = scheduled(known, pollPage(known.payment, firstLookMs));', 'const watched = firstLookMs < 0 ? scheduled(known, pollPage(known.payment, firstLookMs)) : known;')),
  bug('a partial capture books the rest as taken', 2_000, inFile(`${payments}/domain/ledger.ts`, `entry('hold', -(taken + released)), entry('buyer', released)`, `entry('hold', -taken)`)),
];

const ofMessages: readonly Mutation[] = [
  bug('a key of a mutation is used again', 2_000, inFile(`${kernel}/db/idempotency.ts`, 'if (!claimed) return repeated<T>(tx, ask, hash);', 'if (!claimed && hash === null) return repeated<T>(tx, ask, hash);')),
  bug('an event that comes again is applied again', 6_000, inFile(`${kernel}/messaging/sequence.ts`, `if (version <= state.last || state.parked.has(version)) return 'drop';`, `if (version <= state.last) return 'apply';`), inFile(`${kernel}/messaging/inbox-batch.ts`, 'if (fresh.delete(item.eventId)) await takeOne(ledger, item);', 'await takeOne(ledger, item);')),
  bug('a consumer moves on past an event that it could not take yet', 6_000, inFile(`${kernel}/messaging/inbox-batch.ts`, `if ('later' in outcome) throw new NotTaken('later', outcome.later);`, `if ('later' in outcome) return;`)),
  bug('the relay forgets what it could not send', 6_000, inFile(`${kernel}/messaging/relay.ts`, 'await within(sendWithinMs, publish(rows));', 'if (rows.length < 2) await within(sendWithinMs, publish(rows));')),
];

const sendLine = `const receipt = await change(tx, moved(prepared.receipt, 'send', { request, sentAt: now, firstSentAt: planned.firstSentAt ?? now }));`;
const ofReceipts: readonly Mutation[] = [
  bug('a receipt is sent before that is written down', 2_000, inFile(`${fiscal}/use-cases/take-step.ts`, sendLine, sendLine.replace('await change(tx, ', '').replace('));', ');'))),
  bug('a receipt is repeated under another key', 6_000, inFile(`${fiscal}/use-cases/settle-step.ts`, `moved(receipt, 'findAbsent', { asks: 0 })`, `moved(receipt, 'findAbsent', { asks: 0, request: null, printKey: \`\${receipt.id}.x\` })`), inFile(`${fiscal}/use-cases/settle-step.ts`, 'const isOver = age >= deps.settings.absentAfterMs;', 'const isOver = age >= 0;')),
  bug('a refused answer of the register is believed at once', 6_000, inFile(`${fiscal}/use-cases/settle-step.ts`, `if (step.ask === 'recheck') {`, `if (step.ask !== 'recheck' && view.remoteId === '') {`)),
  bug('a short capture does not correct the prepayment receipt', 2_000, inFile(`${fiscal}/domain/plan-capture.ts`, 'if (isSame(parts, target)) return ok([]);', 'if (isSame(parts, target) || target.length > 0) return ok([]);')),
  bug('a closing receipt is printed before the money is taken', 2_000, inFile(`${fiscal}/domain/plan-closing.ts`, 'facts.capturedPayments.has(paymentId) && ', '')),
  bug('the receipt after the next is not waited for', 6_000, inFile(`${fiscal}/use-cases/change-receipt.ts`, 'if (next !== undefined) await schedulePrint(tx, next);', '')),
];

export const mutations: readonly Mutation[] = [...ofCalls, ...ofMoney, ...ofMessages, ...ofReceipts];
