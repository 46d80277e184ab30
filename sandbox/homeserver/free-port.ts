import { createServer } from 'node:net';

/**
 * Checks that a port of 127.0.0.1 is free: listens on it and closes it again.
 * @param wanted 0: any free port
 * @returns the port, which is free
 * @throws Error if another program uses it
 */
export function freePort(wanted: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', ({ message }) =>
			reject(
				new Error(
					`port ${wanted} of 127.0.0.1 cannot be used, another program may use it: ${message}`,
				),
			),
		);
		server.listen(wanted, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address ? address.port : wanted;
			server.close(() => resolve(port));
		});
	});
}
