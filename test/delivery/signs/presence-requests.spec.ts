import { expect } from 'chai';
import type { MatrixStatus, Presence } from '../../../src/convert/presence';
import { PresenceRequests } from '../../../src/delivery/signs/presence-requests';
import type { UserId } from '../../../src/matrix/ids';
import type { RocketChatUserId } from '../../../src/rocketchat/ids';
import { mockTimers, settled } from '../../support/mock-timers';

describe('presence requests', () => {
	const time = mockTimers();
	let statuses: Map<string, MatrixStatus>;
	let sent: string[];
	let asked: number;
	let failures: unknown[];
	let is: { on: boolean; owner: boolean; shown: boolean };
	let tell: () => Promise<void>;
	let requests: PresenceRequests;

	beforeEach(() => {
		statuses = new Map();
		sent = [];
		asked = 0;
		failures = [];
		is = { on: true, owner: true, shown: true };
		tell = async () => undefined;
		requests = new PresenceRequests({
			isOn: async () => is.on,
			read: async (userId) => {
				const status = statuses.get(userId);
				return status && { ghostId: `@rc_${userId}:example.org` as UserId, status };
			},
			tell: async ({ ghostId, status: { presence, text } }) => {
				if (!is.owner) {
					return false;
				}
				await tell();
				sent.push([ghostId.slice(4, -12), presence, text].filter(Boolean).join(' '));
				return true;
			},
			isShown: async () => {
				asked += 1;
				return is.shown;
			},
			onFailure: (error) => failures.push(error),
		});
	});

	const become = async (name: string, presence: Presence, text = '') => {
		statuses.set(name, { presence, text });
		requests.note(name as RocketChatUserId);
		await settled();
	};
	const sentSince = () => sent.splice(0);

	it('are sent once for each change of the status or the text', async () => {
		await become('alice', 'online');
		await become('alice', 'online');
		await become('alice', 'online', 'At my desk');
		await become('alice', 'offline', 'At my desk');
		expect(sentSince()).to.deep.equal([
			'alice online',
			'alice online At my desk',
			'alice offline At my desk',
		]);
	});

	it('are sent at a start for those who are there', async () => {
		statuses.set('alice', { presence: 'online', text: '' });
		statuses.set('bob', { presence: 'offline', text: '' });
		(['alice', 'bob', 'carol'] as RocketChatUserId[]).forEach((id) => requests.look(id));
		await settled();
		expect(sentSince()).to.deep.equal(['alice online']);
		await become('bob', 'offline', 'On holiday');
		expect(sentSince()).to.deep.equal(['bob offline On holiday']);
		await time.pass(20_000);
		expect(sentSince()).to.deep.equal(['alice online']);
	});

	it('are repeated every 20 s while somebody stays, since Synapse shows them as offline after 30 s', async () => {
		await become('alice', 'online');
		await become('bob', 'unavailable');
		await become('carol', 'offline');
		sentSince();
		await time.pass(20_000);
		expect(sentSince()).to.deep.equal(['alice online', 'bob unavailable']);
		await become('alice', 'offline');
		sentSince();
		await time.pass(20_000);
		expect(sentSince()).to.deep.equal(['bob unavailable']);
	});

	it('end when the last person has gone', async () => {
		await become('alice', 'online');
		await become('alice', 'offline');
		sentSince();
		await time.pass(200_000);
		expect(sentSince()).to.deep.equal([]);
	});

	it('end when presence is switched off', async () => {
		await become('alice', 'online');
		sentSince();
		is.on = false;
		await time.pass(200_000);
		expect(sentSince()).to.deep.equal([]);
	});

	it('are sent by the instance that owns the ghost; another one takes over when it gets it', async () => {
		is.owner = false;
		await become('alice', 'online');
		await time.pass(20_000);
		expect(sentSince()).to.deep.equal([]);
		is.owner = true;
		await time.pass(20_000);
		expect(sentSince()).to.deep.equal(['alice online']);
	});

	it('go out one at a time, and the last status of a person is the one that stays', async () => {
		let release: () => void = () => undefined;
		tell = () => new Promise((resolve) => (release = resolve));
		await become('alice', 'online');
		await become('alice', 'unavailable');
		await become('alice', 'offline');
		await become('bob', 'online');
		expect(sent).to.deep.equal([]);
		tell = async () => undefined;
		release();
		await settled();
		expect(sentSince()).to.deep.equal(['alice online', 'alice offline', 'bob online']);
	});

	it('are not sent for users without a ghost', async () => {
		requests.note('nobody' as RocketChatUserId);
		await time.pass(20_000);
		expect([sent, asked]).to.deep.equal([[], 0]);
	});

	it('go on after a failure', async () => {
		tell = () => Promise.reject(new Error('too many requests'));
		await become('alice', 'online');
		tell = async () => undefined;
		await become('bob', 'online');
		expect([failures.length, sentSince()]).to.deep.equal([1, ['bob online']]);
	});

	it('notice once that the homeserver shows what it is told', async () => {
		await become('alice', 'online');
		await time.pass(20_000);
		await time.pass(20_000);
		expect([asked, requests.isIgnored]).to.deep.equal([1, false]);
	});

	it('stop for ten minutes where the homeserver ignores them, and notice when it does no more', async () => {
		is.shown = false;
		await become('alice', 'online');
		await time.pass(20_000);
		sentSince();
		expect(requests.isIgnored).to.equal(true);
		await become('alice', 'unavailable');
		await become('alice', 'online');
		for (let passed = 0; passed < 600_000; passed += 20_000) {
			await time.pass(20_000);
		}
		expect(sentSince()).to.deep.equal([]);
		is.shown = true;
		await time.pass(20_000);
		await time.pass(20_000);
		expect(sentSince()).to.deep.equal(['alice online', 'alice online']);
		expect([asked, requests.isIgnored]).to.deep.equal([2, false]);
	});

	it('begin again at once when a setting has changed', async () => {
		is.shown = false;
		await become('alice', 'online');
		await time.pass(20_000);
		sentSince();
		requests.settingsChanged();
		await become('alice', 'unavailable');
		expect(sentSince()).to.deep.equal(['alice unavailable']);
	});
});
