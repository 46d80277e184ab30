import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { FederationError } from './errors';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Ids, codes and numbers; never a secret, never a message's body. */
export type LogDetails = Readonly<Record<string, string | number | undefined>>;

/** The most entries that are kept between two handlers; older ones are dropped. */
const MAX_ENTRIES = 500;

/**
 * The app's log. The engine stores only entries that a handler writes to its own logger before it ends. Work may go on
 * after that, so its entries are kept here until the next handler ends.
 */
export class Log {
	private entries: { level: Level; message: string; details: LogDetails }[] = [];

	/** Logs what happens in the ordinary course of use, such as a person's mistake. */
	debug(message: string, details: LogDetails = {}): void {
		this.keep('debug', message, details);
	}

	/** Logs a change that an administrator may look for. */
	info(message: string, details: LogDetails = {}): void {
		this.keep('info', message, details);
	}

	/** Logs what an administrator may have to look at. */
	warn(message: string, details: LogDetails = {}): void {
		this.keep('warn', message, details);
	}

	/** Logs what an administrator has to look at. */
	error(message: string, details: LogDetails = {}): void {
		this.keep('error', message, details);
	}

	/** Logs an error at the level of its kind, with its cause. */
	failure(message: string, { code, kind, cause }: FederationError, details: LogDetails = {}): void {
		this[kind.level](message, {
			code,
			...details,
			...(cause !== undefined && { cause: causeText(cause) }),
		});
	}

	/** Writes the kept entries to the logger of the handler that is about to end. */
	flush(logger: ILogger): void {
		for (const { level, message, details } of this.entries.splice(0)) {
			logger[level]({ msg: message, ...details });
		}
	}

	private keep(level: Level, message: string, details: LogDetails): void {
		this.entries.push({ level, message, details });
		this.entries.splice(0, this.entries.length - MAX_ENTRIES);
	}
}

function causeText(cause: unknown): string {
	return cause instanceof Error ? `${cause.name}: ${cause.message}` : typeof cause;
}
