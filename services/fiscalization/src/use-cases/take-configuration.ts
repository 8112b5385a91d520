import type { Tx } from '@paygraph/shared/db/sql';
import type { MerchantId } from '@paygraph/shared/ids';
import type { VatRate } from '../domain/vat';
import { saveLegalEntity, saveRegister, saveTaxRates, type LegalEntityRow, type RegisterRow } from '../storage/configuration';

/** The whole present state of one configured thing, as `merchants` tells it. */
export type Configured =
  | Readonly<{ thing: 'legal-entity'; row: LegalEntityRow }>
  | Readonly<{ thing: 'cash-register'; row: RegisterRow }>
  | Readonly<{ thing: 'tax-rates'; rates: readonly VatRate[] }>;

export const takeConfiguration = (tx: Tx, merchantId: MerchantId, configured: Configured): Promise<void> => {
  switch (configured.thing) {
    case 'legal-entity':
      return saveLegalEntity(tx, merchantId, configured.row);
    case 'cash-register':
      return saveRegister(tx, merchantId, configured.row);
    case 'tax-rates':
      return saveTaxRates(tx, merchantId, configured.rates);
  }
};
