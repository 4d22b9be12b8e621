import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { FIRST_VIEW, press, selectorOf } from '../../src/terminal/view-state.ts';
import type { Key, Pressed, Shown, View } from '../../src/terminal/view-state.ts';

const SHOWN: Shown = {
  lines: [
    { name: 'inm24:1', task: 11 },
    { name: 'inm24:2', task: 12 },
    { name: 'inm24:3', task: 13 },
  ],
  pageHeight: 2,
  sites: ['Inm24', 'Lam'],
  yes: 's',
  schedulePaused: false,
  batchOpen: true,
  batch: 'Nov26_01',
};

const NAMES = [
  'up',
  'down',
  'pageUp',
  'pageDown',
  'home',
  'end',
  'enter',
  'escape',
  'tab',
  'backTab',
  'backspace',
] as const;
const key: fc.Arbitrary<Key> = fc.oneof(
  fc.constantFrom(...NAMES).map((name): Key => ({ name, input: '' })),
  fc.constantFrom(...Array.from('12345qjkfs/xnpPrc?y ñ')).map((input): Key => ({ name: 'character', input })),
);

const typed = (input: string): Key => ({ name: 'character', input });
const named = (name: Key['name']): Key => ({ name, input: '' });

function after(keys: readonly Key[], shown: Shown = SHOWN): Pressed {
  return keys.reduce<Pressed>((last, one) => press(last.view, one, shown), { view: FIRST_VIEW, effect: null });
}

test('nothing is done but what a question asked, and only when the next key says yes', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      let view: View = FIRST_VIEW;
      for (const one of keys) {
        const before = view;
        const pressed = press(before, one, SHOWN);
        view = pressed.view;
        if (pressed.effect !== null && pressed.effect !== 'quit') {
          assert.deepEqual(pressed.effect, before.question?.action);
          assert.ok(['s', 'y'].includes(one.input));
        }
        assert.ok(view.selected >= 0);
      }
    }),
  );
});

test('Ctrl-C leaves from every state', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 30 }), (keys) => {
      const { view } = after(keys.filter(({ input }) => input !== 'q'));
      assert.equal(press(view, named('interrupt'), SHOWN).effect, 'quit');
    }),
  );
});

test('the chosen line never leaves the list', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...NAMES).map(named), { maxLength: 40 }), (keys) => {
      const { view } = after([typed('2'), ...keys.filter(({ name }) => name !== 'enter')]);
      assert.ok(view.selected < SHOWN.lines.length);
    }),
  );
});

test('a task is retried after a yes, in the batch that is shown', () => {
  const { effect } = after([typed('2'), named('down'), typed('r'), typed('s')]);
  assert.deepEqual(effect, { action: 'retry', selector: { batch: 'Nov26_01' }, tasks: [12] });
});

test('any other key than yes takes the question back', () => {
  const { view, effect } = after([typed('n'), named('enter')]);
  assert.equal(effect, null);
  assert.equal(view.question, null);
});

test('a cause is retried with its site and its code alone', () => {
  const shown = { ...SHOWN, lines: [{ name: 'Lam E_BLOCKED', site: 'Lam', error: 'E_BLOCKED' }] };
  const { effect } = after([typed('4'), typed('r'), typed('y')], shown);
  assert.deepEqual(effect, {
    action: 'retry',
    selector: { batch: 'Nov26_01', site: ['Lam'], error: ['E_BLOCKED'] },
  });
});

test('a paused site is resumed, another one paused', () => {
  const shown = (paused: boolean): Shown => ({ ...SHOWN, lines: [{ name: 'Lam', site: 'Lam', paused }] });
  assert.deepEqual(after([typed('3'), typed('p'), typed('y')], shown(true)).effect, { action: 'resume', site: 'Lam' });
  assert.deepEqual(after([typed('3'), typed('p'), typed('y')], shown(false)).effect, { action: 'pause', site: 'Lam' });
});

test('no batch is cancelled when none is open', () => {
  assert.equal(after([typed('c')], { ...SHOWN, batchOpen: false }).view.question, null);
});

test('the filter keys make one selector, and x takes it back', () => {
  const filter = [typed('f'), typed('s'), typed('/'), ...Array.from('zapopan', typed), named('enter')];
  assert.deepEqual(selectorOf(after(filter).view), {
    site: ['Inm24'],
    status: ['failed', 'permanently_failed'],
    text: 'zapopan',
  });
  assert.deepEqual(selectorOf(after([...filter, typed('x')]).view), {});
});

test('what is typed as a search is no command', () => {
  const { view, effect } = after([typed('/'), ...Array.from('quien', typed)]);
  assert.equal(effect, null);
  assert.equal(view.typing, 'quien');
  assert.equal(press(view, named('backspace'), SHOWN).view.typing, 'quie');
});
