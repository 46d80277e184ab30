import {
	HttpStatusCode,
	type IHttp,
	type IModify,
	type IPersistence,
	type IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import { ApiEndpoint, type IApiEndpoint } from '@rocket.chat/apps-engine/definition/api';
import type FileSystem from 'node:fs';
import { record } from './record';

// What the runtime gives the code of apps, or hides from it.
declare const require: (name: string) => unknown;
declare const Deno: unknown;
declare const self: unknown;
declare const window: unknown;

type Request = Parameters<NonNullable<IApiEndpoint['post']>>[0];
type Answer = ReturnType<NonNullable<IApiEndpoint['post']>>;
type Use = (content: never, accessors: unknown[]) => Promise<Record<string, unknown>>;

/**
 * Endpoints that use what an app finds around it in the runtime:
 * - `POST surroundings` `{ modules, files }` — what there is: types of globals, modules to require, files to read
 * - `POST fetch` `{ url, bytes }` — posts as many bytes and answers how many came back
 * - `POST socket` `{ url, text }` — sends a text over a WebSocket and answers the first one that comes
 * - `POST large` `{ bytes }` — answers a text of this length
 * - `POST late` `{ milliseconds }` — answers then, and records it
 * - `POST uncaught` `{ text }` — throws an error that nobody catches, after it has answered
 */
export const surroundingsEndpoints = (app: object): IApiEndpoint[] =>
	Object.entries<Use>({ surroundings, fetch: fetched, socket, large, late, uncaught }).map(
		([path, use]) => new UsingEndpoint(app as never, path, use),
	);

class UsingEndpoint extends ApiEndpoint {
	constructor(
		app: ConstructorParameters<typeof ApiEndpoint>[0],
		override path: string,
		private readonly use: Use,
	) {
		super(app);
		this.path = path;
	}

	async post(
		request: Request,
		_endpoint: unknown,
		read: IRead,
		modify: IModify,
		http: IHttp,
		persis: IPersistence,
	): Answer {
		const content = await this.use(request.content as never, [read, modify, http, persis]).catch(
			(error: unknown) => ({
				error: outcome(() => {
					throw error;
				}),
			}),
		);
		return this.json({ status: HttpStatusCode.OK, content });
	}
}

/** Not `require` itself, whose argument the bundler would look up. */
const required = (name: string): unknown => require(name);

/** What an app finds around it. A thing that cannot be used stands with its error. */
async function surroundings({
	modules,
	files,
}: {
	modules: readonly string[];
	files: readonly string[];
}): Promise<Record<string, unknown>> {
	const fs = required('fs') as typeof FileSystem;
	return {
		types: {
			fetch: typeof fetch,
			URL: typeof URL,
			crypto: typeof crypto,
			AbortController: typeof AbortController,
			structuredClone: typeof structuredClone,
			WebSocket: typeof WebSocket,
			Buffer: typeof Buffer,
			process: typeof process,
			globalThis: typeof globalThis,
			Deno: typeof Deno,
			self: typeof self,
			window: typeof window,
		},
		modules: Object.fromEntries(modules.map((name) => [name, outcome(() => typeof required(name))])),
		environment: outcome(() => Object.keys(process.env).sort().join()),
		home: outcome(() => process.env.HOME),
		files: Object.fromEntries(files.map((file) => [file, outcome(() => fs.readFileSync(file).length)])),
		writing: outcome(() => {
			fs.writeFileSync('/tmp/written-by-an-app', '');
		}),
	};
}

async function fetched({ url, bytes }: { url: string; bytes: number }): Promise<Record<string, unknown>> {
	const answer = await fetch(url, { method: 'POST', body: new Uint8Array(bytes) });
	return { status: answer.status, bytes: (await answer.arrayBuffer()).byteLength };
}

async function socket({ url, text }: { url: string; text: string }): Promise<Record<string, unknown>> {
	const connection = new WebSocket(url);
	const answer = await new Promise((resolve, reject) => {
		connection.onopen = () => {
			connection.send(text);
		};
		connection.onmessage = ({ data }) => {
			resolve(data);
		};
		connection.onerror = () => {
			reject(new Error('The WebSocket failed'));
		};
	});
	connection.close();
	return { answer };
}

async function large({ bytes }: { bytes: number }): Promise<Record<string, unknown>> {
	return { text: 'x'.repeat(bytes) };
}

async function late({ milliseconds }: { milliseconds: number }): Promise<Record<string, unknown>> {
	record('late starts');
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
	record('late ends');
	return {};
}

async function uncaught({ text }: { text: string }): Promise<Record<string, unknown>> {
	setTimeout(() => {
		throw new Error(text);
	}, 10);
	return {};
}

/** @returns what an action gives as a text, or how it failed: the error's code, name or message */
function outcome(action: () => unknown): string {
	try {
		return String(action());
	} catch (error) {
		const { code, name, message } = error as { code?: string; name: string; message: string };
		return code ?? (name === 'Error' ? message : name);
	}
}
