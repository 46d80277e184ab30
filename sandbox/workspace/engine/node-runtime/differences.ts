/**
 * The modules an app may require in Node; `packages/apps/node-runtime/src/lib/require.ts`. A name that only begins with
 * one of them passes too, such as `fs/promises`.
 */
const allowedModules = [
	'path',
	'url',
	'crypto',
	'buffer',
	'stream',
	'net',
	'http',
	'https',
	'zlib',
	'util',
	'punycode',
	'os',
	'querystring',
	'fs',
	'uuid',
	'@rocket.chat/apps-engine',
] as const;

/** How a file of the Deno runtime that the engine ships is changed to do what the newer Node runtime does. */
interface RuntimeDifference {
	/** What an app may notice. */
	readonly what: string;
	/** The file of Rocket.Chat that does it so. */
	readonly follows: string;
	/** The file that is changed, below the engine's `deno-runtime`. */
	readonly file: string;
	/** @returns the changed text. @throws if the text is not that of engine 1.62.0 */
	readonly change: (text: string) => string;
}

/** The differences in the code around the app. Those in how its process is started are in node-controller.ts. */
export const runtimeDifferences: readonly RuntimeDifference[] = [
	{
		what: 'a module may be required if its name begins with an allowed one',
		follows: 'packages/apps/node-runtime/src/lib/require.ts',
		file: 'handlers/app/construct.ts',
		change: (text) =>
			replaceOnce(text, '= buildRequire();', '= sandboxRequire;').replace(
				/^/,
				"import { sandboxRequire } from '../../lib/require.ts';\n",
			),
	},
	{
		what: 'modules of the engine and of the server come from node_modules',
		follows: 'packages/apps/node-runtime/src/lib/loader-hook.ts',
		file: 'lib/require.ts',
		change: () => `import { createRequire } from 'node:module';

export const require = createRequire(APPS_ENGINE_PACKAGE);

const allowed: string[] = ${JSON.stringify(allowedModules)};

export function sandboxRequire(name: string): unknown {
	const module = name.replace('node:', '');
	if (!allowed.some((prefix) => module.startsWith(prefix))) {
		throw new Error(\`Module \${name} is not allowed\`);
	}
	return require(module);
}
`,
	},
	{
		what: 'sockets end when the app ends them, without the delay that Deno needs',
		follows: 'packages/apps/base-runtime/src/handlers/app/construct.ts',
		file: 'handlers/app/construct.ts',
		change: (text) => replaceOnce(text, '\tprepareEnvironment();\n', ''),
	},
	{
		what: 'an error that nobody catches is stored with its stack, and the app runs on',
		follows: 'packages/apps/node-runtime/src/error-handlers.ts',
		file: 'error-handlers.ts',
		change: () => `import { sendNotification } from './lib/messenger.ts';

export default function registerErrorListeners(): void {
	process.on('uncaughtException', (error: Error, method: string) => {
		sendNotification({ method, params: [error.stack || error] });
	});
}
`,
	},
];

/** @throws if the text does not contain the searched part exactly once: it would be the runtime of another version */
function replaceOnce(text: string, searched: string, replacement: string): string {
	const parts = text.split(searched);
	if (parts.length !== 2) {
		throw new Error(
			`The runtime of this engine has "${searched.trim()}" ${parts.length - 1} times, not once.`,
		);
	}
	return parts.join(replacement);
}
