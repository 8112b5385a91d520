import { toRoubles } from '../kit/money';
import { escapeHtml } from '../kit/reply';
import type { Purchase } from './payment';

const page = (body: string): string =>
  `<!doctype html><html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Оплата</title>
<style>body{font:16px/1.5 sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem;margin:1rem .5rem 0 0}</style></head>
<body>${body}</body></html>`;

export const message = (text: string): string => page(`<p>${escapeHtml(text)}</p>`);

/** The hosted page of a purchase: who pays, how much, and the buttons of a bank that does as it is told. */
export const payPage = (purchase: Purchase, action: string): string =>
  page(`<h1>${toRoubles(purchase.amount)} ₽</h1><p>${escapeHtml(purchase.serviceName || `Заказ ${purchase.orderId}`)}</p>
<form method="post" action="${escapeHtml(action)}">
<label><input type="checkbox" name="save_card" value="true"> Сохранить карту</label><br>
<button name="outcome" value="success">Оплатить</button><button name="outcome" value="decline">Отклонить</button></form>
<p>Симулятор PayKeeper: деньги не двигаются.</p>`);
