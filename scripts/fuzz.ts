import { randomInt } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

/**
 * Runs the tests that try generated inputs, with more inputs than `npm test` and with a new seed. The seed is printed:
 * the same seed and the same number give the same inputs.
 *
 *     npm run fuzz -- [--times 20] [--seed 7] [spec files]
 */
const { values, positionals } = parseArgs({
	options: {
		/** How many times the inputs of `npm test`. */
		times: { type: 'string', default: '20' },
		seed: { type: 'string', default: String(randomInt(2 ** 31)) },
	},
	allowPositionals: true,
});
const specs = positionals.length > 0 ? positionals : ['test/convert/**/*.spec.ts'];
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

console.log(`--times ${values.times} --seed ${values.seed}`);
const { status } = spawnSync(process.execPath, [mocha, '--timeout', '0', ...specs], {
	stdio: 'inherit',
	env: { ...process.env, FUZZ_TIMES: values.times, FUZZ_SEED: values.seed },
});
console.log(`--times ${values.times} --seed ${values.seed}`);
process.exitCode = status ?? 1;
