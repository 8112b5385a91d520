/**
 * SQL that hides a table's rows from every transaction that did not name the row's merchant.
 * FORCE binds the owner too; an unset merchant shows no row at all, so a forgotten WHERE leaks nothing.
 */
export const isolateByMerchant = (table: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ${table}_merchant ON ${table}
    USING (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
    WITH CHECK (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid);
`;
