const allowed = new Set(
  ('service level time msg err error type name code reason kind ref topic group key partition offset shard status state event operation ' +
    'operationName method path route port url host signal count size length attempt version fence stack message cause fields field ' +
    'connector provider role audience currency table constraint severity routine schema traceId spanId component topics ' +
    'syscall errno position pid hostname subgraph origin step at elapsed queue database fromVersion').split(' '),
);
const allowedEnding = /(?:Id|Ids|Ms|At|Count|Bytes|Version|Name|Kind|Type|Status|State|Code)$/;
const denied = /secret|token|password|passwd|authori[sz]ation|cookie|credential|private|apikey|signature|cvv|cvc|pan$/i;
const depthMax = 6;

const isAllowed = (key: string): boolean => !denied.test(key) && (allowed.has(key) || allowedEnding.test(key));

/** Driver errors carry row values in `detail`, `parameters` and `where`; only what names the fault is taken over. */
const errorFields = (error: Error): Record<string, unknown> => {
  const { code, constraint, table, schema, syscall } = error as Error & Record<string, unknown>;
  const cause = error.cause instanceof Error ? errorFields(error.cause) : undefined;
  const named = { type: error.name, message: error.message, stack: error.stack, code, constraint, table, schema, syscall, cause };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
};

const withoutQuery = (value: string): string => (/^[a-z]+:\/\//i.test(value) ? value.replace(/[?#].*$/s, '') : value);

const clean = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return withoutQuery(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (value instanceof Error) return errorFields(value);
  if (value instanceof Date) return value.toISOString();
  if (depth >= depthMax || Buffer.isBuffer(value)) return '[redacted]';
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
  return cleanObject(value, depth);
};

const cleanObject = (value: object, depth: number): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isAllowed(key) ? clean(item, depth + 1) : '[redacted]']));

/** The object with every key that is not on the allow-list redacted, nested objects and arrays included. */
export const sanitize = (value: object): Record<string, unknown> => cleanObject(value, 0);
