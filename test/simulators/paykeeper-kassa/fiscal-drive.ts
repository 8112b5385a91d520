import { createHash } from 'node:crypto';
import { moscowDate, moscowDateTime } from '../kit/moscow-time';
import { toRoubles } from '../kit/money';
import type { FiscalData, Receipt } from './receipt';
import { registrationNumber } from './rnm';
import { shownNow, type World } from './world';

const settlementKind = { sale: 1, refund: 2 } as const;

// A shift may not outlive 24 hours; this register opens a new one each Moscow day.
const placeInShift = (world: World, now: number): World['shift'] => {
  const day = moscowDate(now);
  const { shift } = world;
  world.shift = shift.day === day ? { ...shift, printed: shift.printed + 1 } : { number: shift.number + 1, day, printed: 1 };
  return world.shift;
};

const signOf = (text: string): string => String(createHash('sha256').update(text).digest().readUInt32BE(0));

const qrText = ({ order }: Receipt, data: Pick<FiscalData, 'fnNumber' | 'documentNumber' | 'fiscalSign' | 'printedAt'>): string => {
  const minute = moscowDateTime(data.printedAt).slice(0, 16).replace(/[-:]/g, '').replace(' ', 'T');
  return `t=${minute}&s=${toRoubles(order.total)}&fn=${data.fnNumber}&i=${data.documentNumber}&fp=${data.fiscalSign}&n=${settlementKind[order.type]}`;
};

/** Prints one fiscal document: every call spends a document number, as a real drive does. */
export const printDocument = (world: World, receipt: Receipt): FiscalData => {
  const { fnNumber, userInn: inn, deviceSerial: serial } = world.settings;
  const printedAt = shownNow(world);
  const documentNumber = (world.lastDocument += 1);
  const { number: shiftNumber, printed: numberInShift } = placeInShift(world, printedAt);
  const head = { fnNumber, documentNumber, printedAt, fiscalSign: signOf(`${fnNumber}:${documentNumber}:${receipt.id}`) };
  return { ...head, shiftNumber, numberInShift, rnm: registrationNumber({ sequence: 1, inn, serial }), qr: qrText(receipt, head) };
};
