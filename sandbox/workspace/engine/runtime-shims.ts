/**
 * Stand-ins for the modules that the engine's Deno runtime imports from places that are not in an npm installation:
 * the JSR registry, and the engine's own sources, of which the npm package holds only the compiled form.
 * Each entry: import specifier in the runtime's import map → the text of the module that takes its place.
 */
export const runtimeShims: Readonly<Record<string, { file: string; text: string }>> = {
	'@std/io': {
		file: 'io.ts',
		text: `export async function writeAll(writer: { write(bytes: Uint8Array): Promise<number> }, bytes: Uint8Array): Promise<void> {
	let written = 0;
	while (written < bytes.length) {
		written += await writer.write(bytes.subarray(written));
	}
}
`,
	},
	'@std/streams': {
		file: 'streams.ts',
		text: `export function toArrayBuffer(stream: ReadableStream<Uint8Array>): Promise<ArrayBuffer> {
	return new Response(stream).arrayBuffer();
}
`,
	},
	'@std/cli/parse-args': {
		file: 'parse-args.ts',
		text: `export function parseArgs(args: string[]): Record<string, unknown> {
	const parsed: Record<string, unknown> & { _: string[] } = { _: [] };
	for (let index = 0; index < args.length; index++) {
		const match = /^--([^=]+)(?:=(.*))?$/.exec(args[index]!);
		if (!match) {
			parsed._.push(args[index]!);
			continue;
		}
		let value: unknown = match[2];
		if (value === undefined) {
			const next = args[index + 1];
			value = next === undefined || next.startsWith('--') ? true : args[++index];
		}
		parsed[match[1]!] = typeof value === 'string' && /^-?\\d+(\\.\\d+)?$/.test(value) ? Number(value) : value;
	}
	return parsed;
}
`,
	},
	'@rocket.chat/apps-engine/definition/exceptions/AppsEngineException.ts': {
		file: 'apps-engine-exception.ts',
		text: `export class AppsEngineException extends Error {
	static JSONRPC_ERROR_CODE = -32070;
	override name = 'AppsEngineException';

	getErrorInfo() {
		return { name: this.name, message: this.message };
	}
}
`,
	},
};
