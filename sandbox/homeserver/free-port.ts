import { createServer } from 'node:net';

/**
 * Claims a port of 127.0.0.1 for a moment.
 * @param wanted 0: any free one
 * @returns the port, free again
 * @throws Error if another program holds it
 */
export function freePort(wanted: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', ({ message }) =>
			reject(
				new Error(
					`port ${wanted} of 127.0.0.1 cannot be used, another program may hold it: ${message}`,
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
