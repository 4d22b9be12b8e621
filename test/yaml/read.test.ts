import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from '../support/chance.ts';
import { stringify } from 'yaml';
import { z } from 'zod';
import { YamlFault } from '../../src/yaml/fault.ts';
import { readPlacedYaml, readYaml } from '../../src/yaml/read.ts';

const schema = z.strictObject({
  name: z.string(),
  speed: z
    .strictObject({ barrier: z.enum(['site', 'batch']).default('site'), lanes: z.int().min(1).max(64).default(1) })
    .prefault({}),
  polite: z.boolean().default(true),
  fields: z
    .array(z.union([z.strictObject({ css: z.string() }), z.strictObject({ json: z.string(), path: z.string() })]))
    .default([]),
});

function faultOf(text: string, anySchema: z.ZodType = schema): YamlFault {
  try {
    readYaml(text, 'site.yaml', anySchema);
  } catch (error) {
    assert.ok(error instanceof YamlFault, String(error));
    return error;
  }
  return assert.fail(`accepted: ${text.slice(0, 80)}`);
}

function lines(text: string): readonly string[] {
  return faultOf(text).issues.map((issue) => `${issue.line}:${issue.column} ${issue.path}: ${issue.message}`);
}

describe('what a schema finds is said with its place', () => {
  it('names every fault of a file, not the first alone', () => {
    const text = 'name: 5\nspeed:\n  lanes: 0\n  barier: site\npolite: NO\n';
    assert.deepEqual(lines(text), [
      '1:7 name: expected text, saw 5',
      '3:10 speed.lanes: expected a number of at least 1, saw 0',
      '4:3 speed.barier: unknown key; did you mean barrier?',
      '5:9 polite: expected true or false, saw "NO"',
    ]);
    assert.match(faultOf(text).message, /site\.yaml has 4 faults:\n {2}site\.yaml:1:7: name: /);
  });

  it('lists the allowed values, and guesses the one that was meant', () => {
    assert.deepEqual(lines('name: a\nspeed: { barrier: sites }'), [
      '2:19 speed.barrier: expected one of site, batch, saw "sites"; did you mean site?',
    ]);
  });

  it('lists the known keys when none is near', () => {
    assert.deepEqual(lines('name: a\nzzzzzz: 1'), [
      '2:1 zzzzzz: unknown key; known keys here: name, speed, polite, fields',
    ]);
  });

  it('points at the mapping in which a key is missing', () => {
    assert.deepEqual(lines('fields:\n  - json: state\nname: a'), ['2:5 fields.0.path: missing; expected text']);
  });

  it('explains the branch of a choice that was probably meant', () => {
    assert.deepEqual(lines('name: a\nfields:\n  - css: 1'), ['3:10 fields.0.css: expected text, saw 1']);
  });

  it('gives the first fault as its place, and the code it was asked for', () => {
    const fault = faultOf('name: a\npolite: 3');
    assert.deepEqual(fault.place, { file: 'site.yaml', line: 2, column: 9 });
    assert.equal(fault.code, 'E_CONFIG');
    assert.throws(() => readYaml('x', 'f', schema, 'E_DEFINITION'), { code: 'E_DEFINITION' });
  });
});

describe('F66 T18 T19 a strict document', () => {
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['a tab as indentation', 'name: a\nspeed:\n\tlanes: 1', /3:1.*[Tt]abs/],
    ['a key twice', 'name: a\nname: b', /2:1.*"name" occurs twice/],
    ['a key twice in two spellings', '1: a\n"1": b', /2:1.*occurs twice/],
    ['a tag of its own', 'name: !js/function "x"', /1:7.*tag/i],
    ['a tag outside the core schema', 'name: !!binary aGk=', /1:7.*tag/i],
    ['two documents', 'name: a\n---\nname: b', /2:1.*second document/],
    ['__proto__', '__proto__:\n  polluted: true\nname: a', /1:1.*__proto__ is not allowed/],
    ['__proto__ deep inside', 'name: a\nspeed: { "__proto__": { polluted: true } }', /2:10.*__proto__/],
    ['a constructor key', 'name: a\nconstructor: 1', /2:1.*constructor is not allowed/],
    ['a merge key', 'name: a\nspeed: &s { lanes: 1 }\n<<: *s', /3:1.*<<.*unknown key/],
    ['an alias of nothing', 'name: *nobody', /1:7.*names no anchor/],
    ['an alias inside itself', 'name: &n [*n]', /contains itself/],
    ['a mapping as key', '? { a: b }\n: c', /a key must be plain text/],
    ['an unclosed quote', 'name: "abc', /quote/],
    ['a thousand brackets', '['.repeat(100_000), /nested deeper than 50 levels/],
    ['a thousand dashes', '- '.repeat(100_000), /nested deeper than 50 levels/],
    ['fifty-one levels', `name: ${'['.repeat(51)}${']'.repeat(51)}`, /nested deeper than 50 levels/],
    ['ten megabytes', `name: ${'x'.repeat(10 * 1024 * 1024)}`, /more than the 1048576 allowed/],
    ['eleven aliases', `name: &n a\nfields: [${'*n, '.repeat(11)}]`, /more than 10 aliases/],
  ];
  for (const [what, text, expected] of refused) {
    it(`refuses ${what}`, () => {
      const fault = faultOf(text);
      assert.match(
        fault.issues.map((issue) => `${issue.line}:${issue.column} ${issue.path} ${issue.message}`).join('\n'),
        expected,
      );
      assert.equal(Reflect.get({}, 'polluted'), undefined);
    });
  }

  it('keeps NO, on and 010 as YAML 1.2 reads them', () => {
    const open = z.record(z.string(), z.unknown());
    assert.deepEqual(readYaml('a: NO\nb: on\nc: 010\nd: 0o10\ne: 1_000', 'f', open), {
      a: 'NO',
      b: 'on',
      c: 10,
      d: 8,
      e: '1_000',
    });
  });

  it('accepts a byte order mark, CRLF, comments and a few aliases', () => {
    const text = '\uFEFF# a site\r\nname: &n Gdl\r\nfields:\r\n  - css: *n\r\n';
    assert.deepEqual(readYaml(text, 'f', schema).fields, [{ css: 'Gdl' }]);
  });

  it('takes an empty file as an empty mapping', () => {
    assert.match(faultOf('# nothing yet\n').message, /name: missing/);
    assert.deepEqual(readYaml('', 'f', z.strictObject({ a: z.int().default(1) })), { a: 1 });
  });

  it('shows at most twenty faults in its message, and keeps all', () => {
    const fault = faultOf(`name: a\n${Array.from({ length: 300 }, (_, index) => `k${index}: 1`).join('\n')}`);
    assert.equal(fault.issues.length, 300);
    assert.match(fault.message, /and 280 more$/);
  });
});

describe('properties', () => {
  it('any text is read or refused with a place, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        try {
          readYaml(text, 'f', z.unknown());
        } catch (error) {
          assert.ok(error instanceof YamlFault);
          assert.ok(error.issues.every((issue) => (issue.line ?? 0) >= 1 && (issue.column ?? 0) >= 1));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('what is written as YAML is read back as it was', () => {
    const value = fc.dictionary(
      fc.stringMatching(/^[a-z_]{1,8}$/),
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 })),
      {
        noNullPrototype: true,
      },
    );
    fc.assert(
      fc.property(value, (data) => {
        assert.deepEqual(
          readYaml(stringify(data, { aliasDuplicateObjects: false }), 'f', z.record(z.string(), z.unknown())),
          data,
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('places', () => {
  it('are known for every value, and tell what the file says from what it leaves out', () => {
    const placed = readPlacedYaml('name: a\nspeed:\n  lanes: 3\n', 'f', schema);
    assert.deepEqual(placed.placeOf(['speed', 'lanes']), { file: 'f', line: 3, column: 10 });
    assert.equal(placed.has(['speed', 'lanes']), true);
    assert.equal(placed.has(['speed', 'barrier']), false);
  });
});
