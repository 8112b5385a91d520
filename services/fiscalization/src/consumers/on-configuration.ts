import type { EventBody } from '@paygraph/schema/events/index';
import type { CashRegisterId, LegalEntityId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { saveLegalEntity, saveRegister, saveTaxRates } from '../storage/configuration';

export const onLegalEntityConfigured: Handler = async (tx, event) => {
  const { legalEntityId, name, inn, taxationSystem, receiptSenderEmail, active } = event.body as EventBody<'merchants.configuration.v1', 'LegalEntityConfigured'>;
  await saveLegalEntity(tx, event.merchantId, { id: legalEntityId, name, inn, taxationSystem, senderEmail: receiptSenderEmail, active });
  return 'done';
};

export const onCashRegisterConfigured: Handler = async (tx, event) => {
  const { cashRegisterId, legalEntityId, ...rest } = event.body as EventBody<'merchants.configuration.v1', 'CashRegisterConfigured'>;
  await saveRegister(tx, event.merchantId, { ...rest, id: cashRegisterId as CashRegisterId, legalEntityId: legalEntityId as LegalEntityId });
  return 'done';
};

export const onTaxSettingsConfigured: Handler = async (tx, event) => {
  const { rates } = event.body as EventBody<'merchants.configuration.v1', 'TaxSettingsConfigured'>;
  await saveTaxRates(tx, event.merchantId, rates);
  return 'done';
};
