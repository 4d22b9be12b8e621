#!/usr/bin/env -S node --max-semi-space-size=4
// The small young generation: V8's usual one keeps 120 MB in a service that works (docs/performance.md).
import { start } from './start.mjs';

await start('scraping-orchestrator');
