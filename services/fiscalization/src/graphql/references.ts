import type { ReferenceResolver } from '@paygraph/shared/graphql/references';
import type { FiscalContext } from './context';
import { receiptsBy } from './load';
import { toReceiptType } from './receipt.type';

const idOf = ({ id }: Readonly<Record<string, unknown>>): string => (typeof id === 'string' ? id : '');

/** An order is owned elsewhere; here it is only a handle, and its receipts are looked up with merchant and owner in the question. */
const handle: ReferenceResolver<FiscalContext> = async (references) => references.map((reference) => ({ id: idOf(reference) }));

export const references: Readonly<Record<string, ReferenceResolver<FiscalContext>>> = {
  Order: handle,
  ChildOrder: handle,
  Receipt: (asked, context) =>
    Promise.all(
      asked.map(async (reference) => {
        const [view] = await receiptsBy(context, { by: 'id' }, idOf(reference));
        return view === undefined ? null : toReceiptType(view);
      }),
    ),
};
