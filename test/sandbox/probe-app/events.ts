import { AppMethod } from '@rocket.chat/apps-engine/definition/metadata';
import { UserNotAllowedException } from '@rocket.chat/apps-engine/definition/exceptions';
import { record } from './record';

type Handler = (data: unknown, second?: unknown) => Promise<unknown>;

/**
 * A handler for each event. `Post…` are recorded. `Pre…Prevent` are recorded and prevent nothing, `Pre…Extend` and
 * `Pre…Modify` change nothing; `PreRoomUserJoined`, `PreRoomUserLeave` and `PreFileUpload` refuse what has to do with
 * a user called `refused` or a file called `refused.txt`. The engine calls only those that the app's `implements` names.
 */
export function eventHandlers(): Record<string, Handler> {
	const handlers: Record<string, Handler> = {};
	for (const method of Object.values(AppMethod)) {
		if (method.startsWith('execute')) {
			const name = method.slice('execute'.length);
			handlers[method] = (data, second) => handle(name, data, second);
		}
	}
	return handlers;
}

async function handle(name: string, data: unknown, second: unknown): Promise<unknown> {
	record(name, data);
	if (name.endsWith('Prevent')) {
		return false;
	}
	if (name.endsWith('Extend') || name.endsWith('Modify')) {
		return result(second);
	}
	if (name.startsWith('Pre') && JSON.stringify(data).includes('"refused')) {
		throw new UserNotAllowedException('The probe app refuses this');
	}
	return undefined;
}

/** What an extender or a builder of a message or a room gives back unchanged. */
function result(second: unknown): unknown {
	const source = second as { getMessage?: () => unknown; getRoom?: () => unknown };
	return source.getMessage ? source.getMessage() : source.getRoom?.();
}
