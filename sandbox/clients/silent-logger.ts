import * as logging from 'matrix-js-sdk/lib/logger.js';

type Logger = logging.Logger;

const ignore = () => undefined;

/** By default the SDK logs every request to the console. Failures also arrive as errors. */
export const silentLogger: Logger = {
	trace: ignore,
	debug: ignore,
	info: ignore,
	warn: ignore,
	error: ignore,
	getChild: () => silentLogger,
};

// Some parts of the SDK use its global logger and not the logger of the client. `Reflect.get` reads it by name, because
// the SDK marks it as deprecated for other packages.
Object.assign(Reflect.get(logging, 'logger') as object, silentLogger, { log: ignore });
