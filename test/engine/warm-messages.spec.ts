import { AppMethod } from '@rocket.chat/apps-engine/definition/metadata';
import { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { expect } from 'chai';
import { HostCallObserver } from '../../bench/chaos/host-calls';
import { startSilentHomeserver, type SilentHomeserver } from '../../bench/silent-homeserver';
import { waitFor } from '../../sandbox/clients/waiting';
import { InstalledApp } from '../support/installed-app';
import { describeOnRuntimes } from '../support/runtimes';

const bob = '@bob:bench.test';
/** The job and the pull also make calls, so that the message with the fewest counts. */
const MESSAGES = 10;

/** What the engine calls in the app. */
interface EngineCalls {
	call: (this: EngineCalls, method: AppMethod, ...args: readonly unknown[]) => Promise<unknown>;
}

describeOnRuntimes('a warm text', (runtime) => {
	const observer = new HostCallObserver();
	let homeserver: SilentHomeserver;
	let app: InstalledApp;
	let room: string;

	before(async () => {
		homeserver = await startSilentHomeserver();
		const settings = { homeserver_url: homeserver.url, homeserver_domain: 'bench.test' };
		app = await InstalledApp.start(settings, { runtime });
		await app.admin.runCommand('federation', `dm ${bob}`, 'GENERAL');
		room = (await app.admin.waitForDirectRoom(bob.slice(1)))._id;
		await toMatrix();
		await toRocketChat();
	});

	after(async () => {
		await app.stop();
		homeserver.stop();
	});

	it('to Matrix costs one request and one call to the host', async () => {
		expect(await fewest(toMatrix)).to.deep.equal({ requests: 1, calls: 1 });
	});

	it('to Rocket.Chat costs no request and two calls to the host if it was written after the start', async () => {
		const inAMinute = Date.now() + 60_000;
		expect(await fewest(() => toRocketChat(inAMinute))).to.deep.equal({ requests: 0, calls: 2 });
	});

	// The third call looks for what an attempt before the start may have posted.
	it('to Rocket.Chat costs three calls to the host if it may have been written before the start', async () => {
		const beforeTheStart = 0;
		expect(await fewest(() => toRocketChat(beforeTheStart))).to.deep.equal({ requests: 0, calls: 3 });
	});

	it('is handed to the app only if it is to go to Matrix: not one from Matrix, or of another room', async () => {
		const handed = async (send: () => Promise<unknown>) => {
			const shown = nextCheck();
			await send();
			return shown;
		};
		expect(await handed(() => toMatrix())).to.equal(true);
		expect(await handed(() => toRocketChat())).to.equal(false);
		expect(await handed(() => app.admin.send('GENERAL', 'warm'))).to.equal(false);
	});

	/** @returns whether the app wants the next message that the engine asks it about */
	function nextCheck(): Promise<unknown> {
		const proxy = ProxiedApp.prototype as unknown as EngineCalls;
		const { call } = proxy;
		return new Promise((resolve) => {
			proxy.call = async function (method, ...args) {
				const answer = await call.call(this, method, ...args);
				if (method === AppMethod.CHECKPOSTMESSAGESENT) {
					proxy.call = call;
					resolve(answer);
				}
				return answer;
			};
		});
	}

	async function fewest(send: () => Promise<void>) {
		const costs: { requests: number; calls: number }[] = [];
		for (let number = 0; number < MESSAGES; number++) {
			const before = { requests: homeserver.changes(), calls: calls() };
			await send();
			costs.push({
				requests: homeserver.changes() - before.requests,
				calls: calls() - before.calls,
			});
		}
		return {
			requests: Math.min(...costs.map(({ requests }) => requests)),
			calls: Math.min(...costs.map((cost) => cost.calls)),
		};
	}

	/** Sends a message and waits until its link is stored. */
	async function toMatrix() {
		const before = calls(/createWithAssociations$/);
		await app.admin.send(room, 'warm');
		await waitFor({
			what: 'a link',
			timeout: 60_000,
			interval: 5,
			look: () => (calls(/createWithAssociations$/) > before ? true : undefined),
		});
	}

	let lastEvent = 0;

	/**
	 * Pushes a message; the app answers when it is posted and linked.
	 * @param at when it was written, milliseconds since 1970
	 */
	async function toRocketChat(at = Date.now()) {
		const { hs_token: token } = await app.administration.appSettings(app.appId);
		lastEvent += 1;
		const event = {
			event_id: `$warm-${lastEvent}`,
			room_id: homeserver.roomId,
			sender: bob,
			type: 'm.room.message',
			origin_server_ts: at,
			content: { msgtype: 'm.text', body: 'warm' },
		};
		const before = calls(/createWithAssociations$/);
		await fetch(`${app.publicApi}/_matrix/app/v1/transactions/${lastEvent}`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
			body: JSON.stringify({ events: [event] }),
		});
		await waitFor({
			what: 'a link',
			timeout: 60_000,
			interval: 5,
			look: () => (calls(/createWithAssociations$/) > before ? true : undefined),
		});
	}

	function calls(name = /./): number {
		return [...observer.counts].reduce((sum, [call, count]) => sum + (name.test(call) ? count : 0), 0);
	}
});
