import { logger, type Logger } from 'matrix-js-sdk/lib/logger.js';

const nothing = () => undefined;

/** The SDK tells its console of every request; what went wrong arrives as an error anyway. */
export const silentLogger: Logger = {
	trace: nothing,
	debug: nothing,
	info: nothing,
	warn: nothing,
	error: nothing,
	getChild: () => silentLogger,
};

// Parts of the SDK take its global logger, whatever logger the client was given.
Object.assign(logger, silentLogger, { log: nothing });
