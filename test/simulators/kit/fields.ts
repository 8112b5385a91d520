/** The parameters of one request: query string and form together, arrays as `a[]=` or `a[0]=`. */
export class Fields {
  private readonly texts = new Map<string, string>();
  private readonly lists = new Map<string, string[]>();

  constructor(...sources: readonly URLSearchParams[]) {
    for (const source of sources) source.forEach((value, key) => this.put(key, value));
  }

  /** The value, or an empty text when it was not sent: PayKeeper treats the two alike. */
  text(name: string): string {
    return this.texts.get(name) ?? '';
  }

  list(name: string): readonly string[] {
    return this.lists.get(name) ?? [];
  }

  /** `true` and `1` are yes; `false`, `0`, an empty text and absence are no. */
  flag(name: string): boolean {
    return ['true', '1'].includes(this.text(name));
  }

  toJSON(): Record<string, unknown> {
    return { ...Object.fromEntries(this.texts), ...Object.fromEntries(this.lists) };
  }

  private put(key: string, value: string): void {
    const [, name] = /^([^[\]]+)\[\d*\]$/.exec(key) ?? [];
    if (name === undefined) this.texts.set(key, value);
    else this.lists.set(name, [...(this.lists.get(name) ?? []), value]);
  }
}
