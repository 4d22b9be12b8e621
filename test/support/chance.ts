/**
 * Properties, with chance injected: the gate tries the same inputs each time, so a red one means a change.
 * `npm run properties` tries others and names the seed; `PROPERTY_SEED=N` tries those of one seed again.
 */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1755) });

export * from 'fast-check';
