/** The values of a query, which are all text: lists are parted by commas, since a key stands there once (T20). */
import { z } from 'zod';
import { logFilterShape } from '../monitoring/house-shape.ts';
import { pagingShape, selectorShape } from '../monitoring/selector.ts';

const LONGEST_LIST = 8000;

function commaList<Item extends z.ZodType>(list: z.ZodOptional<z.ZodArray<Item>>) {
  return z
    .string()
    .min(1)
    .max(LONGEST_LIST)
    .transform((text) => text.split(','))
    .pipe(list.unwrap() as unknown as z.ZodType<z.output<Item>[], string[]>)
    .optional()
    .meta({ description: 'One or several, parted by commas.' });
}

/** A whole number from 1. */
export function wholeNumber(most: number) {
  return z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(most))
    .meta({ description: `Whole number, 1 to ${most}.` });
}

const { batch, site, city, operation, product, phase, status, verdict, error, text } = selectorShape.shape;
export const selectorQuery = z.strictObject({
  batch,
  site: commaList(site),
  city: commaList(city),
  operation: commaList(operation),
  product: commaList(product),
  phase: commaList(phase),
  status: commaList(status),
  verdict: commaList(verdict),
  error: commaList(error),
  text,
});

export const pagingQuery = z.strictObject({
  cursor: pagingShape.shape.cursor.meta({ description: '`next` of the answer before; absent = from the beginning.' }),
  limit: wholeNumber(1000).optional(),
});

export const logQuery = z.strictObject({ ...logFilterShape.shape, limit: wholeNumber(5000).optional() });
