import { isReturning, type Payment } from './payment';
import { done, noPayment, refuse, type Extras, type Verdict } from './verdict';
import { shownNow, type World } from './world';

const captureAll = (world: World, payment: Payment, by: 'shop' | 'provider'): void => {
  payment.held = false;
  payment.captured = payment.purchase.amount;
  world.journal.write('payment.captured', { paymentId: payment.id, amount: payment.captured, by });
};

const releaseAtTerm = (world: World, payment: Payment): void => {
  payment.held = false;
  payment.released = payment.purchase.amount;
  payment.outcome = 'canceled';
  world.journal.write('hold.released', { paymentId: payment.id, amount: payment.released, by: 'provider' });
};

/** What the provider does with a hold at the end of its term: PayKeeper captures by itself. */
export const endHold = (world: World, payment: Payment): void => {
  // A release under way wins; if it fails, this is called again.
  if (!payment.held || isReturning(payment)) return;
  const fault = world.faults.take('holdAutoCapture');
  if (fault === 'never') return;
  if (fault === 'release') releaseAtTerm(world, payment);
  else captureAll(world, payment, 'provider');
};

const isEarly = (world: World): boolean => [true, 'early'].includes(world.faults.peek('holdAutoCapture') ?? '');

/** Captures open holds before their term while the fault says so. */
export const captureEarly = (world: World): void => {
  if (isEarly(world)) for (const payment of world.payments.values()) endHold(world, payment);
};

/** The money of a payment that the bank approved: held on a two-stage server, captured at once on another. */
export const takeMoney = (world: World, payment: Payment): void => {
  const { settings, agenda, clock, journal } = world;
  payment.outcome = 'paid';
  payment.obtainedAt = shownNow(world);
  payment.held = settings.twoStage;
  journal.write('payment.authorised', { paymentId: payment.id, amount: payment.purchase.amount, held: payment.held });
  if (!payment.held) return captureAll(world, payment, 'provider');
  payment.holdEnds = payment.obtainedAt + settings.holdSeconds * 1000;
  agenda.at(clock.now() + settings.holdSeconds * 1000, () => endHold(world, payment));
  if (isEarly(world)) endHold(world, payment);
};

/** Captures the whole hold: the protocol knows no partial capture. */
export const captureHold = (world: World, id: string): Verdict<Extras> => {
  const payment = world.payments.get(id);
  if (payment === undefined) return refuse(noPayment);
  if (!payment.held || payment.outcome !== 'paid') return refuse('Платёж не находится в состоянии холда.');
  if (isReturning(payment)) return refuse('По платежу выполняется возврат.');
  captureAll(world, payment, 'shop');
  return done({});
};
