import { waitFor } from '../../sandbox/clients/waiting';
import { freePort } from '../../sandbox/homeserver/free-port';
import { ChaosProxy } from '../chaos/proxy';
import type { WayBed } from './bed';

/** Time limit for a message on its way to the homeserver, in milliseconds. */
const ARRIVAL_LIMIT = 120_000;

/** Sees the app's requests on their way to the homeserver. */
export class Tap {
	private readonly arrivals = new Map<string, number>();
	private readonly listeners = new Set<() => void>();

	private constructor(proxy: ChaosProxy) {
		proxy.plan = ({ path }) => {
			// The transaction id of the first part of a message is `<id of the message>.0`.
			const [, messageId] = /\/send\/m\.room\.message\/([^/?]+)\.0(?:\?|$)/.exec(path) ?? [];
			if (messageId !== undefined) {
				this.arrivals.set(messageId, performance.now());
				this.listeners.forEach((listener) => listener());
			}
			return undefined;
		};
	}

	/** Sends the app's requests through a tap while something is measured. */
	static async during<Result>(bed: WayBed, measure: (tap: Tap) => Promise<Result>): Promise<Result> {
		const { port } = new URL(bed.homeserver.url);
		const proxy = await ChaosProxy.start(await freePort(0), () => Number(port));
		const useHomeserver = (url: string) =>
			bed.workspace.administration.setAppSettings(bed.appId, { homeserver_url: url });
		await useHomeserver(proxy.url);
		try {
			return await measure(new Tap(proxy));
		} finally {
			await useHomeserver(bed.homeserver.url);
			await proxy.refuse();
		}
	}

	/** @returns when the request for a message of Rocket.Chat arrived, as of `performance.now` */
	async arrivalOf(messageId: string): Promise<number> {
		return waitFor({
			what: 'a request at the homeserver',
			timeout: ARRIVAL_LIMIT,
			look: () => this.arrivals.get(messageId),
			listen: (lookAgain) => {
				this.listeners.add(lookAgain);
				return () => this.listeners.delete(lookAgain);
			},
		});
	}
}
