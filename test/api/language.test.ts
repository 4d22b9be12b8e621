/** Who asks in Spanish is answered in Spanish, down to the sentence a worker wrote; what is stored stays as it was. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { CatalogueView, SettingView } from '../../src/monitoring/house-shape.ts';
import type { ErrorGroup } from '../../src/monitoring/task-shape.ts';
import { inSpanish } from '../../src/wording/in-spanish.ts';
import { sharedHouse } from './house.ts';
import type { ApiHouse } from './house.ts';

describe('an answer in the language of who asks', () => {
  let house: ApiHouse;
  const shared = sharedHouse();
  before(async () => {
    house = await shared();
  });
  const ask = async (language: string, path: string): Promise<unknown> => {
    const { json } = await house.ask(`/api/v1${path}`, { headers: { 'accept-language': language } });
    return json();
  };

  test('a refusal tells what happened and what to do, and its code is the same', async () => {
    const [english, spanish] = await Promise.all(
      ['en', 'es'].map(async (language) => (await ask(language, '/tasks/999999')) as Record<string, string>),
    );
    assert.equal(english?.['detail'], 'there is no task 999999');
    assert.equal(spanish?.['detail'], 'no existe la tarea 999999');
    assert.match(spanish?.['advice'] ?? '', /muestra las tareas de un lote/);
    assert.equal(spanish?.['code'], english?.['code']);
  });

  test('settings are explained, and their values are the same', async () => {
    const [english, spanish] = await Promise.all(
      ['en', 'es'].map(async (language) => (await ask(language, '/settings')) as SettingView[]),
    );
    const values = (settings: readonly SettingView[] = []): unknown =>
      settings.map(({ key, value, source }) => [key, value, source]);
    assert.deepEqual(values(spanish), values(english));
    const same = english?.filter(({ description }, index) => spanish?.[index]?.description === description);
    assert.deepEqual(
      same?.map(({ key }) => key),
      [],
    );
    const unit = (settings: readonly SettingView[] = []) =>
      settings.find(({ key }) => key === 'backup.retention_days')?.unit;
    assert.deepEqual([unit(english), unit(spanish)], ['days', 'días']);
  });

  test('why tasks failed and what is wrong in the catalogue is told sentence by sentence', async () => {
    const [english, spanish] = await Promise.all(
      ['en', 'es'].map(async (language) => ({
        errors: (await ask(language, '/errors')) as ErrorGroup[],
        catalogue: (await ask(language, '/catalogue')) as CatalogueView,
      })),
    );
    const examples = (groups: readonly ErrorGroup[] = []): readonly string[] =>
      groups.map(({ example }) => example ?? '');
    assert.ok(examples(english?.errors).length > 0);
    assert.deepEqual(examples(spanish?.errors), examples(english?.errors).map(inSpanish));
    const faults = (view: CatalogueView | undefined) =>
      (view?.faults ?? []).map(({ message, cure }) => `${message} → ${cure}`);
    assert.deepEqual(faults(spanish?.catalogue), faults(english?.catalogue).map(inSpanish));
    assert.ok(faults(spanish?.catalogue).every((fault, index) => fault !== faults(english?.catalogue)[index]));
  });
});
