/** Why a task ended as it did: one word a person can read (GLOSSARY.md). */
export const VERDICTS = [
  'ok',
  'empty',
  'blocked',
  'layout_changed',
  'network',
  'forbidden',
  'gone',
  'invalid',
  'timeout',
  'resources',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What stopped a search before its own last page (D13): robots.txt, or a limit of ours. */
export type Truncation = 'robots' | 'cap';
