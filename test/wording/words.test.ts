import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERRORS } from '../../src/core/errors.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import { VERDICTS } from '../../src/core/verdict.ts';
import { adviceFor, adviceForStored } from '../../src/wording/advice.ts';
import { languageAccepted, languageOf } from '../../src/wording/language.ts';
import { verdictMeaning, verdictWord } from '../../src/wording/states.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];

test('every error of the catalogue has its advice in Spanish too, one line and not the English one', () => {
  for (const code of CODES) {
    const advice = adviceFor(code, 'es');
    assert.match(advice, /^[A-ZÁÉÍÓÚ¿`r].{10,170}\.$/u, code);
    assert.notEqual(advice, adviceFor(code, 'en'), code);
  }
});

test('what stands between backticks is the same in both languages: commands and options are not translated', () => {
  const quoted = (text: string): readonly string[] =>
    [...text.matchAll(/`([^`]+)`/g)].map((match) => (match[1] ?? '').replace(/<(site|sitio)>/, '<>')).toSorted();
  for (const code of CODES) assert.deepEqual(quoted(adviceFor(code, 'es')), quoted(adviceFor(code, 'en')), code);
});

test('a code that another version stored has no advice instead of a wrong one', () => {
  assert.equal(adviceForStored('E_LONG_GONE', 'es'), null);
  assert.equal(adviceForStored('constructor', 'en'), null);
  assert.equal(adviceForStored(null, 'en'), null);
  assert.equal(adviceForStored('E_BLOCKED', 'en'), ERRORS.E_BLOCKED.advice);
});

test('verdicts are told apart by their words, in both languages', () => {
  for (const language of ['en', 'es'] as const) {
    assert.equal(new Set(VERDICTS.map((verdict) => verdictWord(verdict, language))).size, VERDICTS.length);
    assert.equal(new Set(VERDICTS.map((verdict) => verdictMeaning(verdict, language))).size, VERDICTS.length);
  }
});

test('our own variable decides the language, then LC_ALL, LC_MESSAGES and LANG; an empty one does not count', () => {
  assert.equal(languageOf({ SCRAPING_LANG: 'en', LANG: 'es_MX.UTF-8' }), 'en');
  assert.equal(languageOf({ SCRAPING_LANG: '', LC_ALL: 'es_MX.UTF-8', LANG: 'C' }), 'es');
  assert.equal(languageOf({ LC_MESSAGES: 'es', LANG: 'en_US' }), 'es');
  assert.equal(languageOf({ LANG: 'C.UTF-8' }), 'en');
  assert.equal(languageOf({}), 'en');
});

test('a browser gets the language it prefers, and the other one only when it asks for neither', () => {
  assert.equal(languageAccepted('es-MX,es;q=0.9,en;q=0.8'), 'es');
  assert.equal(languageAccepted('fr, en;q=0.2, es;q=0.7'), 'es');
  assert.equal(languageAccepted('es;q=0, en'), 'en');
  assert.equal(languageAccepted('fr', 'es'), 'es');
  assert.equal(languageAccepted(undefined, 'es'), 'es');
});
