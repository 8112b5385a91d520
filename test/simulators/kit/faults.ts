/** One switched-on fault: its value, where it applies (everywhere if absent), how many firings are left. */
export type FaultRule = { readonly name: string; readonly value: unknown; readonly endpoint?: string; times?: number; fired: number };

/** A plain value (global, until cleared), or the value with an endpoint, a number of firings, or both. */
export type FaultSetting<V> = V | { value?: V; endpoint?: string; times?: number } | (V extends object ? V & { endpoint?: string; times?: number } : never);
export type FaultSettings<F> = { [K in keyof F]?: FaultSetting<F[K]> | FaultSetting<F[K]>[] | false | null };

export const trimSlashes = (path: string): string => path.replace(/^\/+|\/+$/g, '');

const toRule = (name: string, setting: unknown): FaultRule => {
  if (typeof setting !== 'object' || setting === null) return { name, value: setting, fired: 0 };
  const { endpoint, times, ...rest } = setting as { endpoint?: string; times?: number; value?: unknown };
  const bare = Object.keys(rest).length === 0 ? true : rest;
  return { name, value: rest.value ?? bare, endpoint, times, fired: 0 };
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

  /** The value if the fault is on for this endpoint, counted as one firing. */
  take<K extends keyof F & string>(name: K, endpoint = ''): F[K] | undefined {
    const rule = this.find(name, endpoint);
    if (rule === undefined) return undefined;
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
    for (const { endpoint } of rules) this.checkEndpoint(endpoint);
    return rules;
  }

  private checkEndpoint(endpoint: string | undefined): void {
    if (endpoint === undefined || this.endpoints().some((path) => trimSlashes(path) === trimSlashes(endpoint))) return;
    throw new RangeError(`No endpoint ${endpoint}; there are: ${this.endpoints().join(', ')}.`);
  }
}
