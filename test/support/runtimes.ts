import { appRuntimes, nameOfRuntime, type AppRuntime } from '../../sandbox/workspace/engine/app-runtime';

/**
 * The runtime for tests that run on one: the environment variable FEDERATION_RUNTIME names it, else it is the default.
 * @throws if the variable names another one
 */
export function chosenRuntime(): AppRuntime {
	const given = process.env.FEDERATION_RUNTIME ?? appRuntimes[0];
	const runtime = appRuntimes.find((name) => name === given);
	if (!runtime) {
		throw new Error(`FEDERATION_RUNTIME is ${given}; it has to be one of ${appRuntimes.join(', ')}`);
	}
	return runtime;
}

/** Declares the same tests once for each runtime, with its name in their title. */
export function describeOnRuntimes(title: string, tests: (runtime: AppRuntime) => void): void {
	for (const runtime of appRuntimes) {
		describe(`${title}, in ${nameOfRuntime(runtime)}`, () => {
			tests(runtime);
		});
	}
}
