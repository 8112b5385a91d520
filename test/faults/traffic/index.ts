import { cancelled } from './cancelled';
import { holdCaptured, holdVoided } from './expiring-holds';
import { fullPicking } from './full-picking';
import { fullRefund } from './full-refund';
import { leavers } from './leavers';
import { manyRefunds } from './many-refunds';
import { pickedNothing } from './picked-nothing';
import { priceCutThenReturned } from './price-cut-then-returned';
import { returnedGoods } from './returned-goods';
import type { Story } from './scene';
import { shortPicking } from './short-picking';
import { voided } from './voided';

export const stories: readonly Story[] = [
  fullPicking, shortPicking, pickedNothing, cancelled, voided, holdCaptured, holdVoided, manyRefunds, fullRefund, returnedGoods, priceCutThenReturned, leavers,
];
