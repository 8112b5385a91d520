import { crashAt } from './crash-at';

/** The power goes around a call to the bank or the register, or with events half taken. */
export const killsInWork = [
  crashAt('kill payments around a call', 'payments', ['before-call', 'after-call-before-commit', 'mid-consumer']),
  crashAt('kill fiscalization around a call', 'fiscalization', ['before-call', 'after-call-before-commit', 'mid-consumer']),
  crashAt('kill orders-sync in an event', 'orders-sync', ['mid-consumer']),
];
