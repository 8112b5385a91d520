import { parseJsonObject } from './json-body';

describe('a JSON body', () => {
  it('is read when it is one object', () => expect(parseJsonObject(Buffer.from('{"query":"{a}","variables":{"a":[1,"ü"]}}'))).toEqual({ ok: true, value: { query: '{a}', variables: { a: [1, 'ü'] } } }));

  it.each([
    ['malformed JSON', '{"a":'],
    ['nothing', ''],
    ['a text', '"a"'],
    ['null', 'null'],
    ['a list of operations', '[{"query":"{a}"}]'],
    ['U+0000', '{"a":"\\u0000"}'],
    ['U+0000 in a key', '{"a\\u0000":1}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['__proto__', '{"variables":{"__proto__":{"admin":true}}}'],
    ['constructor', '{"a":{"constructor":{"prototype":1}}}'],
    ['nesting without end', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`],
  ])('is refused when it is %s', (_what, text) => expect(parseJsonObject(Buffer.from(text))).toMatchObject({ ok: false, error: expect.stringMatching(/\.$/) }));

  it('is refused when it is not UTF-8', () => expect(parseJsonObject(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])).ok).toBe(false));
});
