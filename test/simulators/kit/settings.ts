/** A new settings object with the patch applied. @throws RangeError naming the setting that does not exist or has another type. */
export const patchSettings = <S extends object>(settings: S, patch: Partial<S>): S => {
  const current = settings as Record<string, unknown>;
  for (const [name, value] of Object.entries(patch)) {
    if (!(name in current)) throw new RangeError(`No setting ${name}; there are: ${Object.keys(current).join(', ')}.`);
    if (typeof value !== typeof current[name]) throw new RangeError(`The setting ${name} wants a ${typeof current[name]}.`);
  }
  return { ...settings, ...patch };
};
