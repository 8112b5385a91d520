/** Where a fault applies (everywhere if absent), how many firings are left (endless if absent), and which share of the calls it meets, 0..1 (all if absent). */
type Scope = { readonly endpoint?: string; times?: number; readonly share?: number };
/** One switched-on fault. */
export type FaultRule = Scope & { readonly name: string; readonly value: unknown; fired: number };

/** A plain value (global, until cleared), or the value with its scope. */
export type FaultSetting<V> = V | ({ value?: V } & Scope) | (V extends object ? V & Scope : never);
export type FaultSettings<F> = { [K in keyof F]?: FaultSetting<F[K]> | FaultSetting<F[K]>[] | false | null };

export const trimSlashes = (path: string): string => path.replace(/^\/+|\/+$/g, '');

const toRule = (name: string, setting: unknown): FaultRule => {
  if (typeof setting !== 'object' || setting === null) return { name, value: setting, fired: 0 };
  const { endpoint, times, share, ...rest } = setting as Scope & { value?: unknown };
  const bare = Object.keys(rest).length === 0 ? true : rest;
  return { name, value: rest.value ?? bare, endpoint, times, share, fired: 0 };
};

/** The switchboard of faults. Setting one replaces its earlier rules; `false` or `null` switches it off. */
export class Faults<F extends object> {
  private rules: FaultRule[] = [];
  private readonly onClear: (() => void)[] = [];
  constructor(private readonly names: readonly string[], private readonly endpoints: () => readonly string[]) {}

  /** @throws RangeError for a switch or an endpoint that does not exist: a fault that never fires proves nothing. */
  set(settings: FaultSettings<F>): void {
    const added = Object.entries(settings).flatMap(([name, setting]) => this.toRules(name, setting));
    this.rules = [...this.rules.filter(({ name }) => !(name in settings)), ...added];
    this.announce();
  }

  clear(): void {
    this.rules = [];
    this.announce();
  }

  list(): readonly FaultRule[] {
    return this.rules;
  }

  /** The value if the fault is on for this endpoint and meets this call, counted as one firing. */
  take<K extends keyof F & string>(name: K, endpoint = ''): F[K] | undefined {
    const rule = this.find(name, endpoint);
    if (rule === undefined || Math.random() >= (rule.share ?? 1)) return undefined;
    rule.fired += 1;
    if (rule.times !== undefined) rule.times -= 1;
    return rule.value as F[K];
  }

  /** The value without counting a firing. */
  peek<K extends keyof F & string>(name: K, endpoint = ''): F[K] | undefined {
    return this.find(name, endpoint)?.value as F[K] | undefined;
  }

  whenChanged(run: () => void): void {
    this.onClear.push(run);
  }

  private announce(): void {
    for (const run of this.onClear) run();
  }

  private find(name: string, endpoint: string): FaultRule | undefined {
    const here = trimSlashes(endpoint);
    const applies = (rule: FaultRule): boolean => rule.endpoint === undefined || trimSlashes(rule.endpoint) === here;
    return this.rules.find((rule) => rule.name === name && rule.times !== 0 && applies(rule));
  }

  private toRules(name: string, setting: unknown): FaultRule[] {
    if (!this.names.includes(name)) throw new RangeError(`No fault switch ${name}; there are: ${this.names.join(', ')}.`);
    if (setting === false || setting === null || setting === undefined) return [];
    const rules = (Array.isArray(setting) ? setting : [setting]).map((one: unknown) => toRule(name, one));
    for (const { endpoint, share = 1 } of rules) {
      this.checkEndpoint(endpoint);
      if (!(share > 0 && share <= 1)) throw new RangeError(`The share of ${name} must be more than 0 and at most 1.`);
    }
    return rules;
  }

  private checkEndpoint(endpoint: string | undefined): void {
    if (endpoint === undefined || this.endpoints().some((path) => trimSlashes(path) === trimSlashes(endpoint))) return;
    throw new RangeError(`No endpoint ${endpoint}; there are: ${this.endpoints().join(', ')}.`);
  }
}
