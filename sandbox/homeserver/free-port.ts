import { createServer } from 'node:net';

/**
 * The ports that are given out. The system takes those of outgoing connections, and of servers that ask for any port,
 * from 32,768 up (Linux) or 49,152 up (macOS), so that nothing else comes to use one between its choice and its use. 10,080 is the
 * last port that `fetch` refuses (Fetch Standard, "Port blocking").
 */
const FIRST = 10_081;
const LAST = 32_767;
/** Distance of the first ports of two processes with neighbouring ids, which choose ports at the same time. */
const APART = 200;

let next = FIRST + ((process.pid * APART) % (LAST - FIRST + 1));

/**
 * Finds a port of 127.0.0.1 that is free, or checks one.
 * @param wanted 0: any free port. This process gets each only once, until it has had all of them
 * @returns the port, which is free
 * @throws Error if another program uses the wanted port, or all of them
 */
export async function freePort(wanted: number): Promise<number> {
	if (wanted > 0) {
		try {
			await listenOnce(wanted);
			return wanted;
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			throw new Error(
				`port ${wanted} of 127.0.0.1 cannot be used, another program may use it: ${reason}`,
				{ cause: error },
			);
		}
	}
	for (let tried = FIRST; tried <= LAST; tried++) {
		const port = next;
		next = port < LAST ? port + 1 : FIRST;
		const isFree = await listenOnce(port).then(
			() => true,
			() => false,
		);
		if (isFree) {
			return port;
		}
	}
	throw new Error(`no port of 127.0.0.1 from ${FIRST} to ${LAST} is free`);
}

/** Listens on a port of 127.0.0.1 and closes it again. @throws Error of the system if it cannot be used */
function listenOnce(port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
	});
}
