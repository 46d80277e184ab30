import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { Log } from '../../src/log';

/** @returns what a log has kept, with the level of each entry, and empties it */
export function loggedBy(log: Log): (readonly [level: string, entry: unknown])[] {
	const entries: (readonly [string, unknown])[] = [];
	const at = (level: string) => (entry: unknown) => void entries.push([level, entry]);
	const logger: Partial<ILogger> = {
		debug: at('debug'),
		info: at('info'),
		warn: at('warn'),
		error: at('error'),
	};
	log.flush(logger as ILogger);
	return entries;
}
