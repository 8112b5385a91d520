/** Which service opens the credentials of each kind of thing; its public key is the only one that they are sealed with. */
export const openers = { Contract: 'payments', CashRegister: 'fiscalization', Platform: 'orders-sync' } as const;
