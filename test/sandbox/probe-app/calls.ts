import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';

/** What the app may use. The keys are the first word of a path. */
export interface Accessors {
	read: IRead;
	modify: IModify;
	http: IHttp;
	persis: IPersistence;
}

/**
 * A use of an accessor. Steps of the path are getters that are called without arguments, the last one gets `args`:
 * `{ path: 'read.getRoomReader.getById', args: ['GENERAL'] }`.
 *
 * A builder goes through `chain` and is handed, with `finishArgs` behind it, to the accessor at `finish`:
 * `{ path: 'modify.getCreator.startMessage', chain: [['setRoom', { $room: 'GENERAL' }], ['setText', 'hi']],
 *    finish: 'modify.getCreator.finish' }`.
 *
 * Arguments may be `{ $room: id }`, `{ $user: username }`, `{ $userById: id }`, `{ $appUser: true }`,
 * `{ $message: id }`, `{ $date: iso }`, `{ $bytes: base64 }`, `{ $zeros: n }` (n zero bytes),
 * `{ $association: [model, id] }`, also inside objects and lists.
 */
export interface AccessorCall {
	path: string;
	args?: unknown[];
	chain?: [method: string, ...args: unknown[]][];
	finish?: string;
	finishArgs?: unknown[];
}

type Method = (...args: unknown[]) => unknown;

export async function callAccessor(accessors: Accessors, call: AccessorCall): Promise<unknown> {
	const result = await followed(accessors, call.path, await decoded(accessors, call.args ?? []));
	if (!call.chain) {
		return result;
	}
	for (const [method, ...args] of call.chain) {
		await methodOf(result, method)(...(await decoded(accessors, args)));
	}
	if (!call.finish) {
		return undefined;
	}
	return followed(accessors, call.finish, [result, ...(await decoded(accessors, call.finishArgs ?? []))]);
}

async function followed(accessors: Accessors, path: string, args: unknown[]): Promise<unknown> {
	const steps = path.split('.');
	const last = steps.pop() ?? '';
	let target: unknown = accessors;
	for (const step of steps) {
		const value = (target as Record<string, unknown>)[step];
		target = typeof value === 'function' ? (value as Method).call(target) : value;
	}
	return methodOf(target, last)(...args);
}

function methodOf(target: unknown, name: string): Method {
	const method = (target as Record<string, unknown> | undefined)?.[name];
	if (typeof method !== 'function') {
		throw new Error(`There is no method ${name}`);
	}
	return (...args) => (method as Method).apply(target, args);
}

async function decoded(accessors: Accessors, args: readonly unknown[]): Promise<unknown[]> {
	return Promise.all(args.map((argument) => decode(accessors, argument)));
}

async function decode(accessors: Accessors, value: unknown): Promise<unknown> {
	if (Array.isArray(value)) {
		return decoded(accessors, value);
	}
	if (typeof value !== 'object' || value === null) {
		return value;
	}
	const [[key, operand] = ['', undefined], ...others] = Object.entries(value);
	const reference = references[key];
	if (reference && others.length === 0) {
		return reference(operand, accessors.read);
	}
	const entries = Object.entries(value).map(
		async ([name, field]) => [name, await decode(accessors, field)] as const,
	);
	return Object.fromEntries(await Promise.all(entries));
}

const references: Record<string, (operand: unknown, read: IRead) => unknown> = {
	$room: (id, read) => read.getRoomReader().getById(String(id)),
	$user: (username, read) => read.getUserReader().getByUsername(String(username)),
	$userById: (id, read) => read.getUserReader().getById(String(id)),
	$appUser: (_operand, read) => read.getUserReader().getAppUser(),
	$message: (id, read) => read.getMessageReader().getById(String(id)),
	$date: (text) => new Date(String(text)),
	$bytes: (base64) => Buffer.from(String(base64), 'base64'),
	$zeros: (length) => Buffer.alloc(Number(length)),
	$association: (pair) => {
		const [model, id] = pair as ConstructorParameters<typeof RocketChatAssociationRecord>;
		return new RocketChatAssociationRecord(model, id);
	},
};
