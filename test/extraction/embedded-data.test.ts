import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from '../support/chance.ts';
import { compileBlock } from '../../src/extraction/data-blocks.ts';
import { compilePath } from '../../src/extraction/json-path.ts';
import { readLiteral } from '../../src/extraction/literal.ts';
import { findScripts, scriptAttribute } from '../../src/extraction/scripts.ts';

const read = (block: Partial<Parameters<typeof compileBlock>[0]>, html: string): unknown =>
  compileBlock({ format: 'json', ...block })(html, findScripts(html));

describe('scripts of a page', () => {
  it('are found without a DOM, and not inside comments', () => {
    const html = `<!-- <script id="a">no</script> --><!----><SCRIPT data-x="a>b" ID=b>yes</SCRIPT><scripted></scripted><script>last`;
    const found = findScripts(html).map((script) => [
      scriptAttribute(script, 'id'),
      html.slice(script.start, script.end),
    ]);
    assert.deepEqual(found, [
      ['b', 'yes'],
      [null, 'last'],
    ]);
  });

  it('are found in any text without an error, within its bounds', () => {
    const piece = fc.constantFrom('<script', '</script', '>', '<!--', '-->', '"', "'", ' id=x', 'a', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const html = pieces.join('');
        for (const { start, end } of findScripts(html)) assert.ok(start <= end && end <= html.length);
      }),
    );
  });
});

describe('embedded JSON', () => {
  it('ends at its own brace, whatever script follows', () => {
    const html = '<script>window.X = {"a":"}{\\"","b":[{"c":1}]};window.Y={"d":2}; if (a < b) {}</script>';
    assert.deepEqual(read({ after: 'window.X' }, html), { a: '}{"', b: [{ c: 1 }] });
    assert.deepEqual(read({ after: 'window.Y' }, html), { d: 2 });
    assert.equal(read({ after: 'window.Z' }, html), undefined);
  });

  it('is read from every JSON-LD block that is whole, in comments, with raw line breaks', () => {
    const block = (text: string): string => `<script type="application/ld+json">${text}</script>`;
    const html = block('{"a":1') + block('<!-- {"a":2} -->') + block('//<![CDATA[\n{"a":"x\ny"}\n//]]>');
    assert.deepEqual(read({ type: 'application/ld+json', every: true }, html), [{ a: 2 }, { a: 'x y' }]);
  });

  it('cut off in the middle is no data', () => {
    const whole = '<script id="d">{"a":[1,2,{"b":"c"}]}';
    for (let end = 0; end < whole.length; end += 1) assert.equal(read({ id: 'd' }, whole.slice(0, end)), undefined);
    assert.notEqual(read({ id: 'd' }, whole), undefined);
  });

  it('comes whole out of flight chunks, cut anywhere', () => {
    const rows = '0:["$","div"]\n1:I[5,[],"x"]\n2:T6,ñandú3:{"a":{"b":"ñ"}}\n';
    fc.assert(
      fc.property(fc.integer({ min: 0, max: rows.length }), (cut) => {
        const html = [rows.slice(0, cut), rows.slice(cut)]
          .map((chunk) => `<script>self.__next_f.push(${JSON.stringify([1, chunk])})</script>`)
          .join('');
        assert.deepEqual((read({ format: 'flight' }, html) as Record<string, unknown>)['3'], { a: { b: 'ñ' } });
      }),
      { numRuns: 30 },
    );
  });
});

describe('JavaScript literals', () => {
  it('are read as data: single quotes, bare keys, trailing commas, comments, escapes', () => {
    const text = `{ a: 'O\\'Horán {', "b": [1, -2.5, .5, 0x1f,], /* c */ 'c': undefined, d: !0, // e\n e: new Date("2026-01-02"), f: \`x\`, g: foo.bar, h: "\\u00f1\\x41\\n" };`;
    assert.deepEqual(readLiteral(text, 0)?.value, {
      a: "O'Horán {",
      b: [1, -2.5, 0.5, 31],
      c: null,
      d: true,
      e: '2026-01-02',
      f: 'x',
      g: null,
      h: 'ñA\n',
    });
  });

  it('read all of JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        assert.deepEqual(readLiteral(text, 0)?.value, JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });

  it('T19 name no prototype: a key called so is data like any other, as in JSON', () => {
    const value = readLiteral('{"__proto__": {"a": 1}, b: 2}', 0)?.value as object;
    assert.deepEqual(value, JSON.parse('{"__proto__": {"a": 1}, "b": 2}'));
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(compilePath('a')(value), []);
  });

  it('that are not whole or too deep are none, and never an error', () => {
    for (const text of ['', '{', '{a', "{a:'b", '[1,', '{a:1,,}', '[', '['.repeat(5000)])
      assert.equal(readLiteral(text, 0), null);
  });
});

describe('paths', () => {
  const value = {
    a: [
      { id: 1, name: 'x' },
      { id: 2, name: 'y' },
    ],
    'odd.name': 3,
    deep: { er: { list: [{ k: 'Z', n: 'q' }] }, none: null },
  };
  const at = (path: string): readonly unknown[] => compilePath(path)(value);

  it('name places as docs/sites.md says', () => {
    assert.deepEqual(at('a[0].name'), ['x']);
    assert.deepEqual(at('a[-1].id'), [2]);
    assert.deepEqual(at('a[*].id'), [1, 2]);
    assert.deepEqual(at('a[name=y].id'), [2]);
    assert.deepEqual(at('"odd.name"'), [3]);
    assert.deepEqual(at('..n'), ['q']);
    assert.deepEqual(at('deep..[k=Z].n'), ['q']);
    assert.deepEqual(at('deep.none'), [null]);
    assert.deepEqual(at('a.b.c'), []);
    assert.deepEqual(at('constructor.name'), []);
    assert.throws(() => compilePath('a['), SyntaxError);
  });
});
