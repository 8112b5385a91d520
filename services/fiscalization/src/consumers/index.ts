import type { Handler } from '@paygraph/shared/messaging/inbox';
import { onChildOrderHandedOver } from './on-child-order-handed-over';
import { onCashRegisterConfigured, onLegalEntityConfigured, onTaxSettingsConfigured } from './on-configuration';
import { onOrderPlaced } from './on-order-placed';
import { onPaymentAuthorized } from './on-payment-authorized';
import { onPaymentCaptured } from './on-payment-captured';
import { onPaymentRefunded } from './on-payment-refunded';
import { onPaymentStarted } from './on-payment-started';
import { onPaymentVoided } from './on-payment-voided';
import type { PlanSettings } from './plan-from';

export const topics = ['merchants.configuration.v1', 'orders.order.v1', 'payments.payment.v1'] as const;

/** The events this service acts on; all others of its topics pass by. */
export const handlersWith = (settings: PlanSettings): Readonly<Record<string, Handler>> => ({
  LegalEntityConfigured: onLegalEntityConfigured,
  CashRegisterConfigured: onCashRegisterConfigured,
  TaxSettingsConfigured: onTaxSettingsConfigured,
  OrderPlaced: onOrderPlaced,
  ChildOrderHandedOver: onChildOrderHandedOver(settings),
  PaymentStarted: onPaymentStarted,
  PaymentAuthorized: onPaymentAuthorized(settings),
  PaymentCaptured: onPaymentCaptured(settings),
  PaymentVoided: onPaymentVoided(settings),
  PaymentRefunded: onPaymentRefunded(settings),
});
