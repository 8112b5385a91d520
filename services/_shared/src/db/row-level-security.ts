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

/**
 * SQL that lets the retention job, which acts for no merchant, see and delete rows of an isolated table: those that meet `condition` and no others.
 * The condition is the least that must hold whatever a setting says.
 */
export const trimmable = (table: string, condition: string): string => `
  CREATE POLICY ${table}_old_seen ON ${table} FOR SELECT USING (current_setting('app.retention', true) = 'on' AND ${condition});
  CREATE POLICY ${table}_old_deleted ON ${table} FOR DELETE USING (current_setting('app.retention', true) = 'on' AND ${condition});
`;
