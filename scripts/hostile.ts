import { randomInt } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

/** Sends 100,000 malformed and forged requests to the endpoints, with a new seed. The seed is printed: `FUZZ_SEED` sets it. */
const seed = process.env.FUZZ_SEED ?? String(randomInt(2 ** 31));
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

console.log(`FUZZ_SEED=${seed}`);
const { status } = spawnSync(process.execPath, [mocha, '--timeout', '0', 'test/api/hostile.spec.ts'], {
	stdio: 'inherit',
	env: { ...process.env, FUZZ_TIMES: '100', FUZZ_SEED: seed },
});
process.exitCode = status ?? 1;
