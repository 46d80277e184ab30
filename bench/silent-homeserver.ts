import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A homeserver for benchmarks: it accepts everything, keeps nothing, and costs next to nothing. */
export interface SilentHomeserver {
	readonly url: string;
	readonly roomId: string;
	/** How many events were sent to it. */
	sent(): number;
	/** Resolves as soon as so many events were sent to it. */
	whenSent(count: number): Promise<void>;
	/** How many requests changed something, or would on a real homeserver. */
	changes(): number;
	stop(): void;
}

/** Starts one on loopback. Every room that is created has the same id. */
export async function startSilentHomeserver(): Promise<SilentHomeserver> {
	const roomId = '!room:bench.test';
	let sent = 0;
	let changes = 0;
	let waiting: { readonly count: number; readonly resolve: () => void } | undefined;
	const send = () => {
		sent += 1;
		if (waiting && sent >= waiting.count) {
			waiting.resolve();
		}
		return { event_id: `$event-${sent}` };
	};
	const answers: readonly [path: RegExp, answer: () => unknown][] = [
		[/\/send\//, send],
		[/\/createRoom$/, () => ({ room_id: roomId })],
		[/\/profile\/[^/]+$/, () => ({ displayname: 'Bob' })],
		[/\/state$/, () => []],
		[/\/messages$/, () => ({ chunk: [] })],
		[/\/versions$/, () => ({ versions: ['v1.11'] })],
	];
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const [, answer] = answers.find(([path]) => path.test(pathname)) ?? [];
		changes += request.method === 'GET' ? 0 : 1;
		request.resume().on('end', () => {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(answer?.() ?? {}));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		roomId,
		sent: () => sent,
		whenSent: (count) =>
			sent >= count
				? Promise.resolve()
				: new Promise((resolve) => {
						waiting = { count, resolve };
					}),
		changes: () => changes,
		stop() {
			server.close();
			server.closeAllConnections();
		},
	};
}
