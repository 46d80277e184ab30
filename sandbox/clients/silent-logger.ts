import * as logging from 'matrix-js-sdk/lib/logger.js';

type Logger = logging.Logger;

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

// Parts of the SDK take its global logger, whatever logger the client was given. By name, since that logger is
// marked as deprecated for everybody outside.
Object.assign(Reflect.get(logging, 'logger') as object, silentLogger, { log: nothing });
