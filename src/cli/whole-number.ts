import { Fault } from '../core/errors.ts';

/** @throws {Fault} E_USAGE when an option's value is no whole number. */
export function wholeNumber(text: string, option: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Fault('E_USAGE', `${option} ${JSON.stringify(text)} is not a whole number`);
  return Number(text);
}
