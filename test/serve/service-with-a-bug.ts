/** The service, with a fault of its own at each SIGUSR2: `service-with-a-bug.ts CONFIG rejection|exception`. */
import { loadConfig } from '../../src/config/load.ts';
import { runService } from '../../src/app/service/run-service.ts';

const [, , file, kind] = process.argv;
const load = () => loadConfig({ file, environment: {}, workingDirectory: process.cwd() });
process.on('SIGUSR2', () => {
  if (kind === 'rejection') void Promise.reject(new Error('nobody waits for this'));
  else throw new Error('nobody catches this');
});
await runService(await load(), load, { acceptEmpty: false, onReady: () => undefined });
