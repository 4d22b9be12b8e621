/** What looking for a block costs a normal page: the recogniser over pages of the six portals. */
import { portalSamples } from '../../practice/faults/portal-samples.ts';
import { recogniseBlock } from '../../src/fetching/blocks.ts';
import type { Figure } from '../support/figure.ts';

const MOST_MS = 0.2;
/** V8 compiles what is hot: a worker's first pages are no measure. */
const WARM_UP = 20;
const PASSES = 200;

export const blockCheck: Figure = {
  name: 'block-check',
  title: 'Looking for a block, a normal page',
  measure: async ({ rounds }) => {
    const pages = (await portalSamples('2026-11-22')).filter(({ status }) => status === 200);
    const look = (): void => {
      for (const { url, status, headers, html } of pages)
        if (recogniseBlock({ status, headers, url, text: html }) !== null) throw new Error(`${url} is no block`);
    };
    for (let pass = 0; pass < WARM_UP; pass += 1) look();
    const values = Array.from({ length: rounds }, () => {
      const before = performance.now();
      for (let pass = 0; pass < PASSES; pass += 1) look();
      return (performance.now() - before) / (PASSES * pages.length);
    });
    const size = pages.reduce((sum, { html }) => sum + html.length, 0) / pages.length;
    return {
      measures: [{ name: 'time a page', unit: 'ms', digits: 3, target: { kind: 'at most', value: MOST_MS }, values }],
      notes: [
        `${pages.length} pages of the six portals, ${Math.round(size / 1024)} KB on average, none of them a block`,
      ],
    };
  },
};
